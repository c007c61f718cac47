// Whoever changes how a person is reached holds them first and looks then: a number that they moved away from meanwhile
// takes nothing from them, and an organisation that they join beside a STOP is stopped as well.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** Whoever has the number once everybody is held: only somebody who left it can have gone, since its lock is ours. */
const HOLDERS = `select array_append(array_agg(v.user_id), person) into people from verified_phones v where v.key = number_key`;

const PROVE = `create or replace function prove_phone(number text, number_key text) returns table (org_id uuid, user_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      people uuid[];
      kept_id text;
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(number_key, 7301964));
      ${HOLDERS};
      perform from users u where u.id = any (people) order by u.id for no key update;
      ${HOLDERS};
      select v.whatsapp_user_id into kept_id from verified_phones v where v.key = number_key and v.user_id = person;
      update profiles p set phone = null, phone_verified_at = null, whatsapp_opt_in_at = null, whatsapp_address = null
        where p.user_id = any (people) and p.user_id <> person;
      delete from verified_phones v where v.key = number_key or v.user_id = person;
      insert into verified_phones (phone, key, org_id, user_id, whatsapp_user_id)
        values (number, number_key, ${ORG}, person, kept_id);
      update profiles p set phone = number, phone_verified_at = now(), pending_phone = null, pending_verification = null,
          whatsapp_opt_in_at = case when p.phone = number then p.whatsapp_opt_in_at end,
          whatsapp_address = case when p.phone = number then p.whatsapp_address end
        where p.user_id = person;
      return query select m.org_id, m.user_id from members m where m.user_id = any (people);
    end $$`;

const OF_THE_PERSON = [
  'phone',
  'phone_verified_at',
  'whatsapp_opt_in_at',
  'pending_phone',
  'pending_verification',
  'whatsapp_address',
  'push_off_at',
  'calls_off_at',
];
const INHERIT = `create or replace function inherit_reach() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
    declare
      other profiles;
    begin
      perform from users where id = new.user_id for no key update;
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${OF_THE_PERSON.map((column) => `new.${column} := other.${column};`).join('\n        ')}
      end if;
      return new;
    end $$`;

export class Migration20261128132000 extends Migration {
  override up(): void {
    this.addSql(INHERIT);
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(PROVE);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  /** The version before is served by them as well. */
  override down(): void {}
}

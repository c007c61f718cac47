// A person sleeps once: zone and night are theirs in every organisation, as their number is, since it is the same phone
// that rings.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** What is not named stays; a night may be taken back by null. */
const CHANGE = `create function change_night(change jsonb) returns table (org_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      perform from users where id = person for no key update;
      update profiles p set
        zone = coalesce(change->>'zone', p.zone),
        sleep_from = case when jsonb_exists(change, 'sleep_from') then change->>'sleep_from' else p.sleep_from end,
        sleep_to = case when jsonb_exists(change, 'sleep_to') then change->>'sleep_to' else p.sleep_to end
        where p.user_id = person;
      return query select m.org_id from members m where m.user_id = person;
    end $$`;

const REACH = [
  'phone',
  'phone_verified_at',
  'whatsapp_opt_in_at',
  'pending_phone',
  'pending_verification',
  'whatsapp_address',
  'push_off_at',
  'calls_off_at',
];
const NIGHT = ['zone', 'sleep_from', 'sleep_to'];
const inherit = (columns: string[]): string => `create or replace function inherit_reach() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      other profiles;
    begin
      perform from users where id = new.user_id for no key update;
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${columns.map((column) => `new.${column} := other.${column};`).join('\n        ')}
      end if;
      return new;
    end $$`;

/** Of several nights the one counts that was told last. */
const ONE_NIGHT = `update profiles p set zone = told.zone, sleep_from = told.sleep_from, sleep_to = told.sleep_to
  from (select distinct on (user_id) * from profiles order by user_id, sleep_from is null, updated_at desc) told
  where p.user_id = told.user_id
    and (p.zone, p.sleep_from, p.sleep_to) is distinct from (told.zone, told.sleep_from, told.sleep_to)`;

export class Migration20261128190000 extends Migration {
  override up(): void {
    this.addSql('set local role flux_system');
    this.addSql(ONE_NIGHT);
    this.addSql('reset role');
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(CHANGE);
    this.addSql('alter function change_night(jsonb) owner to flux_identity');
    this.addSql('revoke execute on function change_night(jsonb) from public');
    this.addSql('grant execute on function change_night(jsonb) to flux_tenant');
    this.addSql('revoke create on schema public from flux_identity');
    this.addSql(inherit([...REACH, ...NIGHT]));
    this.addSql(`revoke update (${NIGHT.join(', ')}) on profiles from flux_tenant`);
  }

  override down(): void {
    this.addSql(`grant update (${NIGHT.join(', ')}) on profiles to flux_tenant`);
    this.addSql(inherit(REACH));
    this.addSql('drop function change_night(jsonb)');
  }
}

// Whoever proves their own number in another form of it has it still, and with it their consent: Argentina dials some
// numbers with a 9 and without.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

const HOLDERS = `select array_append(array_agg(v.user_id), person) into people from verified_phones v where v.key = number_key`;

/** `own`: whether the number has been the person's already. */
const prove = (own: string): string => `create or replace function
  prove_phone(number text, number_key text, proof text default null)
  returns table (org_id uuid, user_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      people uuid[];
      kept_id text;
      kept_since timestamptz;
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(number_key, 7301964));
      ${HOLDERS};
      perform from users u where u.id = any (people) order by u.id for no key update;
      ${HOLDERS};
      select v.whatsapp_user_id, v.verified_at into kept_id, kept_since
        from verified_phones v where v.key = number_key and v.user_id = person;
      update profiles p set phone = null, phone_verified_at = null, whatsapp_opt_in_at = null, whatsapp_address = null,
          whatsapp_said_at = now()
        where p.user_id = any (people) and p.user_id <> person;
      delete from verified_phones v where v.key = number_key or v.user_id = person;
      insert into verified_phones (phone, key, org_id, user_id, whatsapp_user_id, verified_at)
        values (number, number_key, ${ORG}, person, kept_id, coalesce(kept_since, now()));
      update profiles p set phone = number,
          phone_verified_at = coalesce(kept_since, now()), proven_with = proof, proven_at = now(),
          pending_phone = case when p.pending_phone <> number then p.pending_phone end,
          pending_verification = case when p.pending_phone <> number then p.pending_verification end,
          whatsapp_opt_in_at = case when ${own} then p.whatsapp_opt_in_at end,
          whatsapp_address = case when ${own} then p.whatsapp_address end,
          whatsapp_said_at = case when ${own} then p.whatsapp_said_at else now() end
        where p.user_id = person;
      return query select m.org_id, m.user_id from members m where m.user_id = any (people);
    end $$`;

export class Migration20261128220000 extends Migration {
  override up(): void {
    this.replace(prove('kept_since is not null'));
  }

  override down(): void {
    this.replace(prove('p.phone = number'));
  }

  private replace(definition: string): void {
    // Replacing is for its owner, who may create in the schema for as long as that takes.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(definition);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

// Who proves a number keeps the other one that a code is under way to; who proves it twice with one code has proven it; and who
// proves their own once more has had it since they first did.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

const HOLDERS = `select array_append(array_agg(v.user_id), person) into people from verified_phones v where v.key = number_key`;

/** `settled`: since when the number is the person's, and what their profiles keep and forget of the code. */
const prove = (head: string, settled: string): string => `create function ${head}
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
      update profiles p set phone = number, ${settled},
          whatsapp_opt_in_at = case when p.phone = number then p.whatsapp_opt_in_at end,
          whatsapp_address = case when p.phone = number then p.whatsapp_address end,
          whatsapp_said_at = case when p.phone = number then p.whatsapp_said_at else now() end
        where p.user_id = person;
      return query select m.org_id, m.user_id from members m where m.user_id = any (people);
    end $$`;

/** Without `proof`, as the version before calls it, no repeat is known. */
const PROVE = prove(
  'prove_phone(number text, number_key text, proof text default null)',
  `phone_verified_at = coalesce(kept_since, now()), proven_with = proof, proven_at = now(),
          pending_phone = case when p.pending_phone <> number then p.pending_phone end,
          pending_verification = case when p.pending_phone <> number then p.pending_verification end`,
);
const PROVE_BEFORE = prove(
  'prove_phone(number text, number_key text)',
  'phone_verified_at = now(), pending_phone = null, pending_verification = null',
);

export class Migration20261128191000 extends Migration {
  override up(): void {
    this.addSql(
      'alter table profiles add column proven_with text null, add column proven_at timestamptz(3) null',
    );
    this.replaceProve('(text, text)', PROVE, '(text, text, text)');
  }

  override down(): void {
    this.replaceProve('(text, text, text)', PROVE_BEFORE, '(text, text)');
    this.addSql('alter table profiles drop column proven_with, drop column proven_at');
  }

  private replaceProve(old: string, definition: string, signature: string): void {
    this.addSql(`drop function prove_phone${old}`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(definition);
    this.addSql(`alter function prove_phone${signature} owner to flux_identity`);
    this.addSql(`revoke execute on function prove_phone${signature} from public`);
    this.addSql(`grant execute on function prove_phone${signature} to flux_tenant`);
    this.addSql('revoke create on schema public from flux_identity');
  }
}

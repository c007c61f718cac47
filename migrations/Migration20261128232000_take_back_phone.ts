// A person takes their number back, in all their organisations: the proven one, or the one that a code was sent to.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** Callers take turns by person, as everybody who changes how somebody is reached. */
const define = (name: string, work: string): string => `create function ${name} returns table (org_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      perform from users u where u.id = person for no key update;
      ${work}
      return query select m.org_id from members m where m.user_id = person;
    end $$`;

const FUNCTIONS = {
  // Consent was given for this number, and what is said from it from now on is nobody's.
  'forget_phone()': `delete from verified_phones v where v.user_id = person;
      update profiles p set phone = null, phone_verified_at = null, proven_with = null, proven_at = null,
          whatsapp_opt_in_at = null, whatsapp_address = null, whatsapp_said_at = now()
        where p.user_id = person and p.phone is not null;`,
  'forget_pending_phone()': `update profiles p set pending_phone = null, pending_verification = null
        where p.user_id = person and p.pending_phone is not null;`,
};

export class Migration20261128232000 extends Migration {
  override up(): void {
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    for (const [signature, work] of Object.entries(FUNCTIONS)) {
      this.addSql(define(signature, work));
      this.addSql(`alter function ${signature} owner to flux_identity`);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to flux_tenant`);
    }
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    for (const signature of Object.keys(FUNCTIONS)) this.addSql(`drop function ${signature}`);
  }
}

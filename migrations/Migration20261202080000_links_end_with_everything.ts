// The link of an export ends when its person is signed out everywhere, also where only an outside issuer knows
// of sessions; which export is being written is known in all organisations; and invitations are found by their people.
import { Migration } from '@mikro-orm/migrations';

const OF_SESSION = `exists (
        select from sessions s where s.id = e.link_session_id and s.revoked_at is null and s.expires_at > now())`;

const takeLink = (isSignedIn: string): string => `create or replace function take_export_link(presented text)
  returns table (export_id uuid, org_id uuid, user_id uuid, bytes int)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    update account_exports e set link_used_at = now()
    where e.link_hash = presented and e.link_used_at is null and e.link_expires_at > now() and e.state = 'done'
      and exists (select from members m where m.org_id = e.org_id and m.user_id = e.user_id)
      and ${isSignedIn}
    returning e.id, e.org_id, e.user_id, e.bytes
  $$`;

// A link is made a quarter of an hour before its end, or a little later: where in doubt it is taken for older.
const AFTER = takeLink(`case when e.link_session_id is null
        then exists (select from users u where u.id = e.user_id
          and (u.signed_out_at is null or u.signed_out_at < e.link_expires_at - interval '15 minutes'))
        else ${OF_SESSION} end`);
const BEFORE = takeLink(`(e.link_session_id is null or ${OF_SESSION})`);

const RUNNING = `create function find_running_export(person uuid)
  returns table (export_id uuid, org_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.id, e.org_id from account_exports e where e.running_for = person
  $$`;
const RUNNING_SIGNATURE = 'find_running_export(uuid)';

/** Of invitations a person's are those that they gave, took, or were sent. */
const INVITATIONS = ['invited_by', 'accepted_by', 'email'];

export class Migration20261202080000 extends Migration {
  override up(): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(AFTER);
    this.addSql(RUNNING);
    this.addSql(`alter function ${RUNNING_SIGNATURE} owner to flux_identity`);
    this.addSql(`revoke execute on function ${RUNNING_SIGNATURE} from public`);
    this.addSql(`grant execute on function ${RUNNING_SIGNATURE} to flux_api`);
    this.addSql('revoke create on schema public from flux_identity');
    for (const column of INVITATIONS)
      this.addSql(`create index invitations_${column}_index on invitations (${column})`);
  }

  override down(): void {
    for (const column of INVITATIONS) this.addSql(`drop index invitations_${column}_index`);
    this.addSql(`drop function ${RUNNING_SIGNATURE}`);
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(BEFORE);
    this.addSql('revoke create on schema public from flux_identity');
  }
}

// A session remembers the network that it was opened from, as a keyed hash: who guesses at an account elsewhere keeps nobody
// out who comes from there again.
import { Migration } from '@mikro-orm/migrations';

const open = (head: string, columns: string, values: string): string => `create function open_session(${head})
  returns timestamptz language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      refresh_until timestamptz := now() + interval '30 days';
    begin
      perform from users where id = person and password_hash = checked_hash for share;
      if not found then return null; end if;
      insert into sessions (id, user_id, expires_at, label${columns})
        values (new_session, person, now() + interval '90 days', session_label${values});
      insert into refresh_tokens (hash, session_id, expires_at) values (token_hash, new_session, refresh_until);
      return refresh_until;
    end $$`;

const HEAD = 'new_session uuid, person uuid, checked_hash text, session_label text, token_hash text';
const OPEN = open(`${HEAD}, from_network text default null`, ', network', ', from_network');
const OPEN_BEFORE = open(HEAD, '', '');

/** For as long as the session is kept, whatever became of it. */
const KNOWS = `create function knows_network(login_email text, networks text[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from users u join sessions s on s.user_id = u.id
      where u.email = login_email and s.network = any (networks))
  $$`;

export class Migration20261128231000 extends Migration {
  override up(): void {
    this.addSql('alter table sessions add column network text null');
    this.addSql('create index sessions_user_id_network_index on sessions (user_id, network)');
    this.addSql('drop function open_session(uuid, uuid, text, text, text)');
    this.define(OPEN, 'open_session(uuid, uuid, text, text, text, text)');
    this.define(KNOWS, 'knows_network(text, text[])');
  }

  override down(): void {
    this.addSql('drop function knows_network(text, text[])');
    this.addSql('drop function open_session(uuid, uuid, text, text, text, text)');
    this.define(OPEN_BEFORE, 'open_session(uuid, uuid, text, text, text)');
    this.addSql('drop index sessions_user_id_network_index');
    this.addSql('alter table sessions drop column network');
  }

  private define(definition: string, signature: string): void {
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(definition);
    this.addSql(`alter function ${signature} owner to flux_identity`);
    this.addSql(`revoke execute on function ${signature} from public`);
    this.addSql(`grant execute on function ${signature} to flux_api`);
    this.addSql('revoke create on schema public from flux_identity');
  }
}

// What is out to somebody who has left an organisation is taken back: a function names it, since nobody acts for them there.
import { Migration } from '@mikro-orm/migrations';

/** All that the function may read: no channel, no provider's id. */
const COLUMNS = 'org_id, user_id, task_id, generation, state, last_sent_at';
const SIGNATURE = 'list_reminders_out(uuid, uuid)';
/** The latest sent matter most: they are the likeliest to stand on a screen still. */
const LIST = `create function list_reminders_out(of_org uuid, of_user uuid)
  returns table (task_id uuid, generation int) language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
    select d.task_id, d.generation from dispatch_log d
    where d.org_id = of_org and d.user_id = of_user and d.state in ('sending', 'unknown', 'accepted')
      and d.last_sent_at > now() - interval '1 day'
      and not exists (select from members m where m.org_id = of_org and m.user_id = of_user)
    group by d.task_id, d.generation order by max(d.last_sent_at) desc limit 500
  $$`;

export class Migration20261128170000 extends Migration {
  override up(): void {
    this.addSql(`create policy identity_reads on dispatch_log for select to flux_identity using (true)`);
    this.addSql(`grant select (${COLUMNS}) on dispatch_log to flux_identity`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(LIST);
    this.addSql(`alter function ${SIGNATURE} owner to flux_identity`);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_api, flux_worker`);
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql(`revoke select (${COLUMNS}) on dispatch_log from flux_identity`);
    this.addSql('drop policy identity_reads on dispatch_log');
  }
}

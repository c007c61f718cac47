// A person has one phone in all their organisations: a call of one is in the way of the others, and is none of theirs.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** Profiles stay where their person leaves: what rings for them there rings on the same phone until it is hung up. */
const CALLS = `profiles p join dispatch_log d on d.org_id = p.org_id and d.user_id = p.user_id
        where p.user_id = person and d.step = 'call' and d.last_sent_at > since`;

/** Calls of the person of this transaction, the latest first, of which nobody has said that they are over. */
const RUNNING = `create function running_calls(since timestamptz)
  returns table (dispatch_id uuid, org_id uuid, external_id text, placed_at timestamptz)
  language plpgsql stable rows 2 security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      return query select d.id, d.org_id, d.external_id, d.last_sent_at::timestamptz from ${CALLS}
        -- As in apply-status.ts: from 4 on a call is over.
        and d.state in ('sending', 'unknown', 'accepted') and d.provider_rank < 4
        order by d.last_sent_at desc;
    end $$`;

/** The provider's ids of the person's calls: also of those in whose place another one was made, and of twins. */
const IDS = `create function own_call_ids(since timestamptz) returns table (external_id text)
  language plpgsql stable rows 5 security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      return query with calls as (select d.id, d.org_id, d.external_id from ${CALLS})
        select c.external_id from calls c where c.external_id is not null
        union select n.external_id from calls c
          join notification_log n on n.org_id = c.org_id and n.user_id = person and n.dispatch_id = c.id
            and n.event in ('sent', 'twin');
    end $$`;

const SIGNATURES = ['running_calls(timestamptz)', 'own_call_ids(timestamptz)'];

/** Beside what they may read already: ids and how a call stands, and of the log no word. */
const OF_DISPATCHES = 'id, step, external_id, provider_rank';
const OF_NOTIFICATIONS = 'org_id, user_id, dispatch_id, event, external_id';

export class Migration20261128230000 extends Migration {
  override up(): void {
    this.addSql(
      `create policy calls_of_the_person on notification_log for select to flux_identity using (user_id = ${USER})`,
    );
    this.addSql(`grant select (${OF_DISPATCHES}) on dispatch_log to flux_identity`);
    this.addSql(`grant select (${OF_NOTIFICATIONS}) on notification_log to flux_identity`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const definition of [RUNNING, IDS]) this.addSql(definition);
    for (const signature of SIGNATURES) {
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to flux_tenant`);
    }
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    for (const signature of SIGNATURES) this.addSql(`drop function ${signature}`);
    this.addSql('reset role');
    this.addSql(`revoke select (${OF_NOTIFICATIONS}) on notification_log from flux_identity`);
    this.addSql(`revoke select (${OF_DISPATCHES}) on dispatch_log from flux_identity`);
    this.addSql('drop policy calls_of_the_person on notification_log');
  }
}

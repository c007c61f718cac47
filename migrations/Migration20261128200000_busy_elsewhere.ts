// A person is one in all their organisations: what stands in another one is in the way, as a span of time without a word.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** Open tasks of the person of this transaction in the other organisations that they belong to now. */
const BUSY_ELSEWHERE = `create function busy_elsewhere(span_start timestamptz, span_end timestamptz)
  returns table (starts_at timestamptz, duration_minutes integer)
  language plpgsql stable rows 5 security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      here uuid := ${ORG};
      orgs uuid[] := array(select m.org_id from members m where m.user_id = person);
    begin
      -- Most have one organisation, and nothing is looked for.
      if (here = any (orgs)) is not true or cardinality(orgs) = 1 then return; end if;
      return query select t.starts_at::timestamptz, t.duration_minutes from tasks t
        where t.org_id = any (array_remove(orgs, here)) and t.user_id = person
          and t.status in ('pending', 'rescheduled')
          -- No session is longer than a day.
          and t.starts_at > span_start - interval '24 hours' and t.starts_at < span_end
          and t.starts_at + t.duration_minutes * interval '1 minute' > span_start;
    end $$`;
const SIGNATURE = 'busy_elsewhere(timestamptz, timestamptz)';

/** All that the function may read: no title, no id, no goal. */
const COLUMNS = 'org_id, user_id, status, starts_at, duration_minutes';

export class Migration20261128200000 extends Migration {
  override up(): void {
    this.addSql(
      `create policy times_of_the_person on tasks for select to flux_identity using (user_id = ${USER})`,
    );
    this.addSql(`grant select (${COLUMNS}) on tasks to flux_identity`);
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(BUSY_ELSEWHERE);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_tenant`);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql('reset role');
    this.addSql(`revoke select (${COLUMNS}) on tasks from flux_identity`);
    this.addSql('drop policy times_of_the_person on tasks');
  }
}

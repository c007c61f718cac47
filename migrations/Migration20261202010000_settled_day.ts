// The local day and hour that a task counts for, stamped by the statement that settles it: whoever counts days need not know the zone of then.
import { Migration } from '@mikro-orm/migrations';

const SETTLED = `('done', 'missed', 'undelivered')`;

const FUNCTIONS = [
  // A zone that the server does not know counts as UTC: nobody's answer is refused for a table of zones.
  `create function wall_clock(moment timestamptz, zone text) returns timestamp stable language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
    begin
      return moment at time zone zone;
    exception when invalid_parameter_value then
      return moment at time zone 'UTC';
    end $$`,
  // A later word on what was given up counts for the same day; what waits for a place has no other day than that of the word.
  `create function stamp_settled_day() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      local timestamp;
    begin
      if new.status not in ${SETTLED} then
        new.settled_day := null;
        new.settled_hour := null;
      elsif new.settled_day is null or new.settled_hour is null then
        select wall_clock(case when new.trigger_type = 'location' and new.recorded_generation = new.generation
            then coalesce(new.settled_at, now()) else new.starts_at end, coalesce(min(p.zone), 'UTC'))
          into local from profiles p where p.org_id = new.org_id and p.user_id = new.user_id;
        new.settled_day := local::date;
        new.settled_hour := extract(hour from local);
      end if;
      return new;
    end $$`,
  `create trigger stamp_new_settled_day before insert on tasks for each row when (new.status in ${SETTLED})
    execute function stamp_settled_day()`,
  `create trigger stamp_settled_day before update of status on tasks for each row when (new.status <> old.status)
    execute function stamp_settled_day()`,
];

/** By the zone of now, since nobody knows that of then. */
const BACKFILL = `update tasks set settled_day = known.local::date, settled_hour = extract(hour from known.local)
  from (
    select t.id, wall_clock(case when t.trigger_type = 'location' and t.recorded_generation = t.generation
      then coalesce(t.settled_at, t.starts_at) else t.starts_at end, p.zone) as local
    from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id where t.status in ${SETTLED}) known
  where known.id = tasks.id`;

const TABLES = ['tasks', 'profiles'];

export class Migration20261202010000 extends Migration {
  override up(): void {
    this.addSql('alter table tasks add column settled_day date null, add column settled_hour smallint null');
    for (const statement of FUNCTIONS) this.addSql(statement);
    for (const table of TABLES) this.addSql(`alter table ${table} no force row level security`);
    this.addSql('alter table tasks disable trigger touch_updated_at');
    this.addSql(BACKFILL);
    this.addSql('alter table tasks enable trigger touch_updated_at');
    for (const table of TABLES) this.addSql(`alter table ${table} force row level security`);
    this.addSql(
      `create index tasks_counted on tasks (org_id, user_id, settled_day) include (status, settled_hour) where status in ('done', 'missed')`,
    );
  }

  override down(): void {
    this.addSql('drop index tasks_counted');
    this.addSql('drop trigger stamp_settled_day on tasks');
    this.addSql('drop trigger stamp_new_settled_day on tasks');
    this.addSql('drop function stamp_settled_day()');
    this.addSql('drop function wall_clock(timestamptz, text)');
    this.addSql('alter table tasks drop column settled_day, drop column settled_hour');
  }
}

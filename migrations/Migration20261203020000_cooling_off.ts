// A cooling-off that a person has set for themselves: what eases their plan waits in their profile until its moment, and is
// applied by whoever looks next: a claim, a door, or the reconciler.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

const COLUMNS = [
  'alter table profiles add column cooling_off_hours integer not null default 0',
  'alter table profiles add column easings jsonb null',
  'alter table profiles add column easings_due timestamptz(3) null',
  'create index profiles_easings_due on profiles (easings_due) where easings_due is not null',
];

const dueOf = (easings: string): string =>
  `(select min((e.value ->> 'at')::timestamptz) from jsonb_each(${easings}) e)`;

/** \`change\`: what waits by field, null for what does not any more. \`hours\`: null: as they are. */
const SET = `create function set_easings(change jsonb, everywhere boolean, hours integer) returns void
  language plpgsql security definer ${SAFE} as $$
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      perform from users where id = person for no key update;
      update profiles p set easings = n.easings, easings_due = ${dueOf('n.easings')},
          cooling_off_hours = coalesce(hours, p.cooling_off_hours)
        from (select o.org_id, nullif(jsonb_strip_nulls(coalesce(o.easings, '{}') || change), '{}') as easings
              from profiles o where o.user_id = person) n
        where p.user_id = person and p.org_id = n.org_id and (everywhere or p.org_id = ${ORG});
    end $$`;

/** A field of what is due, or what stands. */
const given = (field: string, value: string, column: string): string =>
  `${column} = case when jsonb_exists(due, '${field}') then ${value} else p.${column} end`;
const at = (field: string): string => `(due #>> '{${field},value}')`;

/** The ledger is told by which door it was said, and under which words. */
const APPLY = `create function apply_easings_of(person uuid) returns void language plpgsql ${SAFE} as $$
  declare
    one profiles;
    due jsonb;
    said jsonb;
    way text := coalesce(current_setting('app.way', true), '');
    wording text := coalesce(current_setting('app.wording', true), '');
  begin
    if not exists (select from profiles p where p.user_id = person and p.easings_due <= now()) then return; end if;
    perform from users where id = person for no key update;
    for one in select * from profiles p where p.user_id = person and p.easings_due <= now() for no key update loop
      select jsonb_object_agg(e.key, e.value) into due from jsonb_each(one.easings) e
        where (e.value ->> 'at')::timestamptz <= now();
      said := coalesce(due -> 'call', due -> 'push', (select e.value from jsonb_each(due) e limit 1));
      perform set_config('app.way', said ->> 'via', true), set_config('app.wording', coalesce(said ->> 'wording', ''), true);
      update profiles p set
          push_off_at = case when jsonb_exists(due, 'push') then coalesce(p.push_off_at, now()) else p.push_off_at end,
          push_said_at = case when jsonb_exists(due, 'push') then now() else p.push_said_at end,
          calls_off_at = case when jsonb_exists(due, 'call') then coalesce(p.calls_off_at, now()) else p.calls_off_at end,
          calls_said_at = case when jsonb_exists(due, 'call') then now() else p.calls_said_at end,
          ${given('sleep_window', `due #>> '{sleep_window,value,from}'`, 'sleep_from')},
          ${given('sleep_window', `due #>> '{sleep_window,value,to}'`, 'sleep_to')},
          ${given('do_not_disturb_until', `${at('do_not_disturb_until')}::timestamptz`, 'quiet_until')},
          ${given('reminder_lead_seconds', `round(${at('reminder_lead_seconds')}::numeric * 1000)::integer`, 'reminder_lead_ms')},
          ${given('escalation_window_seconds', `round(${at('escalation_window_seconds')}::numeric * 1000)::integer`, 'escalation_window_ms')},
          ${given('cooling_off_hours', `${at('cooling_off_hours')}::integer`, 'cooling_off_hours')},
          easings = nullif(p.easings - array(select jsonb_object_keys(due)), '{}'),
          easings_due = (select min((e.value ->> 'at')::timestamptz) from jsonb_each(p.easings) e where not jsonb_exists(due, e.key))
        where p.org_id = one.org_id and p.user_id = person;
    end loop;
    perform set_config('app.way', way, true), set_config('app.wording', wording, true);
  end $$`;

const APPLY_OWN = `create function apply_easings() returns void language sql security definer ${SAFE} as $$
    select apply_easings_of(${USER}) $$`;

/** So many people at a time; the next look finds the others. */
const APPLY_ALL = `create function apply_all_easings() returns void language sql security definer ${SAFE} as $$
    select apply_easings_of(d.user_id) from (select distinct p.user_id from profiles p where p.easings_due <= now()
      order by p.user_id limit 500) d $$`;

const OF_THE_PERSON = [
  'phone',
  'phone_verified_at',
  'whatsapp_opt_in_at',
  'pending_phone',
  'pending_verification',
  'whatsapp_address',
  'push_off_at',
  'calls_off_at',
  'zone',
  'sleep_from',
  'sleep_to',
  'quiet_until',
];

/** As of the latest migration that made it, with what is \`further\`. */
const inherit = (
  columns: string[],
  further: string,
): string => `create or replace function inherit_reach() returns trigger
  language plpgsql ${SAFE} as $$
    declare
      other profiles;
    begin
      perform from users where id = new.user_id for no key update;
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${columns.map((column) => `new.${column} := other.${column};`).join('\n        ')}
        new.onboarding := null;${further}
      end if;
      return new;
    end $$`;

/** What waits for one organisation alone stays there. */
const WAITS = `
        new.easings := nullif(other.easings - array['reminder_lead_seconds', 'escalation_window_seconds'], '{}');
        new.easings_due := ${dueOf('new.easings')};`;

const FUNCTIONS: [definition: string, name: string, caller: string | null][] = [
  [SET, 'set_easings(jsonb, boolean, integer)', 'flux_tenant'],
  [APPLY, 'apply_easings_of(uuid)', null],
  [APPLY_OWN, 'apply_easings()', 'flux_tenant'],
  [APPLY_ALL, 'apply_all_easings()', 'flux_system'],
];

export class Migration20261203020000 extends Migration {
  override up(): void {
    for (const statement of COLUMNS) this.addSql(statement);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [definition, name, caller] of FUNCTIONS) {
      this.addSql(definition);
      this.addSql(`revoke execute on function ${name} from public`);
      if (caller !== null) this.addSql(`grant execute on function ${name} to ${caller}`);
    }
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
    this.addSql(inherit([...OF_THE_PERSON, 'cooling_off_hours', 'language'], WAITS));
  }

  override down(): void {
    this.addSql(inherit(OF_THE_PERSON, ''));
    this.addSql('set local role flux_identity');
    for (const [, name] of FUNCTIONS.toReversed()) this.addSql(`drop function ${name}`);
    this.addSql('reset role');
    for (const column of ['easings_due', 'easings', 'cooling_off_hours'])
      this.addSql(`alter table profiles drop column ${column}`);
  }
}

// The crisis guard: how somebody stands in all their organisations, what was raised, asked and lifted, and which messages
// no model reads.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

const TABLES = [
  `create table safety_holds (
    user_id uuid primary key references users (id) on delete cascade,
    state text not null check (state in ('clear', 'asked', 'held', 'steady')),
    language text not null default 'en' check (language in ('en', 'de', 'es', 'fr', 'pt')),
    about uuid null,
    answered_by uuid null,
    since timestamptz(3) not null default now(),
    lifted_at timestamptz(3) null
  )`,
  `create table safety_events (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    kind text not null check (kind in ('asked', 'raised', 'confirmed', 'cleared', 'steadied', 'lifted')),
    via text not null,
    reason text null,
    created_at timestamptz(3) not null default now()
  )`,
  'create index safety_events_user_id_created_at_index on safety_events (user_id, created_at)',
  'create index safety_events_created_at_index on safety_events (created_at)',
];

/** How the person of this transaction stands, wherever they said what. */
const READ = `create function safety_hold()
  returns table (state text, language text, about uuid, answered_by uuid, since timestamptz, lifted_at timestamptz)
  language sql stable rows 1 security definer ${SAFE} as $$
    select h.state, h.language, h.about, h.answered_by, h.since, h.lifted_at from safety_holds h where h.user_id = ${USER}
  $$`;

/** The same, held until the end of the transaction: two at once are one alarm. */
const LOCK = `create function lock_safety_hold()
  returns table (state text, language text, about uuid, answered_by uuid, since timestamptz, lifted_at timestamptz)
  language plpgsql rows 1 security definer ${SAFE} as $$
    #variable_conflict use_column
    begin
      if app_role() is null then return; end if;
      insert into safety_holds (user_id, state) values (${USER}, 'clear') on conflict (user_id) do nothing;
      return query select h.state, h.language, h.about, h.answered_by, h.since::timestamptz, h.lifted_at::timestamptz
        from safety_holds h where h.user_id = ${USER} for no key update;
    end $$`;

/** Writes how they stand from now on and one line of the audit; gives their organisations, where reminders may wait. */
const WRITE = `create function write_safety_hold(to_state text, in_language text, of_message uuid, by_message uuid, event text, door text)
  returns table (org_id uuid)
  language plpgsql security definer ${SAFE} as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      update safety_holds h set state = to_state, language = in_language, about = of_message, answered_by = by_message,
          since = case when h.state = to_state then h.since else now() end,
          lifted_at = case when h.state in ('held', 'steady') and to_state = 'clear' then now() else h.lifted_at end
        where h.user_id = person;
      insert into safety_events (id, user_id, kind, via) values (gen_random_uuid(), person, event, door);
      return query select m.org_id from members m where m.user_id = person;
    end $$`;

const SIGNATURES = [
  'safety_hold()',
  'lock_safety_hold()',
  'write_safety_hold(text, text, uuid, uuid, text, text)',
];

export class Migration20261201010000 extends Migration {
  override up(): void {
    for (const statement of TABLES) this.addSql(statement);
    for (const table of ['safety_holds', 'safety_events']) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
      this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
    }
    this.addSql('grant select, insert, update, delete on safety_holds to flux_system');
    // What is to be deleted is locked first, and who may change no column may lock no row.
    this.addSql('grant select, insert, delete, update (id) on safety_events to flux_system');
    this.addSql('grant select, insert, update on safety_holds to flux_identity');
    // Append-only: only retention takes lines away.
    this.addSql('grant select, insert on safety_events to flux_identity');
    this.addSql('alter table messages add column withheld boolean not null default false');
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const definition of [READ, LOCK, WRITE]) this.addSql(definition);
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
    this.addSql('alter table messages drop column withheld');
    this.addSql('drop table safety_events');
    this.addSql('drop table safety_holds');
  }
}

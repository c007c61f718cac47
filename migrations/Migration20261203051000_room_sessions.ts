// Sessions of rooms: what is said in them, by people and by agents, and what each call of a model was made for.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;
const SEEN = `org_id = ${ORG} and app_sees_room(room_id)`;

const own = (table: string): string[] => [
  `alter table ${table} add foreign key (org_id) references orgs (id)`,
  `alter table ${table} add foreign key (org_id, user_id) references profiles (org_id, user_id)`,
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy system_all on ${table} to flux_system using (true) with check (true)`,
  `create policy own_rows on ${table} to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on ${table} as restrictive to flux_tenant using (${IS_MEMBER})`,
  `create policy seen_in_room on ${table} for select to flux_tenant using (${SEEN})`,
  `grant select, insert, update, delete on ${table} to flux_system, flux_tenant`,
];

/** With the rights of whoever asks, of a room that they see: whether they may begin sessions and post. */
const TALKS = `create function app_talks_in_room(room uuid, owner uuid) returns boolean language sql stable
  return exists (select from rooms r where r.id = room and r.user_id = owner and r.deleted_at is null
    and (r.user_id = ${USER} or r.members_may = 'participant'
      or r.managers_may = 'participant' and app_role() in ('owner', 'admin')))`;

const SESSIONS = [
  `create table room_sessions (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    room_id uuid not null,
    kind text not null,
    agent_key text null,
    limits jsonb not null,
    turns int not null default 0,
    failures int not null default 0,
    waits_for_people boolean not null default false,
    last_said_at timestamptz(3) not null default now(),
    summary text null,
    summarised_to timestamptz(3) null,
    reason text null,
    ended_at timestamptz(3) null,
    primary key (id)
  )`,
  `alter table room_sessions add constraint room_sessions_kind_check check (kind in ('room', 'direct'))`,
  'alter table room_sessions add constraint room_sessions_org_id_user_id_id_unique unique (org_id, user_id, id)',
  'alter table room_sessions add foreign key (org_id, user_id, room_id) references rooms (org_id, user_id, id) on delete cascade',
  `alter table room_sessions add constraint room_sessions_reason_check check (reason in ('stopped', 'finished', 'no_agents',
    'room_deleted', 'safety_hold', 'turns', 'tokens', 'credits', 'minutes', 'idle_minutes'))`,
  'create index room_sessions_room_id_created_at_id_index on room_sessions (room_id, created_at, id)',
  'create index room_sessions_org_id_user_id_room_id_index on room_sessions (org_id, user_id, room_id)',
  'create index room_sessions_open on room_sessions (created_at, id) where ended_at is null',
  ...own('room_sessions'),
  `create policy begun_by_participants on room_sessions for insert to flux_tenant with check (org_id = ${ORG}
    and app_talks_in_room(room_id, user_id))`,
];

const TURNS = [
  `create table room_turns (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    room_id uuid not null,
    session_id uuid not null,
    kind text not null,
    state text not null,
    said_by uuid null,
    agent_key text null,
    addressed_to text null,
    why text null,
    text text null,
    said_at timestamptz(3) null,
    primary key (id)
  )`,
  `alter table room_turns add constraint room_turns_kind_check check (kind in ('post', 'stop', 'turn'))`,
  `alter table room_turns add constraint room_turns_state_check check (state in ('open', 'heard', 'claimed', 'said', 'failed', 'interrupted'))`,
  'alter table room_turns add foreign key (org_id, user_id, session_id) references room_sessions (org_id, user_id, id) on delete cascade',
  'create index room_turns_session_id_said_at_id_index on room_turns (session_id, said_at, id)',
  'create index room_turns_org_id_user_id_session_id_index on room_turns (org_id, user_id, session_id)',
  'create index room_turns_said_by_index on room_turns (said_by)',
  `create index room_turns_open on room_turns (session_id) where state in ('open', 'claimed')`,
  ...own('room_turns'),
  `create policy posted_by_participants on room_turns for insert to flux_tenant with check (org_id = ${ORG}
    and said_by = ${USER} and kind in ('post', 'stop') and app_talks_in_room(room_id, user_id))`,
];

const COLUMNS = [
  'alter table llm_call_events add column room_id uuid null, add column room_session_id uuid null, add column room_agent_id uuid null',
  'create index llm_call_events_room on llm_call_events (room_id, created_at) where room_id is not null',
  'create index llm_call_events_room_session on llm_call_events (room_session_id) where room_session_id is not null',
];

/** What functions that stand already say from now on. */
const CHANGES: [signature: string, before: string, after: string][] = [
  [
    'reserve_llm_call(jsonb, jsonb)',
    'reserved_nanos bigint, lease_ms int, has_cheaper boolean);',
    'reserved_nanos bigint, lease_ms int, has_cheaper boolean, room_id uuid, room_session_id uuid, room_agent_id uuid);',
  ],
  [
    'reserve_llm_call(jsonb, jsonb)',
    'message_id, goal_id, workflow_id, agent, prompt_version, tier, provider, model)',
    'message_id, goal_id, workflow_id, agent, prompt_version, tier, provider, model, room_id, room_session_id, room_agent_id)',
  ],
  [
    'reserve_llm_call(jsonb, jsonb)',
    'c.provider, c.model);',
    'c.provider, c.model, c.room_id, c.room_session_id, c.room_agent_id);',
  ],
];

export class Migration20261203051000 extends Migration {
  override up(): void {
    for (const statement of [TALKS, ...SESSIONS, ...TURNS, ...COLUMNS]) this.addSql(statement);
    this.asIdentity(CHANGES.map(([signature, before, after]) => changing(signature, before, after)));
  }

  override down(): void {
    this.asIdentity(
      CHANGES.toReversed().map(([signature, before, after]) => changing(signature, after, before)),
    );
    this.addSql(
      'alter table llm_call_events drop column room_id, drop column room_session_id, drop column room_agent_id',
    );
    this.addSql('drop table room_turns');
    this.addSql('drop table room_sessions');
    this.addSql('drop function app_talks_in_room(uuid, uuid)');
  }

  /** Functions of flux_identity are its own to change. */
  private asIdentity(statements: string[]): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

/** Puts other words into a function that stands; fails where it does not hold them. */
const changing = (signature: string, before: string, after: string): string => `do $do$
  declare
    was text := pg_get_functiondef('${signature}'::regprocedure);
  begin
    if position($x$${before}$x$ in was) = 0 then raise exception '${signature} is another by now'; end if;
    execute replace(was, $x$${before}$x$, $x$${after}$x$);
  end $do$`;

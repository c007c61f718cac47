// The first tables: identity, tenancy, chat, goals, tasks, reminders; row level security forced on each from the start.
// Tables, indexes and policies are what the entities say (the drift test holds that); keys, functions and grants are written here.
import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  `create table conversations (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `create index conversations_org_id_user_id_created_at_index on conversations (org_id, user_id, created_at)`,
  `alter table conversations add constraint conversations_org_id_id_unique unique (org_id, id)`,
  `create table dispatch_log (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    task_id uuid not null,
    generation int not null,
    step text not null,
    state text not null,
    reason text null,
    attempt int not null default 1,
    first_sent_at timestamptz(3) not null,
    last_sent_at timestamptz(3) not null,
    external_id text null,
    provider_status text null,
    provider_rank int not null default 0,
    primary key (id)
  )`,
  `create index dispatch_log_org_id_user_id_step_last_sent_at_index on dispatch_log (org_id, user_id, step, last_sent_at)`,
  `alter table dispatch_log add constraint dispatch_log_org_id_id_unique unique (org_id, id)`,
  `alter table dispatch_log add constraint dispatch_log_org_id_task_id_generation_step_unique unique (org_id, task_id, generation, step)`,
  `alter table dispatch_log add constraint dispatch_log_org_id_external_id_unique unique (org_id, external_id)`,
  `alter table dispatch_log add constraint dispatch_log_step_check check (step in ('push', 'whatsapp', 'call'))`,
  `alter table dispatch_log add constraint dispatch_log_state_check check (state in ('sending', 'unknown', 'accepted', 'skipped', 'refused', 'expired'))`,
  `create table goals (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    conversation_id uuid not null,
    wish text not null,
    title text not null,
    tags text[] not null default '{}',
    status text not null default 'negotiating',
    approved_draft int null,
    roadmap_of uuid null,
    pipeline_order int null,
    updated_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `create index goals_org_id_user_id_status_index on goals (org_id, user_id, status)`,
  `alter table goals add constraint goals_org_id_id_unique unique (org_id, id)`,
  `alter table goals add constraint goals_status_check check (status in ('negotiating', 'active', 'pipeline', 'completed', 'abandoned'))`,
  `create table members (
    org_id uuid not null,
    user_id uuid not null,
    role text not null,
    created_at timestamptz(3) not null default now(),
    primary key (org_id, user_id)
  )`,
  `create index members_user_id_org_id_index on members (user_id, org_id)`,
  `alter table members add constraint members_role_check check (role in ('owner', 'admin', 'member'))`,
  `create table messages (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    conversation_id uuid not null,
    role text not null,
    text text not null,
    reply_to uuid null,
    agent text null,
    goal_id uuid null,
    draft_number int null,
    requires_user_action boolean not null default false,
    primary key (id)
  )`,
  `create index messages_org_id_conversation_id_id_index on messages (org_id, conversation_id, id)`,
  `alter table messages add constraint messages_org_id_id_unique unique (org_id, id)`,
  `alter table messages add constraint messages_org_id_reply_to_unique unique (org_id, reply_to)`,
  `alter table messages add constraint messages_role_check check (role in ('user', 'assistant', 'summary'))`,
  `create table notification_log (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    task_id uuid null,
    dispatch_id uuid null,
    direction text not null,
    channel text not null,
    event text not null,
    external_id text not null,
    body text null,
    primary key (id)
  )`,
  `create index notification_log_org_id_task_id_id_index on notification_log (org_id, task_id, id)`,
  `alter table notification_log add constraint notification_log_org_id_user_id_external_id_event_unique unique (org_id, user_id, external_id, event)`,
  `alter table notification_log add constraint notification_log_direction_check check (direction in ('out', 'in'))`,
  `alter table notification_log add constraint notification_log_channel_check check (channel in ('push', 'whatsapp', 'call'))`,
  `create table orgs (
    id uuid not null,
    name text not null,
    kind text not null,
    created_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `alter table orgs add constraint orgs_kind_check check (kind in ('personal', 'team'))`,
  `create table plan_drafts (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    goal_id uuid not null,
    number int not null,
    hash text not null,
    content jsonb not null,
    requested_by uuid null,
    primary key (id)
  )`,
  `alter table plan_drafts add constraint plan_drafts_org_id_goal_id_number_unique unique (org_id, goal_id, number)`,
  `create table profiles (
    org_id uuid not null,
    user_id uuid not null,
    display_name text null,
    zone text not null,
    phone text null,
    phone_verified_at timestamptz(3) null,
    whatsapp_opt_in_at timestamptz(3) null,
    reminder_lead_ms int not null default 600000,
    escalation_window_ms int not null default 900000,
    chronotype text not null default 'neutral',
    sleep_from text null,
    sleep_to text null,
    work_hours jsonb null,
    session_minutes int null,
    tone text not null default 'gentle',
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    primary key (org_id, user_id)
  )`,
  `alter table profiles add constraint profiles_chronotype_check check (chronotype in ('morning', 'evening', 'neutral'))`,
  `alter table profiles add constraint profiles_tone_check check (tone in ('gentle', 'direct'))`,
  `create table push_subscriptions (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    endpoint text not null,
    p256dh text not null,
    auth text not null,
    created_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `alter table push_subscriptions add constraint push_subscriptions_org_id_user_id_endpoint_unique unique (org_id, user_id, endpoint)`,
  `create table specialist_findings (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    goal_id uuid not null,
    draft_number int not null,
    specialist text not null,
    output jsonb not null,
    primary key (id)
  )`,
  `alter table specialist_findings add constraint specialist_findings_org_id_goal_id_draft_number_s_8d785_unique unique (org_id, goal_id, draft_number, specialist)`,
  `alter table specialist_findings add constraint specialist_findings_specialist_check check (specialist in ('classifier', 'scheduler', 'pattern_observer'))`,
  `create table tasks (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    goal_id uuid null,
    rule_id uuid null,
    title text not null,
    description text not null default '',
    starts_at timestamptz(3) not null,
    duration_minutes int not null,
    status text not null default 'pending',
    generation int not null default 1,
    reminded_generation int null,
    settled_at timestamptz(3) null,
    settled_via text null,
    updated_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `create index tasks_org_id_user_id_starts_at_index on tasks (org_id, user_id, starts_at)`,
  `create index tasks_org_id_goal_id_index on tasks (org_id, goal_id)`,
  `create index tasks_without_reminder on tasks (starts_at) where status in ('pending', 'rescheduled') and reminded_generation is distinct from generation`,
  `alter table tasks add constraint tasks_org_id_id_unique unique (org_id, id)`,
  `alter table tasks add constraint tasks_status_check check (status in ('pending', 'rescheduled', 'done', 'missed', 'cancelled'))`,
  `alter table tasks add constraint tasks_settled_via_check check (settled_via in ('push', 'whatsapp', 'call', 'rest', 'chat', 'ladder'))`,
  `create table task_events (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    task_id uuid not null,
    kind text not null,
    via text not null,
    detail jsonb null,
    primary key (id)
  )`,
  `create index task_events_org_id_task_id_id_index on task_events (org_id, task_id, id)`,
  `alter table task_events add constraint task_events_kind_check check (kind in ('created', 'done', 'missed', 'rescheduled', 'cancelled', 'late_answer'))`,
  `alter table task_events add constraint task_events_via_check check (via in ('push', 'whatsapp', 'call', 'rest', 'chat', 'ladder'))`,
  `create table task_rules (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    goal_id uuid null,
    title text not null,
    description text not null,
    rrule text not null,
    start_date date not null,
    local_time text not null,
    zone text not null,
    duration_minutes int not null,
    primary key (id)
  )`,
  `create index task_rules_org_id_goal_id_index on task_rules (org_id, goal_id)`,
  `alter table task_rules add constraint task_rules_org_id_id_unique unique (org_id, id)`,
  `create table users (
    id uuid not null,
    email text not null,
    password_hash text not null,
    created_at timestamptz(3) not null default now(),
    primary key (id)
  )`,
  `alter table users add constraint users_email_unique unique (email)`,
  `create table verified_phones (
    phone text not null,
    org_id uuid not null,
    user_id uuid not null,
    verified_at timestamptz(3) not null default now(),
    primary key (phone)
  )`,
  `create index verified_phones_org_id_user_id_index on verified_phones (org_id, user_id)`,
];

/** Every row that belongs to one person in one organisation. */
const PERSONAL = [
  'profiles',
  'push_subscriptions',
  'conversations',
  'messages',
  'goals',
  'plan_drafts',
  'specialist_findings',
  'task_rules',
  'tasks',
  'task_events',
  'dispatch_log',
  'notification_log',
];
const IDENTITY = ['orgs', 'members', 'users', 'verified_phones'];

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const MEMBER = `(select app_is_member() as "app_is_member")`;
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

/** Foreign keys carry org_id, so that no row can point into another organisation: row security does not check references. */
const REFERENCES: [table: string, columns: string, target: string][] = [
  ['members', 'org_id', 'orgs (id)'],
  ['members', 'user_id', 'users (id)'],
  ['profiles', 'org_id', 'orgs (id)'],
  ['profiles', 'user_id', 'users (id)'],
  ['verified_phones', 'org_id, user_id', 'profiles (org_id, user_id)'],
  ...PERSONAL.filter((table) => table !== 'profiles').map((table): [string, string, string] => [
    table,
    'org_id, user_id',
    'profiles (org_id, user_id)',
  ]),
  ['messages', 'org_id, conversation_id', 'conversations (org_id, id)'],
  ['messages', 'org_id, reply_to', 'messages (org_id, id)'],
  ['messages', 'org_id, goal_id', 'goals (org_id, id)'],
  ['goals', 'org_id, conversation_id', 'conversations (org_id, id)'],
  ['goals', 'org_id, roadmap_of', 'goals (org_id, id)'],
  ['plan_drafts', 'org_id, goal_id', 'goals (org_id, id)'],
  ['plan_drafts', 'org_id, requested_by', 'messages (org_id, id)'],
  ['specialist_findings', 'org_id, goal_id', 'goals (org_id, id)'],
  ['task_rules', 'org_id, goal_id', 'goals (org_id, id)'],
  ['tasks', 'org_id, goal_id', 'goals (org_id, id)'],
  ['tasks', 'org_id, rule_id', 'task_rules (org_id, id)'],
  ['task_events', 'org_id, task_id', 'tasks (org_id, id)'],
  ['dispatch_log', 'org_id, task_id', 'tasks (org_id, id)'],
  ['notification_log', 'org_id, task_id', 'tasks (org_id, id)'],
  ['notification_log', 'org_id, dispatch_id', 'dispatch_log (org_id, id)'],
];

/** Whether the person of this transaction belongs to its organisation; runs with the caller's rights. */
const APP_IS_MEMBER = `create function app_is_member() returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from members where org_id = ${ORG} and user_id = ${USER}) $$`;

/** What must be possible before anybody is signed in: four narrow questions, each its own function, nothing else. */
const IDENTITY_FUNCTIONS: [signature: string, definition: string][] = [
  [
    'register_person(uuid, uuid, text, text, text, text)',
    `create function register_person(new_user uuid, new_org uuid, new_email text, new_hash text, new_name text, new_zone text)
      returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      insert into users (id, email, password_hash) values (new_user, new_email, new_hash) on conflict (email) do nothing;
      if not found then return false; end if;
      insert into orgs (id, name, kind) values (new_org, coalesce(new_name, 'Personal'), 'personal');
      insert into members (org_id, user_id, role) values (new_org, new_user, 'owner');
      insert into profiles (org_id, user_id, display_name, zone) values (new_org, new_user, new_name, new_zone);
      return true;
    end $$`,
  ],
  [
    'find_credentials(text)',
    `create function find_credentials(login_email text) returns table (user_id uuid, org_id uuid, password_hash text)
      language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
      select u.id, m.org_id, u.password_hash from users u join members m on m.user_id = u.id
      where u.email = login_email order by m.created_at limit 1
    $$`,
  ],
  [
    'find_phone_owner(text)',
    `create function find_phone_owner(number text) returns table (org_id uuid, user_id uuid)
      language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
      select v.org_id, v.user_id from verified_phones v where v.phone = number
    $$`,
  ],
  [
    'record_verified_phone(uuid, uuid, text)',
    `create function record_verified_phone(person_org uuid, person_user uuid, number text) returns void
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      -- The number changes hands: it stops counting for whoever had it before.
      update profiles p set phone_verified_at = null, whatsapp_opt_in_at = null
        from verified_phones v
        where v.phone = number and p.org_id = v.org_id and p.user_id = v.user_id
          and (p.org_id, p.user_id) is distinct from (person_org, person_user);
      delete from verified_phones v where v.org_id = person_org and v.user_id = person_user and v.phone <> number;
      insert into verified_phones (phone, org_id, user_id) values (number, person_org, person_user)
        on conflict (phone) do update set org_id = excluded.org_id, user_id = excluded.user_id, verified_at = now();
      update profiles set phone = number, phone_verified_at = now() where org_id = person_org and user_id = person_user;
    end $$`,
  ],
];

const TOUCH = `create function touch_updated_at() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$ begin new.updated_at = now(); return new; end $$`;
const TOUCHED = ['profiles', 'goals', 'tasks'];

export class Migration20261121080000 extends Migration {
  override up(): void {
    this.addSql('set local check_function_bodies = off');
    this.addSql(APP_IS_MEMBER);
    for (const statement of TABLES) this.addSql(statement);
    for (const [table, columns, target] of REFERENCES)
      this.addSql(`alter table ${table} add foreign key (${columns}) references ${target}`);
    this.secureRows();
    this.addSql(TOUCH);
    for (const table of TOUCHED)
      this.addSql(
        `create trigger touch_updated_at before update on ${table} for each row execute function touch_updated_at()`,
      );
    this.grant();
  }

  override down(): void {
    for (const table of [...PERSONAL, ...IDENTITY]) this.addSql(`drop table ${table} cascade`);
    for (const [signature] of IDENTITY_FUNCTIONS) this.addSql(`drop function ${signature}`);
    this.addSql('drop function app_is_member()');
    this.addSql('drop function touch_updated_at()');
  }

  private secureRows(): void {
    for (const table of [...PERSONAL, ...IDENTITY]) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
    }
    for (const table of PERSONAL) {
      this.addSql(`create policy own_rows on ${table} to flux_tenant using (${OWN}) with check (${OWN})`);
      this.addSql(`create policy members_only on ${table} as restrictive to flux_tenant using (${MEMBER})`);
    }
    for (const table of [...IDENTITY, 'profiles'])
      this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
    this.addSql(`create policy own_org on orgs for select to flux_tenant using (id = ${ORG} and ${MEMBER})`);
    this.addSql(
      `create policy own_memberships on members for select to flux_tenant using (user_id = ${USER} and org_id = ${ORG})`,
    );
  }

  private grant(): void {
    const personal = PERSONAL.join(', ');
    const identity = IDENTITY.join(', ');
    this.addSql('revoke all on schema public from public');
    this.addSql(
      'grant usage on schema public to flux_api, flux_worker, flux_tenant, flux_system, flux_identity',
    );
    this.addSql(`grant select, insert, update, delete on ${personal} to flux_tenant`);
    this.addSql('grant select on orgs, members to flux_tenant');
    this.addSql(`grant select, insert, update, delete on ${personal}, ${identity} to flux_system`);
    this.addSql(`grant select, insert, update, delete on ${identity}, profiles to flux_identity`);
    this.addSql('revoke execute on function app_is_member() from public');
    this.addSql('grant execute on function app_is_member() to flux_tenant');
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    for (const [signature, definition] of IDENTITY_FUNCTIONS) {
      this.addSql(definition);
      this.addSql(`alter function ${signature} owner to flux_identity`);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to flux_api`);
    }
    this.addSql('revoke create on schema public from flux_identity');
  }
}

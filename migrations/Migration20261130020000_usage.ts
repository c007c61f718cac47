// What models cost: a row for each call of a provider, what months have spent, and what they may spend.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const IS_MANAGER = `(select app_role() as "app_role") in ('owner', 'admin')`;
const OWN = `org_id = ${ORG} and user_id = ${USER}`;
const OF_ORG = `org_id = ${ORG} and user_id is null`;

const TABLES = [
  `create table llm_call_events (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    month text not null,
    lease_until timestamptz(3) not null,
    reserved_nanos bigint not null default 0,
    settled_at timestamptz(3) null,
    conversation_id uuid null,
    message_id uuid null,
    goal_id uuid null,
    workflow_id text null,
    agent text not null,
    prompt_version int not null,
    tier text not null,
    provider text not null,
    model text not null,
    served_by text null,
    request_id text null,
    outcome text null,
    input_tokens int not null default 0,
    cached_input_tokens int null,
    cache_write_short_tokens int not null default 0,
    cache_write_long_tokens int not null default 0,
    output_tokens int not null default 0,
    reasoning_tokens int null,
    latency_ms int null,
    is_estimated boolean not null default false,
    cost_nanos bigint null,
    counted_nanos bigint not null default 0,
    credit_thousandths bigint not null default 0,
    primary key (id)
  )`,
  `create index llm_call_events_org_id_user_id_created_at_id_index on llm_call_events (org_id, user_id, created_at, id)`,
  `create index llm_call_events_org_id_user_id_month_index on llm_call_events (org_id, user_id, month)`,
  `create index llm_call_events_org_id_created_at_index on llm_call_events (org_id, created_at)`,
  `create index llm_call_events_created_at_index on llm_call_events (created_at)`,
  `create unique index llm_call_events_request on llm_call_events (org_id, provider, request_id) where request_id is not null`,
  `create index llm_call_events_open on llm_call_events (org_id, lease_until) where settled_at is null`,
  `create index llm_call_events_open_by_person on llm_call_events (user_id, lease_until) where settled_at is null`,
  `alter table llm_call_events add constraint llm_call_events_tier_check check (tier in ('fast', 'strong'))`,
  `alter table llm_call_events add constraint llm_call_events_outcome_check check (outcome in ('answered', 'unusable', 'failed', 'cancelled'))`,
  `create statistics llm_call_events_of_a_person (ndistinct, dependencies) on org_id, user_id from llm_call_events`,
  `create table llm_spendings (
    id uuid not null,
    org_id uuid not null,
    user_id uuid null,
    goal_id uuid null,
    month text not null,
    created_at timestamptz(3) not null default now(),
    spent_nanos bigint not null default 0,
    told_level int not null default 0,
    reached_budget text null,
    said_at timestamptz(3) null,
    primary key (id)
  )`,
  `create index llm_spendings_user_id_month_index on llm_spendings (user_id, month)`,
  `create index llm_spendings_created_at_index on llm_spendings (created_at)`,
  `create unique index llm_spendings_of on llm_spendings (org_id, user_id, goal_id, month) nulls not distinct`,
  `create table llm_budgets (
    id uuid not null,
    org_id uuid not null,
    user_id uuid null,
    goal_id uuid null,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    soft_nanos bigint null,
    hard_nanos bigint null,
    primary key (id)
  )`,
  `create unique index llm_budgets_of on llm_budgets (org_id, user_id, goal_id) nulls not distinct`,
  'alter table llm_budgets add foreign key (org_id, user_id, goal_id) references goals (org_id, user_id, id) on delete cascade',
  `create trigger touch_updated_at before update on llm_budgets for each row execute function touch_updated_at()`,
];
const NAMES = ['llm_call_events', 'llm_spendings', 'llm_budgets'];

export class Migration20261130020000 extends Migration {
  override up(): void {
    for (const statement of TABLES) this.addSql(statement);
    for (const table of NAMES) {
      this.addSql(`alter table ${table} add foreign key (org_id) references orgs (id)`);
      this.addSql(
        `alter table ${table} add foreign key (org_id, user_id) references profiles (org_id, user_id)`,
      );
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
      this.addSql(`create policy own_rows on ${table} to flux_tenant using (${OWN}) with check (${OWN})`);
      this.addSql(
        `create policy members_only on ${table} as restrictive to flux_tenant using (${IS_MEMBER})`,
      );
      this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
      this.addSql(`grant select, insert, update, delete on ${table} to flux_system`);
    }
    this.addSql(
      `create policy of_the_organisation on llm_budgets for select to flux_tenant using (${OF_ORG} and ${IS_MEMBER})`,
    );
    this.addSql(
      `create policy managers_only on llm_budgets to flux_tenant using (${OF_ORG} and ${IS_MANAGER}) with check (${OF_ORG} and ${IS_MANAGER})`,
    );
    // What was spent is written by functions that the worker calls; a person's answer notes that it said so.
    this.addSql('grant select on llm_call_events, llm_spendings to flux_tenant');
    this.addSql('grant update (said_at) on llm_spendings to flux_tenant');
    this.addSql('grant select, insert, update on llm_budgets to flux_tenant');
    this.addSql('grant select, insert, update on llm_call_events, llm_spendings to flux_identity');
    this.addSql('grant select on llm_budgets to flux_identity');
  }

  override down(): void {
    for (const table of NAMES.toReversed()) this.addSql(`drop table ${table}`);
  }
}

// Rooms of agents: whose they are, for whom they are there, and who talks in them.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const IS_MANAGER = `(select app_role() as "app_role") in ('owner', 'admin')`;
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const own = (table: string): string[] => [
  `alter table ${table} add foreign key (org_id) references orgs (id)`,
  `alter table ${table} add foreign key (org_id, user_id) references profiles (org_id, user_id)`,
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy system_all on ${table} to flux_system using (true) with check (true)`,
  `create policy own_rows on ${table} to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on ${table} as restrictive to flux_tenant using (${IS_MEMBER})`,
  `grant select, insert, update, delete on ${table} to flux_system, flux_tenant`,
];

const ROOMS = [
  `create table rooms (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    name text not null,
    topic text null,
    members_may text not null default 'none',
    managers_may text not null default 'none',
    limits jsonb not null,
    updated_at timestamptz(3) not null default now(),
    deleted_at timestamptz(3) null,
    primary key (id)
  )`,
  `alter table rooms add constraint rooms_members_may_check check (members_may in ('none', 'viewer', 'participant'))`,
  `alter table rooms add constraint rooms_managers_may_check check (managers_may in ('none', 'viewer', 'participant'))`,
  'alter table rooms add constraint rooms_org_id_user_id_id_unique unique (org_id, user_id, id)',
  'create index rooms_org_id_created_at_id_index on rooms (org_id, created_at, id)',
  'create index rooms_deleted on rooms (deleted_at)',
  'create trigger touch_updated_at before update on rooms for each row execute function touch_updated_at()',
  ...own('rooms'),
  `create policy shared_with_members on rooms for select to flux_tenant using (org_id = ${ORG} and deleted_at is null
    and (members_may <> 'none' or managers_may <> 'none' and ${IS_MANAGER}))`,
];

/** With the rights of whoever asks: the policies of rooms say whether it is there for them. */
const SEES_ROOM = `create function app_sees_room(room uuid) returns boolean language sql stable
  return exists (select from rooms where id = room and deleted_at is null)`;

const AGENTS = [
  `create table room_agents (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    room_id uuid not null,
    agent_key text not null,
    name text not null,
    persona text not null,
    tier text not null,
    tools text[] not null,
    primary key (id)
  )`,
  `alter table room_agents add constraint room_agents_tier_check check (tier in ('fast', 'strong'))`,
  'alter table room_agents add constraint room_agents_org_id_user_id_room_id_agent_key_unique unique (org_id, user_id, room_id, agent_key)',
  'alter table room_agents add foreign key (org_id, user_id, room_id) references rooms (org_id, user_id, id) on delete cascade',
  ...own('room_agents'),
  `create policy seen_in_room on room_agents for select to flux_tenant using (org_id = ${ORG} and app_sees_room(room_id))`,
];

export class Migration20261203050000 extends Migration {
  override up(): void {
    for (const statement of [...ROOMS, SEES_ROOM, ...AGENTS]) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table room_agents');
    this.addSql('drop function app_sees_room(uuid)');
    this.addSql('drop table rooms');
  }
}

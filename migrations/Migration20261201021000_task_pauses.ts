// Pauses: from when until when nothing of a person, of a rule or of a goal is to be done; and by which one a task rests.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const TABLE = [
  `create table task_pauses (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    rule_id uuid null,
    goal_id uuid null,
    from_date date not null,
    until_date date null,
    ended_at timestamptz(3) null,
    ended_on date null,
    primary key (id)
  )`,
  'create index task_pauses_org_id_user_id_created_at_id_index on task_pauses (org_id, user_id, created_at, id)',
  'alter table task_pauses add constraint task_pauses_org_id_user_id_id_unique unique (org_id, user_id, id)',
  'alter table task_pauses add foreign key (org_id) references orgs (id)',
  'alter table task_pauses add foreign key (org_id, user_id) references profiles (org_id, user_id)',
  'alter table task_pauses add foreign key (org_id, user_id, rule_id) references task_rules (org_id, user_id, id)',
  'alter table task_pauses add foreign key (org_id, user_id, goal_id) references goals (org_id, user_id, id)',
  'alter table task_pauses enable row level security',
  'alter table task_pauses force row level security',
  'create policy system_all on task_pauses to flux_system using (true) with check (true)',
  `create policy own_rows on task_pauses to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on task_pauses as restrictive to flux_tenant using (${IS_MEMBER})`,
  'grant select, insert, update on task_pauses to flux_tenant',
  'grant select, insert, update, delete on task_pauses to flux_system',
  'alter table tasks add column pause_id uuid null',
  'alter table tasks add foreign key (org_id, user_id, pause_id) references task_pauses (org_id, user_id, id)',
  'create index tasks_paused on tasks (org_id, pause_id) where pause_id is not null',
];

export class Migration20261201021000 extends Migration {
  override up(): void {
    for (const statement of TABLE) this.addSql(statement);
  }

  /** What rests stays cancelled. */
  override down(): void {
    this.addSql('drop index tasks_paused');
    this.addSql('alter table tasks drop column pause_id');
    this.addSql('drop table task_pauses');
  }
}

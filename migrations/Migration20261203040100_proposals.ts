// What a key that may not write through MCP asked for, until the person decides.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const TABLE = [
  `create table proposals (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    via text not null,
    tool text not null,
    input jsonb not null,
    would text null,
    foreseen jsonb null,
    state text not null,
    expires_at timestamptz(3) not null,
    decided_at timestamptz(3) null,
    result jsonb null,
    primary key (id)
  )`,
  `alter table proposals add constraint proposals_state_check check (state in ('waiting', 'applying', 'applied', 'refused'))`,
  'create index proposals_org_id_user_id_created_at_id_index on proposals (org_id, user_id, created_at, id)',
  'create index proposals_expires_at_index on proposals (expires_at)',
  'alter table proposals add foreign key (org_id) references orgs (id)',
  'alter table proposals add foreign key (org_id, user_id) references profiles (org_id, user_id)',
  'alter table proposals enable row level security',
  'alter table proposals force row level security',
  'create policy system_all on proposals to flux_system using (true) with check (true)',
  `create policy own_rows on proposals to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on proposals as restrictive to flux_tenant using (${IS_MEMBER})`,
  'grant select, insert, update, delete on proposals to flux_system, flux_tenant',
];

export class Migration20261203040100 extends Migration {
  override up(): void {
    for (const statement of TABLE) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table proposals');
  }
}

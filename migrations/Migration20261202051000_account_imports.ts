// Files that people bring: what would come of each, until they say that it shall.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const TABLE = [
  `create table account_imports (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    source text not null,
    found jsonb null,
    report jsonb not null,
    result jsonb null,
    applied_at timestamptz(3) null,
    primary key (id)
  )`,
  "alter table account_imports add constraint account_imports_source_check check (source in ('flux', 'ics', 'todoist'))",
  'create index account_imports_org_id_user_id_created_at_id_index on account_imports (org_id, user_id, created_at, id)',
  'create index account_imports_created_at_index on account_imports (created_at)',
  'alter table account_imports add foreign key (org_id) references orgs (id)',
  'alter table account_imports add foreign key (org_id, user_id) references profiles (org_id, user_id)',
  'alter table account_imports enable row level security',
  'alter table account_imports force row level security',
  'create policy system_all on account_imports to flux_system using (true) with check (true)',
  `create policy own_rows on account_imports to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on account_imports as restrictive to flux_tenant using (${IS_MEMBER})`,
  'grant select, insert, update, delete on account_imports to flux_system, flux_tenant',
];

export class Migration20261202051000 extends Migration {
  override up(): void {
    for (const statement of TABLE) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table account_imports');
  }
}

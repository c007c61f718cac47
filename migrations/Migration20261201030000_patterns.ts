// What was learned of a person's week: the stretches of it in which they tend to miss what they planned.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

export class Migration20261201030000 extends Migration {
  override up(): void {
    this.addSql(`create table patterns (
      id uuid not null,
      org_id uuid not null,
      user_id uuid not null,
      created_at timestamptz(3) not null default now(),
      day text not null,
      time_from text not null,
      time_to text not null,
      description text not null,
      confidence real not null,
      evidence jsonb not null,
      user_overridden boolean not null default false,
      dismissed_at timestamptz(3) null,
      updated_at timestamptz(3) not null default now(),
      primary key (id)
    )`);
    this.addSql(
      `alter table patterns add constraint patterns_day_check check (day in ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'))`,
    );
    this.addSql('alter table patterns add foreign key (org_id) references orgs (id)');
    this.addSql(
      'alter table patterns add foreign key (org_id, user_id) references profiles (org_id, user_id)',
    );
    this.addSql(
      'create index patterns_org_id_user_id_created_at_id_index on patterns (org_id, user_id, created_at, id)',
    );
    this.addSql(
      'create statistics patterns_of_a_person (ndistinct, dependencies) on org_id, user_id from patterns',
    );
    this.addSql(
      'create trigger touch_updated_at before update on patterns for each row execute function touch_updated_at()',
    );
    this.addSql('alter table patterns enable row level security');
    this.addSql('alter table patterns force row level security');
    this.addSql('create policy system_all on patterns to flux_system using (true) with check (true)');
    this.addSql(`create policy own_rows on patterns to flux_tenant using (${OWN}) with check (${OWN})`);
    this.addSql(`create policy members_only on patterns as restrictive to flux_tenant using (${IS_MEMBER})`);
    this.addSql('grant select, insert, update, delete on patterns to flux_system, flux_tenant');
  }

  override down(): void {
    this.addSql('drop table patterns');
  }
}

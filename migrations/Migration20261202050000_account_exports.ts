// What a person takes along: exports, the file of each in pieces, and the one statement that uses up a link.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const ofOnePerson = (table: string): string[] => [
  `alter table ${table} add foreign key (org_id) references orgs (id)`,
  `alter table ${table} add foreign key (org_id, user_id) references profiles (org_id, user_id)`,
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy system_all on ${table} to flux_system using (true) with check (true)`,
  `create policy own_rows on ${table} to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on ${table} as restrictive to flux_tenant using (${IS_MEMBER})`,
  `grant select, insert, update, delete on ${table} to flux_system, flux_tenant`,
];

const EXPORTS = [
  `create table account_exports (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    state text not null default 'running',
    running_for uuid null,
    attempt int not null default 0,
    entries_total int not null default 0,
    entries_done int not null default 0,
    bytes int null,
    sha256 text null,
    finished_at timestamptz(3) null,
    link_hash text null,
    link_expires_at timestamptz(3) null,
    link_used_at timestamptz(3) null,
    link_session_id uuid null,
    primary key (id)
  )`,
  `alter table account_exports add constraint account_exports_state_check
    check (state in ('running', 'done', 'failed', 'deleted'))`,
  'alter table account_exports add constraint account_exports_org_id_user_id_id_unique unique (org_id, user_id, id)',
  'alter table account_exports add constraint account_exports_running_for_unique unique (running_for)',
  'alter table account_exports add constraint account_exports_link_hash_unique unique (link_hash)',
  'create index account_exports_org_id_user_id_created_at_id_index on account_exports (org_id, user_id, created_at, id)',
  'create index account_exports_created_at_index on account_exports (created_at)',
  "create index account_exports_running on account_exports (created_at, id) where state = 'running'",
  ...ofOnePerson('account_exports'),
  'create policy identity_all on account_exports to flux_identity using (true) with check (true)',
  'grant select, update (link_used_at) on account_exports to flux_identity',
];

const PARTS = [
  `create table account_export_parts (
    org_id uuid not null,
    user_id uuid not null,
    export_id uuid not null,
    number int not null,
    created_at timestamptz(3) not null default now(),
    content bytea not null,
    primary key (org_id, user_id, export_id, number)
  )`,
  'create index account_export_parts_export_id_index on account_export_parts (export_id)',
  'create index account_export_parts_created_at_index on account_export_parts (created_at)',
  // It is compressed already.
  'alter table account_export_parts alter column content set storage external',
  ...ofOnePerson('account_export_parts'),
  `alter table account_export_parts add foreign key (org_id, user_id, export_id)
    references account_exports (org_id, user_id, id)`,
];

/** Of a session and a membership that still stand; looking and using up are one statement. */
const TAKE_LINK = `create function take_export_link(presented text)
  returns table (export_id uuid, org_id uuid, user_id uuid, bytes int)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    update account_exports e set link_used_at = now()
    where e.link_hash = presented and e.link_used_at is null and e.link_expires_at > now() and e.state = 'done'
      and exists (select from members m where m.org_id = e.org_id and m.user_id = e.user_id)
      and (e.link_session_id is null or exists (
        select from sessions s where s.id = e.link_session_id and s.revoked_at is null and s.expires_at > now()))
    returning e.id, e.org_id, e.user_id, e.bytes
  $$`;
const SIGNATURE = 'take_export_link(text)';

export class Migration20261202050000 extends Migration {
  override up(): void {
    for (const statement of [...EXPORTS, ...PARTS]) this.addSql(statement);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(TAKE_LINK);
    this.addSql(`alter function ${SIGNATURE} owner to flux_identity`);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_api`);
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql('drop table account_export_parts');
    this.addSql('drop table account_exports');
  }
}

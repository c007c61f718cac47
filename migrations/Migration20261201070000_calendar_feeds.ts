// The secret address at which calendars read a person's tasks; only its hash is kept.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const IS_MEMBER = '(select app_is_member() as "app_is_member")';
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

const TABLE = [
  `create table calendar_feeds (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    hash text not null,
    primary key (id)
  )`,
  'alter table calendar_feeds add constraint calendar_feeds_hash_unique unique (hash)',
  'alter table calendar_feeds add constraint calendar_feeds_org_id_user_id_unique unique (org_id, user_id)',
  'alter table calendar_feeds add foreign key (org_id) references orgs (id)',
  'alter table calendar_feeds add foreign key (org_id, user_id) references profiles (org_id, user_id)',
  'alter table calendar_feeds enable row level security',
  'alter table calendar_feeds force row level security',
  'create policy system_all on calendar_feeds to flux_system using (true) with check (true)',
  `create policy own_rows on calendar_feeds to flux_tenant using (${OWN}) with check (${OWN})`,
  `create policy members_only on calendar_feeds as restrictive to flux_tenant using (${IS_MEMBER})`,
  'create policy identity_all on calendar_feeds to flux_identity using (true) with check (true)',
  'grant select, insert, update, delete on calendar_feeds to flux_system, flux_tenant',
  'grant select on calendar_feeds to flux_identity',
];

/** Of this membership: an address does not come back to life with a person who left and joins again. */
const PERSON_OF_FEED = `create function person_of_feed(presented text) returns table (org_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select f.org_id, f.user_id from calendar_feeds f where f.hash = presented and exists (
      select from members m where m.org_id = f.org_id and m.user_id = f.user_id and m.created_at <= f.created_at)
  $$`;
const SIGNATURE = 'person_of_feed(text)';

export class Migration20261201070000 extends Migration {
  override up(): void {
    for (const statement of TABLE) this.addSql(statement);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(PERSON_OF_FEED);
    this.addSql(`alter function ${SIGNATURE} owner to flux_identity`);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_api`);
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql('drop table calendar_feeds');
  }
}

// Teams: who belongs, in which role, and who is invited. References between a person's rows name the person, so that inside a team
// no row can point at another member's.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const MEMBER = `(select app_is_member() as "app_is_member")`;
const ROLE = `(select app_role() as "app_role")`;
const MANAGER = `${ROLE} in ('owner', 'admin')`;
const MANAGES = `(${ROLE} = 'owner' or ${ROLE} = 'admin' and role <> 'owner')`;

const INVITATIONS = [
  `create table invitations (
    id uuid not null,
    org_id uuid not null references orgs (id),
    created_at timestamptz(3) not null default now(),
    email text not null,
    role text not null,
    token_hash text not null,
    invited_by uuid not null references users (id),
    expires_at timestamptz(3) not null,
    accepted_at timestamptz(3) null,
    accepted_by uuid null references users (id),
    revoked_at timestamptz(3) null,
    primary key (id)
  )`,
  `create index invitations_org_id_created_at_index on invitations (org_id, created_at)`,
  `create unique index invitations_one_per_address on invitations (org_id, email) where accepted_at is null and revoked_at is null`,
  `alter table invitations add constraint invitations_token_hash_unique unique (token_hash)`,
  `alter table invitations add constraint invitations_role_check check (role in ('admin', 'member'))`,
  `alter table invitations enable row level security`,
  `alter table invitations force row level security`,
  `create policy managers_only on invitations to flux_tenant
    using (org_id = ${ORG} and ${MANAGER}) with check (org_id = ${ORG} and ${MANAGER})`,
  `create policy identity_all on invitations to flux_identity using (true) with check (true)`,
  `create policy system_all on invitations to flux_system using (true) with check (true)`,
  `grant select, insert, update (revoked_at) on invitations to flux_tenant`,
  `grant select, update on invitations to flux_identity`,
  `grant select, insert, update, delete on invitations to flux_system`,
];

/** The name of what somebody is in the organisation that they act in, or null. */
const APP_ROLE = `create function app_role() returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select role from members where org_id = ${ORG} and user_id = ${USER} $$`;

/** Its names are bound when it is made, and so it needs no search path: the planner puts its body where it is called. */
const APP_IS_MEMBER = `create or replace function app_is_member() returns boolean language sql stable
  return app_role() is not null`;
const APP_IS_MEMBER_BEFORE = `create or replace function app_is_member() returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from members where org_id = ${ORG} and user_id = ${USER}) $$`;

const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

/** Each speaks of the person of the transaction and of nobody else, and asks whether they belong where they act. */
const DEFINERS: [signature: string, definition: string][] = [
  ['app_role()', APP_ROLE],
  [
    'list_own_orgs(uuid, int)',
    define(
      `list_own_orgs(after uuid, page_size int)
       returns table (id uuid, name text, kind text, role text, created_at timestamptz) language sql stable`,
      `
      select o.id, o.name, o.kind, m.role, o.created_at from members m join orgs o on o.id = m.org_id
      where m.user_id = ${USER} and app_role() is not null and (after is null or m.org_id > after)
      order by m.org_id limit page_size
    `,
    ),
  ],
  [
    'create_org(uuid, text)',
    define(
      `create_org(new_org uuid, new_name text) returns timestamptz language plpgsql`,
      `
    declare
      person uuid := ${USER};
      made_at timestamptz;
    begin
      if app_role() is null then return null; end if;
      insert into orgs (id, name, kind) values (new_org, new_name, 'team') returning created_at into made_at;
      insert into members (org_id, user_id, role) values (new_org, person, 'owner');
      insert into profiles (org_id, user_id, display_name, zone)
        select new_org, person, p.display_name, p.zone from profiles p
        where p.user_id = person and p.org_id = home_org(person);
      return made_at;
    end `,
    ),
  ],
  [
    'describe_members(uuid[])',
    define(
      `describe_members(wanted uuid[]) returns table (user_id uuid, name text, email text) language sql stable`,
      `
      select m.user_id, p.display_name, case when app_role() in ('owner', 'admin') then u.email end
      from members m join users u on u.id = m.user_id
        left join profiles p on p.org_id = m.org_id and p.user_id = m.user_id
      where m.org_id = ${ORG} and m.user_id = any (wanted) and app_role() is not null
    `,
    ),
  ],
  [
    // Whoever waits for the lock looks again: of many at once, one is let in. A profile from an earlier time is kept.
    'accept_invitation(text)',
    define(
      `accept_invitation(presented text)
       returns table (id uuid, name text, kind text, role text, created_at timestamptz) language plpgsql`,
      `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      invitation invitations;
    begin
      select i.* into invitation from invitations i join users u on u.email = i.email
        where i.token_hash = presented and u.id = person and app_role() is not null
          and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
        for update of i;
      if not found then return; end if;
      update invitations set accepted_at = now(), accepted_by = person where id = invitation.id;
      insert into members (org_id, user_id, role) values (invitation.org_id, person, invitation.role)
        on conflict do nothing;
      insert into profiles (org_id, user_id, display_name, zone)
        select invitation.org_id, person, p.display_name, p.zone from profiles p
        where p.user_id = person and p.org_id = home_org(person)
        on conflict do nothing;
      return query select o.id, o.name, o.kind, m.role, o.created_at from orgs o
        join members m on m.org_id = o.id and m.user_id = person where o.id = invitation.org_id;
    end `,
    ),
  ],
];

/** A number stops answering for who belongs to the organisation no more. */
const FIND_PHONE_OWNER = `create or replace function find_phone_owner(number text) returns table (org_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select v.org_id, v.user_id from verified_phones v
  where v.phone = number and exists (select from members m where m.org_id = v.org_id and m.user_id = v.user_id)
$$`;
const FIND_PHONE_OWNER_BEFORE = `create or replace function find_phone_owner(number text) returns table (org_id uuid, user_id uuid)
      language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
      select v.org_id, v.user_id from verified_phones v where v.phone = number
    $$`;

const REFERRED = ['conversations', 'messages', 'goals', 'task_rules', 'tasks', 'dispatch_log'];
const REFERENCES: [table: string, column: string, target: string][] = [
  ['messages', 'conversation_id', 'conversations'],
  ['messages', 'reply_to', 'messages'],
  ['messages', 'goal_id', 'goals'],
  ['goals', 'conversation_id', 'conversations'],
  ['goals', 'roadmap_of', 'goals'],
  ['plan_drafts', 'goal_id', 'goals'],
  ['plan_drafts', 'requested_by', 'messages'],
  ['specialist_findings', 'goal_id', 'goals'],
  ['task_rules', 'goal_id', 'goals'],
  ['tasks', 'goal_id', 'goals'],
  ['tasks', 'rule_id', 'task_rules'],
  ['task_events', 'task_id', 'tasks'],
  ['dispatch_log', 'task_id', 'tasks'],
  ['notification_log', 'task_id', 'tasks'],
  ['notification_log', 'dispatch_id', 'dispatch_log'],
];
/** What a reference, and the key that it meets, carry beside the id. */
const BY_ORG = ['org_id'];
const BY_PERSON = ['org_id', 'user_id'];

export class Migration20261121103000 extends Migration {
  override up(): void {
    this.rekey(BY_ORG, BY_PERSON);
    this.asIdentity([
      ...DEFINERS.flatMap(([signature, definition]) => [
        definition,
        `revoke execute on function ${signature} from public`,
        `grant execute on function ${signature} to flux_tenant`,
      ]),
      FIND_PHONE_OWNER,
    ]);
    this.addSql(APP_IS_MEMBER);
    for (const statement of INVITATIONS) this.addSql(statement);

    this.addSql('drop policy own_memberships on members');
    this.addSql(
      `create policy fellow_members on members for select to flux_tenant using (org_id = ${ORG} and ${MEMBER})`,
    );
    this.addSql(`create policy change_role on members for update to flux_tenant
      using (org_id = ${ORG} and ${MANAGES}) with check (org_id = ${ORG} and ${MANAGES})`);
    this.addSql(`create policy remove_or_leave on members for delete to flux_tenant
      using (org_id = ${ORG} and (user_id = ${USER} or ${MANAGES}))`);
    this.addSql('grant update (role), delete on members to flux_tenant');
    this.addSql(`create policy rename_own_org on orgs for update to flux_tenant
      using (id = ${ORG} and ${MEMBER}) with check (id = ${ORG} and ${MANAGER})`);
    this.addSql('grant update (name) on orgs to flux_tenant');
  }

  override down(): void {
    this.addSql('revoke update (name) on orgs from flux_tenant');
    this.addSql('drop policy rename_own_org on orgs');
    this.addSql('revoke update (role), delete on members from flux_tenant');
    for (const policy of ['remove_or_leave', 'change_role', 'fellow_members'])
      this.addSql(`drop policy ${policy} on members`);
    this.addSql(
      `create policy own_memberships on members for select to flux_tenant using (user_id = ${USER} and org_id = ${ORG})`,
    );

    this.addSql('drop table invitations');
    this.addSql(APP_IS_MEMBER_BEFORE);
    this.asIdentity([
      FIND_PHONE_OWNER_BEFORE,
      ...DEFINERS.toReversed().map(([signature]) => `drop function ${signature}`),
    ]);
    this.rekey(BY_PERSON, BY_ORG);
  }

  /** Functions of flux_identity are its own to make; only here may it make any. */
  private asIdentity(statements: string[]): void {
    this.addSql('set local check_function_bodies = off');
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  private rekey(old: string[], fresh: string[]): void {
    for (const [table, column] of REFERENCES)
      this.addSql(`alter table ${table} drop constraint ${[table, ...old, column, 'fkey'].join('_')}`);
    for (const table of REFERRED) {
      this.addSql(`alter table ${table} drop constraint ${[table, ...old, 'id', 'unique'].join('_')}`);
      this.addSql(
        `alter table ${table} add constraint ${[table, ...fresh, 'id', 'unique'].join('_')} unique (${[...fresh, 'id'].join(', ')})`,
      );
    }
    for (const [table, column, target] of REFERENCES)
      this.addSql(
        `alter table ${table} add foreign key (${[...fresh, column].join(', ')}) references ${target} (${[...fresh, 'id'].join(', ')})`,
      );
  }
}

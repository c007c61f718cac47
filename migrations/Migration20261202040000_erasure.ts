// An account is erased: who asked for it belongs nowhere while they may take it back; what a model cost stays.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

const TABLES = [
  `create table erasures (
    id uuid not null,
    user_id uuid null,
    state text not null default 'waiting',
    created_at timestamptz(3) not null default now(),
    begins_at timestamptz(3) not null,
    begun_at timestamptz(3) null,
    finished_at timestamptz(3) null,
    home_org_id uuid null,
    org_ids uuid[] not null default '{}',
    receipt_hash text not null,
    counts jsonb not null default '{}',
    copies_after text null,
    primary key (id)
  )`,
  `alter table erasures add constraint erasures_user_id_unique unique (user_id)`,
  `alter table erasures add constraint erasures_receipt_hash_unique unique (receipt_hash)`,
  `alter table erasures add constraint erasures_state_check check (state in ('waiting', 'erasing', 'done'))`,
  `create index erasures_open on erasures (created_at, id) where state <> 'done'`,
  `create index erasures_finished_at_index on erasures (finished_at)`,
  `create table resting_members (
    org_id uuid not null references orgs (id),
    user_id uuid not null references users (id),
    role text not null,
    created_at timestamptz(3) not null,
    primary key (org_id, user_id)
  )`,
  `create index resting_members_user_id_index on resting_members (user_id)`,
  `create table erased_people (hash text not null, erased_at timestamptz(3) not null default now(), primary key (hash))`,
  `create index erased_people_erased_at_index on erased_people (erased_at)`,
  `create table suppressions (hash text not null, created_at timestamptz(3) not null default now(), primary key (hash))`,
];
const NAMES = ['erasures', 'resting_members', 'erased_people', 'suppressions'];

/** With the commit, so that whoever asks for it still acts as a member in the transaction of their request. */
const REST = `create function rest_memberships() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    insert into resting_members (org_id, user_id, role, created_at)
      select m.org_id, m.user_id, m.role, m.created_at from members m where m.user_id = new.user_id;
    delete from members where user_id = new.user_id;
    return null;
  end $$`;

/**
 * Takes turns with whatever else changes the members of one of their organisations. 'last_owner': others belong to one
 * of these, and nobody could manage it.
 */
const REQUEST = `create function request_erasure(new_id uuid, wait_ms bigint, new_receipt_hash text)
  returns table (outcome text, org_ids uuid[], begins_at timestamptz) language plpgsql security definer ${SAFE} as $$
  #variable_conflict use_column
  declare
    person uuid := ${USER};
    belongs uuid[];
  begin
    if app_role() is null then return query select 'not_there', null::uuid[], null::timestamptz; return; end if;
    perform from orgs o where o.id in (select m.org_id from members m where m.user_id = person)
      order by o.id for no key update;
    belongs := array(select m.org_id from members m where m.user_id = person order by m.org_id);
    if exists (select from members m where m.user_id = person and m.role = 'owner'
        and exists (select from members o where o.org_id = m.org_id and o.user_id <> person)
        and not exists (select from members o where o.org_id = m.org_id and o.user_id <> person and o.role = 'owner')) then
      return query select 'last_owner', null::uuid[], null::timestamptz;
      return;
    end if;
    insert into erasures (id, user_id, begins_at, home_org_id, receipt_hash)
      values (new_id, person, now() + wait_ms * interval '1 ms', home_org(person), new_receipt_hash)
      on conflict (user_id) do nothing;
    if not found then
      return query select 'known', null::uuid[], e.begins_at from erasures e where e.user_id = person;
      return;
    end if;
    update invitations set revoked_at = now()
      where invited_by = person and accepted_at is null and revoked_at is null;
    return query select 'requested', belongs, e.begins_at from erasures e where e.id = new_id;
  end $$`;

/** As the person, who belongs nowhere. Null where there is nothing to take back, or it has begun. */
const TAKE_BACK = `create function take_back_erasure() returns uuid language plpgsql security definer ${SAFE} as $$
  declare
    person uuid := ${USER};
    taken_back uuid;
  begin
    delete from erasures where user_id = person and state = 'waiting' returning id into taken_back;
    if taken_back is null then return null; end if;
    insert into members (org_id, user_id, role, created_at)
      select r.org_id, r.user_id, r.role, r.created_at from resting_members r where r.user_id = person
      on conflict do nothing;
    delete from resting_members where user_id = person;
    return taken_back;
  end $$`;

const WAIVE = `create function waive_erasure(person uuid) returns uuid language sql security definer ${SAFE} as $$
    update erasures set begins_at = least(begins_at, now()) where user_id = person and state = 'waiting' returning id
  $$`;

const OF_PERSON = `create function erasure_of(person uuid)
  returns table (id uuid, state text, created_at timestamptz, begins_at timestamptz, home_org_id uuid, receipt_hash text)
  language sql stable rows 1 security definer ${SAFE} as $$
    select e.id, e.state, e.created_at, e.begins_at, e.home_org_id, e.receipt_hash from erasures e where e.user_id = person
  $$`;

const RECEIPT = `create function erasure_receipt(presented text)
  returns table (id uuid, state text, created_at timestamptz, begun_at timestamptz, finished_at timestamptz, counts jsonb)
  language sql stable rows 1 security definer ${SAFE} as $$
    select e.id, e.state, e.created_at, e.begun_at, e.finished_at, e.counts from erasures e
    where e.receipt_hash = presented and (e.finished_at is null or e.finished_at > now() - interval '30 days')
  $$`;

const IS_SUPPRESSED = `create function is_suppressed(hashes text[]) returns boolean
  language sql stable security definer ${SAFE} as $$
    select app_role() is not null and exists (select from suppressions s where s.hash = any (hashes))
  $$`;

const FUNCTIONS: [signature: string, definition: string, callers: string | null][] = [
  ['rest_memberships()', REST, null],
  ['request_erasure(uuid, bigint, text)', REQUEST, 'flux_tenant'],
  ['take_back_erasure()', TAKE_BACK, 'flux_tenant'],
  ['waive_erasure(uuid)', WAIVE, 'flux_api'],
  ['erasure_of(uuid)', OF_PERSON, 'flux_api'],
  ['erasure_receipt(text)', RECEIPT, 'flux_api'],
  ['is_suppressed(text[])', IS_SUPPRESSED, 'flux_tenant'],
];

/** What functions that stand already say from now on. */
const CHANGES: [signature: string, before: string, after: string][] = [
  // Whoever waits for their erasure can sign in, to take it back.
  [
    'find_credentials(text)',
    'cross join lateral home_org(u.id) as home (id)',
    `cross join lateral coalesce(home_org(u.id),
        (select e.home_org_id from erasures e where e.user_id = u.id and e.state = 'waiting')) as home (id)`,
  ],
  [
    'recall_answer(uuid, text, text, text[])',
    'join members m on m.user_id = asking.id',
    'join (select org_id, user_id from members union all select org_id, user_id from resting_members) m on m.user_id = asking.id',
  ],
  // What stays of those who were erased counts for all together, and for nobody.
  [
    'org_llm_usage(text, uuid, int)',
    'having grouping(l.user_id) = 1 or after is null or l.user_id > after',
    'having grouping(l.user_id) = 1 or l.user_id is not null and (after is null or l.user_id > after)',
  ],
  // A call that is settled after its person was erased was given up: nobody has a budget that it counts for.
  [
    'settle_llm_call(jsonb, jsonb)',
    `if not found then return jsonb_build_object('state', 'unknown')`,
    `if not found or e.user_id is null then return jsonb_build_object('state', 'unknown')`,
  ],
];

export class Migration20261202040000 extends Migration {
  override up(): void {
    for (const statement of TABLES) this.addSql(statement);
    for (const table of NAMES) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
      this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
      this.addSql(`grant select, insert, update, delete on ${table} to flux_system, flux_identity`);
    }
    this.addSql('alter table llm_call_events alter column user_id drop not null');
    this.asIdentity(FUNCTIONS.map(([, definition]) => definition));
    this
      .addSql(`create constraint trigger rest_memberships after insert on erasures deferrable initially deferred
      for each row execute function rest_memberships()`);
    this.asIdentity([
      ...FUNCTIONS.flatMap(([signature, , callers]) => [
        `revoke execute on function ${signature} from public`,
        ...(callers === null ? [] : [`grant execute on function ${signature} to ${callers}`]),
      ]),
      ...CHANGES.map(([signature, before, after]) => changing(signature, before, after)),
    ]);
  }

  override down(): void {
    this.addSql('drop trigger rest_memberships on erasures');
    this.asIdentity([
      ...CHANGES.map(([signature, before, after]) => changing(signature, after, before)),
      ...FUNCTIONS.toReversed().map(([signature]) => `drop function ${signature}`),
    ]);
    this.addSql('set local role flux_system');
    // Who waits belongs where they did; what is of nobody cannot stay where somebody has to be named.
    this.addSql(
      'insert into members select org_id, user_id, role, created_at from resting_members on conflict do nothing',
    );
    this.addSql('delete from llm_call_events where user_id is null');
    this.addSql('reset role');
    this.addSql('alter table llm_call_events alter column user_id set not null');
    for (const table of NAMES.toReversed()) this.addSql(`drop table ${table}`);
  }

  /** Functions of flux_identity are its own to make and to change. */
  private asIdentity(statements: string[]): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

/** Puts other words into a function that stands; fails where it does not hold them. */
const changing = (signature: string, before: string, after: string): string => `do $do$
  declare
    was text := pg_get_functiondef('${signature}'::regprocedure);
  begin
    if position($x$${before}$x$ in was) = 0 then raise exception '${signature} is another by now'; end if;
    execute replace(was, $x$${before}$x$, $x$${after}$x$);
  end $do$`;

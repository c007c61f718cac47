// How people stay signed in: sessions with rotating refresh tokens, people of an outside issuer, API keys.
// Nobody but functions of flux_identity reads sessions, refresh tokens and identities; the API's login may only call those.
import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  `alter table users alter column email drop not null, alter column password_hash drop not null`,
  `alter table users add column registration_key_hash text null, add column signed_out_at timestamptz(3) null`,
  `create table sessions (
    id uuid not null,
    user_id uuid not null references users (id),
    created_at timestamptz(3) not null default now(),
    last_used_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    revoked_at timestamptz(3) null,
    label text null,
    primary key (id)
  )`,
  `create index sessions_user_id_created_at_index on sessions (user_id, created_at)`,
  `create index sessions_expires_at_index on sessions (expires_at)`,
  `create table refresh_tokens (
    hash text not null,
    session_id uuid not null references sessions (id) on delete cascade,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    rotated_at timestamptz(3) null,
    successor_hash text null,
    primary key (hash)
  )`,
  `create index refresh_tokens_session_id_index on refresh_tokens (session_id)`,
  `create index refresh_tokens_expires_at_index on refresh_tokens (expires_at)`,
  `create table user_identities (
    issuer text not null,
    subject text not null,
    user_id uuid not null references users (id),
    created_at timestamptz(3) not null default now(),
    primary key (issuer, subject)
  )`,
  `create index user_identities_user_id_index on user_identities (user_id)`,
  `create table api_keys (
    id uuid not null,
    org_id uuid not null,
    user_id uuid not null,
    created_at timestamptz(3) not null default now(),
    name text not null,
    prefix text not null,
    hash text not null,
    scopes text[] not null,
    expires_at timestamptz(3) not null,
    last_used_at timestamptz(3) null,
    revoked_at timestamptz(3) null,
    primary key (id),
    foreign key (org_id, user_id) references profiles (org_id, user_id)
  )`,
  `create index api_keys_org_id_user_id_created_at_index on api_keys (org_id, user_id, created_at)`,
  `alter table api_keys add constraint api_keys_hash_unique unique (hash)`,
];

/** Outside every organisation: flux_tenant has no right on these. */
const IDENTITY = ['sessions', 'refresh_tokens', 'user_identities'];

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const OWN = `org_id = ${ORG} and user_id = ${USER}`;
const MEMBER = `(select app_is_member() as "app_is_member")`;

/** Where a person is at home: the personal organisation, or else the first one that took them in. */
const HOME_ORG = `create function home_org(person uuid) returns uuid language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
    select m.org_id from members m join orgs o on o.id = m.org_id
    where m.user_id = person order by o.kind <> 'personal', m.created_at limit 1
  $$`;

type Definer = [signature: string, definition: string, caller: 'flux_api' | 'flux_tenant'];
const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

const BEFORE: Definer[] = [
  [
    'register_person(uuid, uuid, text, text, text, text)',
    define(
      `register_person(new_user uuid, new_org uuid, new_email text, new_hash text, new_name text, new_zone text)
       returns boolean language plpgsql`,
      `
    begin
      insert into users (id, email, password_hash) values (new_user, new_email, new_hash) on conflict (email) do nothing;
      if not found then return false; end if;
      insert into orgs (id, name, kind) values (new_org, coalesce(new_name, 'Personal'), 'personal');
      insert into members (org_id, user_id, role) values (new_org, new_user, 'owner');
      insert into profiles (org_id, user_id, display_name, zone) values (new_org, new_user, new_name, new_zone);
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    'find_credentials(text)',
    define(
      `find_credentials(login_email text) returns table (user_id uuid, org_id uuid, password_hash text) language sql stable`,
      `
      select u.id, m.org_id, u.password_hash from users u join members m on m.user_id = u.id
      where u.email = login_email order by m.created_at limit 1
    `,
    ),
    'flux_api',
  ],
];

const AFTER: Definer[] = [
  [
    'register_person(uuid, uuid, text, text, text, text, text)',
    define(
      `register_person(new_user uuid, new_org uuid, new_email text, new_hash text, new_name text, new_zone text,
                       new_key_hash text default null)
       returns boolean language plpgsql`,
      `
    begin
      insert into users (id, email, password_hash, registration_key_hash)
        values (new_user, new_email, new_hash, new_key_hash) on conflict (email) do nothing;
      if not found then return false; end if;
      insert into orgs (id, name, kind) values (new_org, coalesce(new_name, 'Personal'), 'personal');
      insert into members (org_id, user_id, role) values (new_org, new_user, 'owner');
      insert into profiles (org_id, user_id, display_name, zone) values (new_org, new_user, new_name, new_zone);
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    // The key of a registration is remembered as long as any other Idempotency-Key.
    'find_credentials(text)',
    define(
      `find_credentials(login_email text)
       returns table (user_id uuid, org_id uuid, password_hash text, registration_key_hash text) language sql stable`,
      `
      select u.id, home.id, u.password_hash,
             case when u.created_at > now() - interval '48 hours' then u.registration_key_hash end
      from users u cross join lateral home_org(u.id) as home (id) where u.email = login_email and home.id is not null
    `,
    ),
    'flux_api',
  ],
  [
    // Whose password was changed since it was checked does not come in with the old one.
    'open_session(uuid, uuid, text, text, text)',
    define(
      `open_session(new_session uuid, person uuid, checked_hash text, session_label text, token_hash text)
       returns timestamptz language plpgsql`,
      `
    declare
      refresh_until timestamptz := now() + interval '30 days';
    begin
      perform from users where id = person and password_hash = checked_hash for share;
      if not found then return null; end if;
      insert into sessions (id, user_id, expires_at, label)
        values (new_session, person, now() + interval '90 days', session_label);
      insert into refresh_tokens (hash, session_id, expires_at) values (token_hash, new_session, refresh_until);
      return refresh_until;
    end `,
    ),
    'flux_api',
  ],
  [
    // Everything about a session is decided while its row is locked, and by this clock: clients that come at once take turns.
    'rotate_refresh_token(text, text)',
    define(
      `rotate_refresh_token(presented text, candidate text)
       returns table (outcome text, session_id uuid, user_id uuid, org_id uuid, successor text, refresh_until timestamptz)
       language plpgsql`,
      `
    #variable_conflict use_column
    declare
      family sessions;
      token refresh_tokens;
      following refresh_tokens;
      moment timestamptz;
    begin
      select s.* into family from sessions s join refresh_tokens r on r.session_id = s.id where r.hash = presented
        for update of s;
      moment := clock_timestamp();
      if family.id is null or family.revoked_at is not null or family.expires_at <= moment then return; end if;
      -- A new snapshot: what the one before us in the queue did is seen.
      select * into token from refresh_tokens where hash = presented;

      if token.rotated_at is null then
        if token.expires_at <= moment then return; end if;
        insert into refresh_tokens (hash, session_id, expires_at)
          values (candidate, family.id, least(moment + interval '30 days', family.expires_at)) returning * into following;
        update refresh_tokens set rotated_at = moment, successor_hash = candidate where hash = presented;
        update sessions set last_used_at = moment where id = family.id;
      else
        select * into following from refresh_tokens where hash = token.successor_hash;
        if following.hash is null or following.rotated_at is not null or token.rotated_at <= moment - interval '10 seconds' then
          update sessions set revoked_at = moment where id = family.id;
          return query select 'reused', family.id, family.user_id, null::uuid, null::text, null::timestamptz;
          return;
        end if;
      end if;
      return query select 'rotated', family.id, family.user_id, home_org(family.user_id), following.hash, following.expires_at;
    end `,
    ),
    'flux_api',
  ],
  [
    // With every request: is the bearer alive, and what are they in the organisation? An outside token has no session of ours.
    'check_bearers(uuid[], uuid[], uuid[], timestamptz[])',
    define(
      `check_bearers(session_ids uuid[], people uuid[], orgs uuid[], issued timestamptz[])
       returns table (is_alive boolean, role text) language plpgsql stable`,
      `
    begin
      return query select
        case when b.session_id is null
          then exists (select from users u where u.id = b.person and (u.signed_out_at is null or b.issued_at > u.signed_out_at))
          else exists (select from sessions s where s.id = b.session_id and s.user_id = b.person
                         and s.revoked_at is null and s.expires_at > now())
        end,
        (select m.role from members m where m.org_id = b.org and m.user_id = b.person)
      from unnest(session_ids, people, orgs, issued) with ordinality as b (session_id, person, org, issued_at, place)
      order by b.place;
    end `,
    ),
    'flux_api',
  ],
  [
    'list_sessions(uuid)',
    define(
      `list_sessions(person uuid)
       returns table (id uuid, label text, created_at timestamptz, last_used_at timestamptz) language sql stable`,
      `
      select s.id, s.label, s.created_at, s.last_used_at from sessions s
      where s.user_id = person and s.revoked_at is null and s.expires_at > now() order by s.created_at, s.id
    `,
    ),
    'flux_api',
  ],
  [
    'end_session(uuid, uuid)',
    define(
      `end_session(person uuid, ended uuid) returns boolean language plpgsql`,
      `
    begin
      update sessions set revoked_at = now()
        where id = ended and user_id = person and revoked_at is null and expires_at > now();
      return found;
    end `,
    ),
    'flux_api',
  ],
  [
    // Whoever holds a token of the family, even a rotated one, may end it.
    'end_session_of_token(text)',
    define(
      `end_session_of_token(presented text) returns void language sql`,
      `
      update sessions set revoked_at = now()
      where id = (select session_id from refresh_tokens where hash = presented) and revoked_at is null
    `,
    ),
    'flux_api',
  ],
  [
    'end_every_session(uuid)',
    define(
      `end_every_session(person uuid) returns void language plpgsql`,
      `
    begin
      update users set signed_out_at = now() where id = person;
      update sessions set revoked_at = now() where user_id = person and revoked_at is null;
    end `,
    ),
    'flux_api',
  ],
  [
    'find_password(uuid)',
    define(
      `find_password(person uuid) returns table (email text, password_hash text) language sql stable`,
      `
      select u.email, u.password_hash from users u where u.id = person
    `,
    ),
    'flux_api',
  ],
  [
    // Only the password that was checked is replaced: of two changes at once one wins.
    'change_password(uuid, uuid, text, text)',
    define(
      `change_password(person uuid, kept_session uuid, checked_hash text, new_hash text) returns boolean language plpgsql`,
      `
    begin
      update users set password_hash = new_hash where id = person and password_hash = checked_hash;
      if not found then return false; end if;
      update sessions set revoked_at = now()
        where user_id = person and id is distinct from kept_session and revoked_at is null;
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    // Never an existing account: whoever may name an address elsewhere must not get the account that has it here.
    'meet_outside_person(text, text, uuid, uuid, text, text, text)',
    define(
      `meet_outside_person(their_issuer text, their_subject text, new_user uuid, new_org uuid, new_email text, new_name text,
                           new_zone text)
       returns table (user_id uuid, org_id uuid) language plpgsql`,
      `
    #variable_conflict use_column
    declare
      known uuid;
    begin
      select i.user_id into known from user_identities i where i.issuer = their_issuer and i.subject = their_subject;
      if known is null then
        perform pg_advisory_xact_lock(hashtextextended(their_issuer || E'\\x01' || their_subject, 7301963));
        select i.user_id into known from user_identities i where i.issuer = their_issuer and i.subject = their_subject;
      end if;
      if known is null then
        insert into users (id, email) values (new_user, new_email) on conflict (email) do nothing;
        if not found then insert into users (id) values (new_user); end if;
        insert into user_identities (issuer, subject, user_id) values (their_issuer, their_subject, new_user);
        insert into orgs (id, name, kind) values (new_org, coalesce(new_name, 'Personal'), 'personal');
        insert into members (org_id, user_id, role) values (new_org, new_user, 'owner');
        insert into profiles (org_id, user_id, display_name, zone) values (new_org, new_user, new_name, new_zone);
        known := new_user;
      end if;
      return query select known, home_org(known);
    end `,
    ),
    'flux_api',
  ],
  [
    // The last use is written at most once a minute, and never waited for.
    'use_api_keys(text[])',
    define(
      `use_api_keys(presented text[]) returns table (user_id uuid, org_id uuid, scopes text[]) language plpgsql`,
      `
    #variable_conflict use_column
    begin
      update api_keys set last_used_at = now() where id in (
        select k.id from api_keys k where k.hash = any (presented) and k.revoked_at is null and k.expires_at > now()
          and (k.last_used_at is null or k.last_used_at <= now() - interval '1 minute')
        for no key update skip locked);
      return query select k.user_id, k.org_id, k.scopes
        from unnest(presented) with ordinality as p (hash, place)
        left join lateral (
          select * from api_keys k where k.hash = p.hash and k.revoked_at is null and k.expires_at > now()
            -- Of this membership: a key does not come back to life with a person who left and joins again.
            and exists (select from members m where m.org_id = k.org_id and m.user_id = k.user_id
                          and m.created_at <= k.created_at)) k on true
        order by p.place;
    end `,
    ),
    'flux_api',
  ],
  [
    // As the person of the transaction, like any row of theirs.
    'own_email()',
    define(
      `own_email() returns text language sql stable`,
      `
      select u.email from users u where u.id = ${USER} and app_is_member()
    `,
    ),
    'flux_tenant',
  ],
];

export class Migration20261121100000 extends Migration {
  override up(): void {
    for (const statement of TABLES) this.addSql(statement);
    for (const table of [...IDENTITY, 'api_keys']) this.secure(table);
    this.addSql(`create policy own_rows on api_keys to flux_tenant using (${OWN}) with check (${OWN})`);
    this.addSql(`create policy members_only on api_keys as restrictive to flux_tenant using (${MEMBER})`);
    this.addSql('grant select, insert, update, delete on api_keys to flux_tenant');
    this.addSql('grant execute on function app_is_member() to flux_identity');
    this.addSql(HOME_ORG);
    this.addSql('revoke execute on function home_org(uuid) from public');
    this.addSql('grant execute on function home_org(uuid) to flux_identity');
    this.replace(BEFORE, AFTER);
  }

  override down(): void {
    // Who came from outside stays, and can no longer sign in; an address that nobody can have keeps their place.
    this.addSql('set local role flux_system');
    this.addSql(`update users set email = id::text || '@outside.invalid' where email is null`);
    this.addSql(`update users set password_hash = '' where password_hash is null`);
    this.addSql('reset role');
    this.replace(AFTER, BEFORE);
    this.addSql('drop function home_org(uuid)');
    this.addSql('revoke execute on function app_is_member() from flux_identity');
    for (const table of ['api_keys', 'user_identities', 'refresh_tokens', 'sessions'])
      this.addSql(`drop table ${table}`);
    this.addSql('alter table users drop column registration_key_hash, drop column signed_out_at');
    this.addSql('alter table users alter column email set not null, alter column password_hash set not null');
  }

  private secure(table: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
    this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
    this.addSql(`grant select, insert, update, delete on ${table} to flux_system, flux_identity`);
  }

  private replace(old: Definer[], fresh: Definer[]): void {
    for (const [signature] of old) this.addSql(`drop function ${signature}`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    for (const [signature, definition, caller] of fresh) {
      this.addSql(definition);
      this.addSql(`alter function ${signature} owner to flux_identity`);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to ${caller}`);
    }
    this.addSql('revoke create on schema public from flux_identity');
  }
}

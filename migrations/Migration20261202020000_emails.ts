// E-mail: what is to be sent, the links that stand in it, and who is written to no more. Outside every organisation, since who
// asks may be nobody yet: functions of flux_identity alone write here, and the worker as the system.
import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  `create table emails (
    id uuid not null,
    user_id uuid null references users (id),
    kind text not null,
    state text not null default 'planned',
    reason text null,
    sealed text null,
    address_hashes text[] not null,
    attempt integer not null default 0,
    unclear integer not null default 0,
    valid_until timestamptz(3) not null,
    created_at timestamptz(3) not null default now(),
    claimed_at timestamptz(3) null,
    ended_at timestamptz(3) null,
    primary key (id),
    constraint emails_state_check check (state in ('planned', 'sending', 'sent', 'failed', 'bounced', 'suppressed'))
  )`,
  `create index emails_user_id_kind_created_at_index on emails (user_id, kind, created_at)`,
  `create index emails_ended_at_index on emails (ended_at)`,
  `create index emails_unsent on emails (created_at, id) where state in ('planned', 'sending')`,
  `create table email_links (
    hash text not null,
    kind text not null,
    user_id uuid null references users (id),
    email text not null,
    registration jsonb null,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    used_at timestamptz(3) null,
    primary key (hash),
    constraint email_links_kind_check
      check (kind in ('registration', 'verification', 'reset', 'change', 'take-back'))
  )`,
  `create index email_links_user_id_kind_index on email_links (user_id, kind)`,
  `create index email_links_expires_at_index on email_links (expires_at)`,
  `create table email_suppressions (
    address_hash text not null,
    scope text not null,
    reason text not null,
    created_at timestamptz(3) not null default now(),
    primary key (address_hash, scope),
    constraint email_suppressions_scope_check check (scope in ('all', 'notices')),
    constraint email_suppressions_reason_check check (reason in ('bounced', 'complained', 'unsubscribed'))
  )`,
  `create index email_suppressions_created_at_index on email_suppressions (created_at)`,
  'alter table users add column email_verified_at timestamptz(3) null',
];
const NAMES = ['emails', 'email_links', 'email_suppressions'];

type Definer = [signature: string, definition: string, callers: string];
const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

const ACTOR = `nullif(current_setting('app.user_id', true), '')::uuid`;

const FUNCTIONS: Definer[] = [
  [
    // Of the person of the transaction. The same id again is the same mail.
    'queue_email(uuid, text, text, text[], timestamptz)',
    define(
      `queue_email(mail uuid, mail_kind text, mail_sealed text, hashes text[], valid timestamptz) returns boolean language plpgsql`,
      `
    begin
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, ${ACTOR}, mail_kind, mail_sealed, hashes, valid) on conflict (id) do nothing;
      return found;
    end `,
    ),
    'flux_tenant',
  ],
  [
    // Whoever registers hears the same: of an address that is taken its owner is told, and the link opens nothing.
    'begin_registration(text, text, jsonb, timestamptz, uuid, text, text[])',
    define(
      `begin_registration(link_hash text, new_email text, details jsonb, valid timestamptz, mail uuid, mail_sealed text,
         hashes text[]) returns void language plpgsql`,
      `
    declare
      known uuid := (select u.id from users u where u.email = new_email);
    begin
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, known, case when known is null then 'registration' else 'account_exists' end, mail_sealed, hashes, valid)
        on conflict (id) do nothing;
      if not found then return; end if;
      insert into email_links (hash, kind, user_id, email, registration, expires_at, used_at)
        values (link_hash, 'registration', known, new_email, case when known is null then details end, valid,
          case when known is not null then now() end);
    end `,
    ),
    'flux_api',
  ],
  [
    // An address that is nobody's, or whose owner signs in elsewhere, is mailed nothing: the row is written all the same.
    'request_password_reset(text, text, timestamptz, uuid, text, text[])',
    define(
      `request_password_reset(link_hash text, login_email text, valid timestamptz, mail uuid, mail_sealed text, hashes text[])
         returns void language plpgsql`,
      `
    declare
      known uuid := (select u.id from users u where u.email = login_email and u.password_hash is not null);
    begin
      insert into emails (id, user_id, kind, state, reason, sealed, address_hashes, valid_until, ended_at)
        values (mail, known, 'password_reset', case when known is null then 'suppressed' else 'planned' end,
          case when known is null then 'nobody' end, case when known is not null then mail_sealed end, hashes, valid,
          case when known is null then now() end)
        on conflict (id) do nothing;
      if not found then return; end if;
      -- Older ones stay open: strangers who ask must not close the one that the owner is about to open.
      insert into email_links (hash, kind, user_id, email, expires_at, used_at)
        values (link_hash, 'reset', known, login_email, valid, case when known is null then now() end);
    end `,
    ),
    'flux_api',
  ],
  [
    'peek_email_link(text, text)',
    define(
      `peek_email_link(link_hash text, link_kind text)
         returns table (user_id uuid, email text, own_email text, registration jsonb) language sql stable`,
      `
      select l.user_id, l.email, u.email, l.registration from email_links l left join users u on u.id = l.user_id
      where l.hash = link_hash and l.kind = link_kind and l.used_at is null and l.expires_at > now()
    `,
    ),
    'flux_api',
  ],
  [
    'finish_registration(text, uuid, uuid)',
    define(
      `finish_registration(link_hash text, new_user uuid, new_org uuid) returns text language plpgsql`,
      `
    declare
      link email_links;
      given jsonb := (select l.registration from email_links l where l.hash = link_hash);
    begin
      update email_links set used_at = now(), registration = null
        where hash = link_hash and kind = 'registration' and used_at is null and expires_at > now() returning * into link;
      if not found then return 'gone'; end if;
      insert into users (id, email, password_hash, email_verified_at)
        values (new_user, link.email, given ->> 'password_hash', now()) on conflict (email) do nothing;
      if not found then return 'taken'; end if;
      insert into orgs (id, name, kind) values (new_org, coalesce(given ->> 'name', 'Personal'), 'personal');
      insert into members (org_id, user_id, role) values (new_org, new_user, 'owner');
      insert into profiles (org_id, user_id, display_name, zone) values (new_org, new_user, given ->> 'name', given ->> 'zone');
      return 'done';
    end `,
    ),
    'flux_api',
  ],
  [
    // Whoever got the mail has the address. Every session ends, and so does every other link that is out.
    'reset_password(text, text, uuid, text, text[], timestamptz)',
    define(
      `reset_password(link_hash text, new_hash text, mail uuid, mail_sealed text, hashes text[], valid timestamptz)
         returns boolean language plpgsql`,
      `
    declare
      link email_links;
    begin
      update email_links set used_at = now()
        where hash = link_hash and kind = 'reset' and used_at is null and expires_at > now() returning * into link;
      if not found then return false; end if;
      update users set password_hash = new_hash, signed_out_at = now(),
          email_verified_at = coalesce(email_verified_at, now())
        where id = link.user_id and email = link.email;
      if not found then return false; end if;
      update sessions set revoked_at = now() where user_id = link.user_id and revoked_at is null;
      update email_links set used_at = now()
        where user_id = link.user_id and kind in ('reset', 'change') and used_at is null;
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, link.user_id, 'password_changed', mail_sealed, hashes, valid);
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    // A new link takes the place of the one before.
    'make_email_link(text, text, text, timestamptz)',
    define(
      `make_email_link(link_hash text, link_kind text, for_email text, valid timestamptz) returns void language plpgsql`,
      `
    begin
      update email_links set used_at = now() where user_id = ${ACTOR} and kind = link_kind and used_at is null;
      insert into email_links (hash, kind, user_id, email, expires_at)
        values (link_hash, link_kind, ${ACTOR}, for_email, valid);
    end `,
    ),
    'flux_tenant',
  ],
  [
    'verify_email(text)',
    define(
      `verify_email(link_hash text) returns boolean language plpgsql`,
      `
    declare
      link email_links;
    begin
      update email_links set used_at = now()
        where hash = link_hash and kind = 'verification' and used_at is null and expires_at > now() returning * into link;
      if not found then return false; end if;
      update users set email_verified_at = coalesce(email_verified_at, now())
        where id = link.user_id and email = link.email;
      return found;
    end `,
    ),
    'flux_api',
  ],
  [
    // Whoever asks hears the same where the address is somebody else's: its owner is told, and the link opens nothing.
    'begin_email_change(text, text, timestamptz, uuid, text, text[])',
    define(
      `begin_email_change(link_hash text, new_email text, valid timestamptz, mail uuid, mail_sealed text, hashes text[])
         returns void language plpgsql`,
      `
    declare
      is_taken boolean := exists (select from users u where u.email = new_email);
    begin
      update email_links set used_at = now() where user_id = ${ACTOR} and kind = 'change' and used_at is null;
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, ${ACTOR}, case when is_taken then 'address_in_use' else 'address_change' end, mail_sealed, hashes, valid);
      insert into email_links (hash, kind, user_id, email, expires_at, used_at)
        values (link_hash, 'change', ${ACTOR}, new_email, valid, case when is_taken then now() end);
    end `,
    ),
    'flux_tenant',
  ],
  [
    // The one before is told, with a link that takes it back.
    'change_email(text, text, text, timestamptz, uuid, text, text[])',
    define(
      `change_email(link_hash text, old_email text, back_hash text, valid timestamptz, mail uuid, mail_sealed text,
         hashes text[]) returns boolean language plpgsql`,
      `
    declare
      link email_links;
    begin
      update email_links set used_at = now()
        where hash = link_hash and kind = 'change' and used_at is null and expires_at > now() returning * into link;
      if not found then return false; end if;
      update users set email = link.email, email_verified_at = now()
        where id = link.user_id and email is not distinct from old_email
          and not exists (select from users u where u.email = link.email);
      if not found then return false; end if;
      update email_links set used_at = now()
        where user_id = link.user_id and kind in ('reset', 'verification') and used_at is null;
      if old_email is null then return true; end if;
      insert into email_links (hash, kind, user_id, email, expires_at)
        values (back_hash, 'take-back', link.user_id, old_email, valid);
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, link.user_id, 'address_changed', mail_sealed, hashes, valid);
      return true;
    exception when unique_violation then
      -- Somebody took the address in this very moment.
      return false;
    end `,
    ),
    'flux_api',
  ],
  [
    // Whoever changed it knew the password, so that goes as well; and whatever else was begun since.
    'take_back_email(text, text, uuid, text, text[], timestamptz)',
    define(
      `take_back_email(link_hash text, new_hash text, mail uuid, mail_sealed text, hashes text[], valid timestamptz)
         returns boolean language plpgsql`,
      `
    declare
      link email_links;
    begin
      update email_links set used_at = now()
        where hash = link_hash and kind = 'take-back' and used_at is null and expires_at > now() returning * into link;
      if not found then return false; end if;
      update users set email = link.email, email_verified_at = now(), password_hash = new_hash, signed_out_at = now()
        where id = link.user_id and not exists (select from users u where u.email = link.email and u.id <> link.user_id);
      if not found then return false; end if;
      update sessions set revoked_at = now() where user_id = link.user_id and revoked_at is null;
      update email_links set used_at = now() where user_id = link.user_id and used_at is null;
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, link.user_id, 'password_changed', mail_sealed, hashes, valid);
      return true;
    exception when unique_violation then
      return false;
    end `,
    ),
    'flux_api',
  ],
  [
    // A sign-in from a network that none of their kept sessions knows is told of, once a day; the first one of all is none.
    'tell_new_device(uuid, text[], uuid, text, text[], timestamptz)',
    define(
      `tell_new_device(opened uuid, networks text[], mail uuid, mail_sealed text, hashes text[], valid timestamptz)
         returns boolean language plpgsql`,
      `
    declare
      person uuid := (select s.user_id from sessions s where s.id = opened);
    begin
      if not exists (select from sessions s where s.user_id = person and s.id <> opened)
        or exists (select from sessions s where s.user_id = person and s.id <> opened and s.network = any (networks))
        or exists (select from emails e where e.user_id = person and e.kind = 'new_device'
                     and e.created_at > now() - interval '1 day')
      then return false; end if;
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, person, 'new_device', mail_sealed, hashes, valid);
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    // Of a mail that was sent, or may have been: whichever comes first, the report or our own note of it.
    'note_bounce(uuid, text, boolean)',
    define(
      `note_bounce(mail uuid, why text, is_lasting boolean) returns boolean language plpgsql`,
      `
    declare
      known emails;
    begin
      update emails set state = 'bounced', reason = why, sealed = null, ended_at = coalesce(ended_at, now())
        where id = mail and state in ('sending', 'sent', 'bounced') returning * into known;
      if not found then return false; end if;
      if is_lasting then
        insert into email_suppressions (address_hash, scope, reason)
          values (known.address_hashes[1], 'all', why) on conflict do nothing;
      end if;
      return true;
    end `,
    ),
    'flux_api',
  ],
  [
    'unsubscribe_email(text)',
    define(
      `unsubscribe_email(hash text) returns void language sql`,
      `
      insert into email_suppressions (address_hash, scope, reason) values (hash, 'notices', 'unsubscribed')
      on conflict do nothing
    `,
    ),
    'flux_api',
  ],
  [
    'own_email_verified()',
    define(
      `own_email_verified() returns boolean language sql stable`,
      `
      select u.email_verified_at is not null from users u where u.id = (select ${ACTOR}) and app_is_member()
    `,
    ),
    'flux_tenant',
  ],
];

export class Migration20261202020000 extends Migration {
  override up(): void {
    for (const statement of TABLES) this.addSql(statement);
    for (const table of NAMES) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy system_all on ${table} to flux_system using (true) with check (true)`);
      this.addSql(`create policy identity_all on ${table} to flux_identity using (true) with check (true)`);
      this.addSql(`grant select, insert, update, delete on ${table} to flux_system, flux_identity`);
    }
    // A function can only be made by a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [signature, definition, callers] of FUNCTIONS) {
      this.addSql(definition);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to ${callers}`);
    }
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    for (const [signature] of FUNCTIONS) this.addSql(`drop function ${signature}`);
    this.addSql('reset role');
    for (const table of NAMES.toReversed()) this.addSql(`drop table ${table}`);
    this.addSql('alter table users drop column email_verified_at');
  }
}

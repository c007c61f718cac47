// Whoever keeps in memory that somebody may come in hears at once when they may no more, whichever statement ended it.
import { Migration } from '@mikro-orm/migrations';

/** Tells whose it is, and no more. What no longer counted anyway is not told: retention deletes millions. */
const TELL = `create function tell_standing_ended() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform pg_notify('standing_ended', old.user_id::text);
    return null;
  end $$`;
const TELL_OF_USER = `create function tell_user_signed_out() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
  begin
    perform pg_notify('standing_ended', old.id::text);
    return null;
  end $$`;

type Ending = [name: string, table: string, event: string, condition: string];

/** Triggers, so that no later writer can forget it. What only lengthens a standing, or notes its use, is none. */
const ENDINGS: Ending[] = [
  [
    'standing_ended',
    'sessions',
    'update',
    `old.revoked_at is null and (new.revoked_at is not null or new.expires_at < old.expires_at
      or new.id <> old.id or new.user_id <> old.user_id)`,
  ],
  ['standing_deleted', 'sessions', 'delete', 'old.revoked_at is null and old.expires_at > now()'],
  [
    'standing_ended',
    'api_keys',
    'update',
    `old.revoked_at is null and (new.revoked_at is not null or new.expires_at < old.expires_at
      or (new.id, new.org_id, new.user_id, new.hash, new.scopes, new.created_at)
        is distinct from (old.id, old.org_id, old.user_id, old.hash, old.scopes, old.created_at))`,
  ],
  ['standing_deleted', 'api_keys', 'delete', 'old.revoked_at is null and old.expires_at > now()'],
  ['standing_ended', 'members', 'update', 'new is distinct from old'],
  ['standing_deleted', 'members', 'delete', 'true'],
  [
    'standing_ended',
    'users',
    'update',
    'new.id <> old.id or new.signed_out_at is distinct from old.signed_out_at',
  ],
  ['standing_deleted', 'users', 'delete', 'true'],
];

/** As check_bearers(), and for how many milliseconds the answer holds by itself: a minute, or until a session ends. */
const BEARERS = `create function standing_of_bearers(session_ids uuid[], people uuid[], orgs uuid[], issued timestamptz[])
  returns table (is_alive boolean, role text, holds_ms integer)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    return query select
      case when a.session_id is null then a.is_known else a.ends_at is not null end,
      a.role,
      case when a.session_id is null then 60000
        else (extract(epoch from least(a.ends_at - now(), interval '1 minute')) * 1000)::integer end
    from (
      select b.place, b.session_id,
        (select s.expires_at from sessions s where s.id = b.session_id and s.user_id = b.person
           and s.revoked_at is null and s.expires_at > now()) as ends_at,
        b.session_id is null and exists (select from users u where u.id = b.person
           and (u.signed_out_at is null or b.issued_at > u.signed_out_at)) as is_known,
        (select m.role from members m where m.org_id = b.org and m.user_id = b.person) as role
      from unnest(session_ids, people, orgs, issued) with ordinality as b (session_id, person, org, issued_at, place)
      -- Looked up once, although asked for twice.
      offset 0) as a
    order by a.place;
  end $$`;
const BEARERS_SIGNATURE = 'standing_of_bearers(uuid[], uuid[], uuid[], timestamptz[])';

/**
 * As use_api_keys(), and for how many milliseconds the answer holds by itself: until the key ends, or its next use is
 * to be noted.
 */
const KEYS = `create function standing_of_keys(presented text[])
  returns table (user_id uuid, org_id uuid, scopes text[], holds_ms integer)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  #variable_conflict use_column
  begin
    update api_keys set last_used_at = now() where id in (
      select k.id from api_keys k where k.hash = any (presented) and k.revoked_at is null and k.expires_at > now()
        and (k.last_used_at is null or k.last_used_at <= now() - interval '1 minute')
      for no key update skip locked);
    return query select k.user_id, k.org_id, k.scopes,
        (extract(epoch from least(interval '1 minute', k.expires_at - now(),
          k.last_used_at + interval '1 minute' - now())) * 1000)::integer
      from unnest(presented) with ordinality as p (hash, place)
      left join lateral (
        select * from api_keys k where k.hash = p.hash and k.revoked_at is null and k.expires_at > now()
          -- Of this membership: a key does not come back to life with a person who left and joins again.
          and exists (select from members m where m.org_id = k.org_id and m.user_id = k.user_id
                        and m.created_at <= k.created_at)) k on true
      order by p.place;
  end $$`;
const KEYS_SIGNATURE = 'standing_of_keys(text[])';

export class Migration20261129140000 extends Migration {
  override up(): void {
    this.addSql(TELL);
    this.addSql(TELL_OF_USER);
    for (const [name, table, event, condition] of ENDINGS) {
      const tell = table === 'users' ? 'tell_user_signed_out' : 'tell_standing_ended';
      this.addSql(
        `create trigger ${name} after ${event} on ${table} for each row when (${condition}) execute function ${tell}()`,
      );
    }
    // A function can only be made by a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [definition, signature] of [
      [BEARERS, BEARERS_SIGNATURE],
      [KEYS, KEYS_SIGNATURE],
    ]) {
      this.addSql(definition!);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to flux_api`);
    }
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    this.addSql(`drop function ${BEARERS_SIGNATURE}`);
    this.addSql(`drop function ${KEYS_SIGNATURE}`);
    this.addSql('reset role');
    for (const [name, table] of ENDINGS) this.addSql(`drop trigger ${name} on ${table}`);
    this.addSql('drop function tell_standing_ended()');
    this.addSql('drop function tell_user_signed_out()');
  }
}

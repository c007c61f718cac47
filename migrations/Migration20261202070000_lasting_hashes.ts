// What outlives a person and an address is hashed by a key of the database, which no rotation takes away: who wants no
// mails, a number whose person had said STOP, who was erased. What was hashed by TOKEN_SECRET until now matches nothing any
// more, and goes.
import { Migration } from '@mikro-orm/migrations';

const SAFE = 'set search_path = pg_catalog, public, pg_temp';

/** As for `consent_keys` before: 64 bytes each, so that this is HMAC-SHA-256. */
const bytes = (): string => {
  const ids = Array.from({ length: 4 }, () => 'gen_random_uuid()::text').join(' || ');
  return `decode(replace(${ids}, '-', ''), 'hex')`;
};

/** `purpose`: the same text is another hash for another purpose. 64 hexadecimal digits. */
const HASH = `create function lasting_hash(purpose text, what text) returns text
  language sql stable security definer ${SAFE} as $$
    select encode(sha256(outer_key || sha256(inner_key || convert_to(purpose || ':' || what, 'UTF8'))), 'hex')
    from consent_keys where id = 'lasting'
  $$`;

/** Whoever queues a mail says its addresses; what is kept of them is their hashes. */
const OF_EMAIL = `create function hash_addresses() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    new.address_hashes := array(select lasting_hash('address', a) from unnest(new.address_hashes) a);
    return new;
  end $$`;

/** Stands in a mail for ever: the hash, and a proof that it is one of ours. */
const TOKEN = `create function unsubscribe_token(address_hash text) returns text
  language sql stable security definer ${SAFE} as $$
    select address_hash || lasting_hash('unsubscribe', address_hash)
  $$`;

const IS_TOKEN = `create function is_unsubscribe_token(presented text) returns boolean
  language sql stable security definer ${SAFE} as $$
    select length(presented) = 128 and presented = unsubscribe_token(left(presented, 64))
  $$`;

const UNSUBSCRIBE = `create function unsubscribe_email(presented text) returns boolean
  language plpgsql security definer ${SAFE} as $$
  begin
    if not is_unsubscribe_token(presented) then return false; end if;
    insert into email_suppressions (address_hash, scope, reason)
      values (left(presented, 64), 'notices', 'unsubscribed') on conflict do nothing;
    return true;
  end $$`;

const IS_SUPPRESSED = `create function is_suppressed(number_key text) returns boolean
  language sql stable security definer ${SAFE} as $$
    select app_role() is not null
      and exists (select from suppressions s where s.hash = lasting_hash('number', number_key))
  $$`;

const FUNCTIONS: [signature: string, definition: string, callers: string | null][] = [
  ['lasting_hash(text, text)', HASH, 'flux_system'],
  ['hash_addresses()', OF_EMAIL, null],
  ['unsubscribe_token(text)', TOKEN, 'flux_system'],
  ['is_unsubscribe_token(text)', IS_TOKEN, 'flux_api'],
  ['unsubscribe_email(text)', UNSUBSCRIBE, 'flux_api'],
  ['is_suppressed(text)', IS_SUPPRESSED, 'flux_tenant'],
];

const BEFORE: [signature: string, definition: string, callers: string][] = [
  [
    'unsubscribe_email(text)',
    `create function unsubscribe_email(hash text) returns void language sql security definer ${SAFE} as $$
      insert into email_suppressions (address_hash, scope, reason) values (hash, 'notices', 'unsubscribed')
      on conflict do nothing
    $$`,
    'flux_api',
  ],
  [
    'is_suppressed(text[])',
    `create function is_suppressed(hashes text[]) returns boolean language sql stable security definer ${SAFE} as $$
      select app_role() is not null and exists (select from suppressions s where s.hash = any (hashes))
    $$`,
    'flux_tenant',
  ],
];

export class Migration20261202070000 extends Migration {
  override up(): void {
    this.addSql(
      `insert into consent_keys (id, inner_key, outer_key) select 'lasting', ${bytes()}, ${bytes()}`,
    );
    this.forget();
    this.replace(BEFORE, FUNCTIONS);
    this.addSql(
      'create trigger hash_addresses before insert on emails for each row execute function hash_addresses()',
    );
  }

  override down(): void {
    this.addSql('drop trigger hash_addresses on emails');
    this.replace(FUNCTIONS.toReversed(), BEFORE);
    this.forget();
    this.addSql(`delete from consent_keys where id = 'lasting'`);
  }

  private forget(): void {
    for (const table of ['email_suppressions', 'suppressions', 'erased_people'])
      this.addSql(`delete from ${table}`);
  }

  private replace(
    before: readonly [string, ...unknown[]][],
    after: readonly [signature: string, definition: string, callers: string | null][],
  ): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [signature] of before) this.addSql(`drop function ${signature}`);
    for (const [signature, definition, callers] of after) {
      this.addSql(definition);
      this.addSql(`revoke execute on function ${signature} from public`);
      if (callers !== null) this.addSql(`grant execute on function ${signature} to ${callers}`);
    }
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

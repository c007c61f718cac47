// The ledger of consent: one line for each time that somebody let us reach them or took it back. Triggers write it, in the
// transaction of whatever changes it, so that no way past it exists; nobody may change or take away a line.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

const TABLES = [
  `create table consents (
    user_id uuid not null,
    line integer not null,
    channel text not null,
    kind text not null,
    number_hash text null,
    way text not null,
    wording text null,
    created_at timestamptz(3) not null default now(),
    primary key (user_id, line)
  )`,
  `alter table consents add constraint consents_channel_check
     check (channel in ('number', 'code', 'push', 'whatsapp', 'call', 'night', 'all'))`,
  `alter table consents add constraint consents_kind_check
     check (kind in ('asked', 'proven', 'lost', 'given', 'ended', 'changed', 'held', 'lifted'))`,
  'create index consents_user_id_channel_line_index on consents (user_id, channel, line)',
  `create table consent_keys (id text not null, inner_key bytea not null, outer_key bytea not null, primary key (id))`,
  // 64 bytes each, a block of SHA-256: with two keys this is HMAC's own construction.
  `insert into consent_keys (id, inner_key, outer_key) select 'numbers', ${bytes()}, ${bytes()}`,
  ...['consents', 'consent_keys'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy system_all on ${table} to flux_system using (true) with check (true)`,
    `create policy identity_all on ${table} to flux_identity using (true) with check (true)`,
  ]),
  'grant select, delete on consents to flux_system',
  'grant select, insert on consents to flux_identity',
  'grant select on consent_keys to flux_identity',
];

function bytes(): string {
  const ids = Array.from({ length: 4 }, () => 'gen_random_uuid()').join(' || ');
  return `decode(replace(${ids.replaceAll('()', '()::text')}, '-', ''), 'hex')`;
}

/** `head`: name and arguments. Called by other functions of flux_identity alone, unless it is granted. */
const inside = (head: string, returns: string, body: string): string =>
  `create function ${head} returns ${returns} ${SAFE} as $$${body}$$`;

const HASH = inside(
  'consent_number(number_key text)',
  'text language sql stable',
  `select encode(sha256(outer_key || sha256(inner_key || convert_to(number_key, 'UTF8'))), 'hex') from consent_keys where id = 'numbers'`,
);

/** The number that is proven to be theirs, in the form that all its forms have in common; null for none. */
const OWN_NUMBER = inside(
  'consent_number_of(person uuid)',
  'text language sql stable',
  `select consent_number(coalesce(v.key, p.phone)) from profiles p left join verified_phones v on v.user_id = p.user_id
    where p.user_id = person and p.phone_verified_at is not null limit 1`,
);

/** Lines of a person are numbered without a gap, one after the other: whoever writes one holds their row of \`users\`. */
const WRITE = inside(
  'write_consent(person uuid, of_channel text, what text, number text)',
  'void language sql',
  `insert into consents (user_id, line, channel, kind, number_hash, way, wording)
    select person, coalesce(max(line), 0) + 1, of_channel, what, number,
      coalesce(nullif(current_setting('app.way', true), ''), nullif(current_setting('app.via', true), ''), 'system'),
      nullif(current_setting('app.wording', true), '')
    from consents where user_id = person`,
);

/** Writes what is news only. \`number\`: null where the consent does not live (or is of no number, as by push). */
const KEEP = inside(
  'keep_consent(person uuid, of_channel text, lives boolean, number text, begins text, ends text)',
  'void language plpgsql',
  `
    declare
      latest consents;
    begin
      select * into latest from consents c where c.user_id = person and c.channel = of_channel order by line desc limit 1;
      if latest.kind = begins and (not lives or latest.number_hash is distinct from number) then
        perform write_consent(person, of_channel, ends, latest.number_hash);
        latest.kind := ends;
      end if;
      if lives and latest.kind is distinct from begins then
        perform write_consent(person, of_channel, begins, number);
      end if;
    end `,
);

/** A proof that is repeated is written down once more: it says that the number was theirs on that day, too. */
const OF_PROFILE = `create function note_reach_consents() returns trigger language plpgsql security definer ${SAFE} as $$
  declare
    number text;
  begin
    perform from users where id = new.user_id for no key update;
    if new.phone_verified_at is not null then
      number := consent_number(coalesce((select v.key from verified_phones v where v.user_id = new.user_id), new.phone));
    end if;
    perform keep_consent(new.user_id, 'number', number is not null, number, 'proven', 'lost');
    if tg_op = 'UPDATE' and number is not null and new.proven_at is distinct from old.proven_at
        and not exists (select from consents c where c.user_id = new.user_id and c.kind = 'proven'
          and c.created_at = now()::timestamptz(3)) then
      perform write_consent(new.user_id, 'number', 'proven', number);
    end if;
    perform keep_consent(new.user_id, 'whatsapp', number is not null and new.whatsapp_opt_in_at is not null, number, 'given', 'ended');
    perform keep_consent(new.user_id, 'call', number is not null and new.calls_off_at is null, number, 'given', 'ended');
    if tg_op = 'UPDATE' and (new.push_off_at is null) <> (old.push_off_at is null) then
      perform keep_consent(new.user_id, 'push', new.push_off_at is null, null, 'given', 'ended');
    end if;
    if tg_op = 'UPDATE' and (new.sleep_from, new.sleep_to) is distinct from (old.sleep_from, old.sleep_to)
        and not exists (select from consents c where c.user_id = new.user_id and c.channel = 'night'
          and c.created_at = now()::timestamptz(3)) then
      perform write_consent(new.user_id, 'night', 'changed', null);
    end if;
    return null;
  end $$`;

/** Whoever subscribes wants notifications, unless they have switched them off: that is taken back by its own word. */
const OF_BROWSER = `create function note_push_consent() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    if 'given' = (select kind from consents where user_id = new.user_id and channel = 'push' order by line desc limit 1) then
      return null;
    end if;
    perform from users where id = new.user_id for no key update;
    if exists (select from profiles p where p.user_id = new.user_id and p.push_off_at is null) then
      perform keep_consent(new.user_id, 'push', true, null, 'given', 'ended');
    end if;
    return null;
  end $$`;

const OF_HOLD = `create function note_hold_consent() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    perform from users where id = new.user_id for no key update;
    perform keep_consent(new.user_id, 'all', new.state in ('held', 'steady'), null, 'held', 'lifted');
    return null;
  end $$`;

/** For whoever has the right, too: a line goes when there is nobody any more whom it is about, and not before. */
const APPEND_ONLY = `create function keep_consents() returns trigger language plpgsql ${SAFE} as $$
  begin
    if tg_op = 'UPDATE' or exists (select from users where id = old.user_id) then
      raise insufficient_privilege using message = 'lines of the ledger of consent are kept as they are';
    end if;
    return old;
  end $$`;

const REACH = [
  'phone',
  'phone_verified_at',
  'proven_at',
  'whatsapp_opt_in_at',
  'calls_off_at',
  'push_off_at',
  'sleep_from',
  'sleep_to',
];
const rowOf = (which: string): string => `(${REACH.map((column) => `${which}.${column}`).join(', ')})`;

const TRIGGERS = [
  `create trigger keep_consents before update or delete on consents for each row execute function keep_consents()`,
  `create trigger note_consents_at_first after insert on profiles for each row
     when (new.phone_verified_at is not null) execute function note_reach_consents()`,
  `create trigger note_consents after update on profiles for each row
     when (${rowOf('new')} is distinct from ${rowOf('old')}) execute function note_reach_consents()`,
  `create trigger note_consent after insert on push_subscriptions for each row execute function note_push_consent()`,
  `create trigger note_consent after insert or update of state on safety_holds for each row execute function note_hold_consent()`,
];

/** The number that a code is sent to, at the wish of whoever asks for it. */
const ASK_CODE = `create function ask_code(number_key text) returns boolean language plpgsql security definer ${SAFE} as $$
  declare
    person uuid := ${USER};
  begin
    if app_role() is null then return false; end if;
    perform from users where id = person for no key update;
    perform write_consent(person, 'code', 'asked', consent_number(number_key));
    return true;
  end $$`;

/** Newest first. \`before\`: lines ahead of this one only; null: from the end. */
const OWN = `create function own_consents(before integer, most integer)
  returns table (line integer, channel text, kind text, number_hash text, way text, wording text, created_at timestamptz)
  language sql stable security definer ${SAFE} as $$
    select c.line, c.channel, c.kind, c.number_hash, c.way, c.wording, c.created_at from consents c
    where c.user_id = ${USER} and app_role() is not null and (before is null or c.line < before)
    order by c.line desc limit most
  $$`;

/** What stood before there was a ledger: as of when it began. */
const BEFORE = `insert into consents (user_id, line, channel, kind, number_hash, way, created_at)
  select user_id, row_number() over (partition by user_id order by at, channel), channel, kind, number, 'before', at from (
    select p.user_id, w.channel, w.kind, w.at, case when w.is_of_number then consent_number(coalesce(v.key, p.phone)) end as number
    from (select distinct on (user_id) * from profiles order by user_id, updated_at desc) p
    left join verified_phones v on v.user_id = p.user_id
    cross join lateral (values
      ('number', 'proven', p.phone_verified_at, true),
      ('whatsapp', 'given', case when p.phone_verified_at is not null then p.whatsapp_opt_in_at end, true),
      ('call', 'given', case when p.calls_off_at is null then p.phone_verified_at end, true),
      ('push', 'ended', p.push_off_at, false),
      ('push', 'given', case when p.push_off_at is null then (select min(s.created_at) from push_subscriptions s
        where s.user_id = p.user_id) end, false),
      ('all', 'held', (select h.since from safety_holds h where h.user_id = p.user_id and h.state in ('held', 'steady')), false)
    ) w (channel, kind, at, is_of_number)
    where w.at is not null
  ) stood`;

const INSIDE = [HASH, OWN_NUMBER, WRITE, KEEP, OF_PROFILE, OF_BROWSER, OF_HOLD];
const CALLED = ['note_reach_consents()', 'note_push_consent()', 'note_hold_consent()'];
const NAMES = [
  ...CALLED,
  'keep_consent(uuid, text, boolean, text, text, text)',
  'write_consent(uuid, text, text, text)',
  'consent_number_of(uuid)',
  'consent_number(text)',
];
const GRANTED = ['ask_code(text)', 'own_consents(integer, integer)'];

export class Migration20261202030000 extends Migration {
  override up(): void {
    for (const statement of [...TABLES, APPEND_ONLY]) this.addSql(statement);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const definition of [...INSIDE, ASK_CODE, OWN]) this.addSql(definition);
    for (const name of [...NAMES, ...GRANTED]) this.addSql(`revoke execute on function ${name} from public`);
    for (const name of GRANTED) this.addSql(`grant execute on function ${name} to flux_tenant`);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
    // Who makes a trigger must be able to call what it calls.
    this.addSql('set local role flux_identity');
    this.addSql(`grant execute on function ${CALLED.join(', ')} to session_user`);
    this.addSql('reset role');
    // Nobody changes anything between the triggers and the first lines.
    for (const statement of TRIGGERS) this.addSql(statement);
    this.addSql('set local role flux_identity');
    this.addSql(`revoke execute on function ${CALLED.join(', ')} from session_user`);
    this.addSql(BEFORE);
    this.addSql('reset role');
  }

  override down(): void {
    for (const [name, table] of [
      ['note_consents_at_first', 'profiles'],
      ['note_consents', 'profiles'],
      ['note_consent', 'push_subscriptions'],
      ['note_consent', 'safety_holds'],
    ])
      this.addSql(`drop trigger ${name} on ${table}`);
    this.addSql('set local role flux_identity');
    for (const name of [...GRANTED, ...NAMES]) this.addSql(`drop function ${name}`);
    this.addSql('reset role');
    this.addSql('drop table consents');
    this.addSql('drop function keep_consents()');
    this.addSql('drop table consent_keys');
  }
}

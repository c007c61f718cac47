// Who is who: a number belongs to a person in all their organisations, a browser to whoever subscribed last, and what the
// provider brings counts once, whoever owns the number by then.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;

const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

/** As src/account/phone-number.ts has it; only of Argentina two forms of one number could be verified before. */
const KEY = `case when phone ~ '^\\+549\\d{10}$' then '+54' || right(phone, 10) else phone end`;

const REACH = ['pending_phone', 'pending_verification', 'whatsapp_address', 'push_off_at', 'calls_off_at'];
/** Of a profile, what belongs to the person and not to the organisation: functions alone write it, to all of them. */
const OF_THE_PERSON = ['phone', 'phone_verified_at', 'whatsapp_opt_in_at', ...REACH];
const OF_THE_PROFILE = [
  'display_name',
  'zone',
  'reminder_lead_ms',
  'escalation_window_ms',
  'chronotype',
  'sleep_from',
  'sleep_to',
  'work_hours',
  'session_minutes',
  'tone',
  'updated_at',
];

const COLUMNS = [
  `alter table profiles add column pending_phone text null, add column pending_verification text null, add column whatsapp_address text null,
     add column push_off_at timestamptz(3) null, add column calls_off_at timestamptz(3) null`,
  `create index profiles_user_id_index on profiles (user_id)`,
  `alter table verified_phones add column key text null, add column whatsapp_user_id text null`,
  `alter table push_subscriptions add column session_id uuid null, add column made_with text not null default 'session'`,
  `alter table push_subscriptions add constraint push_subscriptions_made_with_check
     check (made_with in ('session', 'outside', 'api_key'))`,
  `create index push_subscriptions_endpoint_index on push_subscriptions (endpoint)`,
  `create index push_subscriptions_session_id_index on push_subscriptions (session_id)`,
  `create table inbound_ids (id text not null, received_at timestamptz(3) not null default now(), primary key (id))`,
  `alter table inbound_ids enable row level security`,
  `alter table inbound_ids force row level security`,
  `create policy system_all on inbound_ids to flux_system using (true) with check (true)`,
  `create policy identity_all on inbound_ids to flux_identity using (true) with check (true)`,
  `grant select, insert, update, delete on inbound_ids to flux_system, flux_identity`,
  `create policy identity_all on push_subscriptions to flux_identity using (true) with check (true)`,
  `grant select, insert, update, delete on push_subscriptions to flux_identity`,
];

/** As flux_system, since forced row security hides rows from their owner, too. */
const DATA = [
  `insert into inbound_ids (id, received_at)
     select lower(external_id), min(created_at) from notification_log where direction = 'in' group by 1`,
  // Of two people with one number in two forms, and of one person with two numbers, the latest proof counts.
  `delete from verified_phones v using verified_phones later
     where (v.user_id = later.user_id or (${KEY.replaceAll('phone', 'v.phone')}) = (${KEY.replaceAll('phone', 'later.phone')}))
       and (v.verified_at, v.phone) < (later.verified_at, later.phone)`,
  `update verified_phones set key = ${KEY}`,
  `update profiles set pending_phone = phone where phone_verified_at is null`,
  `update profiles p set phone = proven.phone, phone_verified_at = proven.verified_at,
       whatsapp_opt_in_at = proven.whatsapp_opt_in_at, pending_phone = null
     from (select v.*, p.whatsapp_opt_in_at from verified_phones v join profiles p using (org_id, user_id)) proven
     where p.user_id = proven.user_id`,
  `update profiles p set phone = null, phone_verified_at = null, whatsapp_opt_in_at = null
     where not exists (select from verified_phones v where v.user_id = p.user_id)`,
];

/** Callers take turns by person: whoever is about to change how somebody is reached holds their row of `users`. */
const HOLD = 'perform from users where id = person for no key update';

type Definer = [signature: string, definition: string, callers: string];

const DEFINERS: Definer[] = [
  [
    'find_phone_owner(text, text)',
    define(
      `find_phone_owner(number_key text, hidden_id text default null)
       returns table (org_id uuid, user_id uuid, whatsapp_address text, whatsapp_user_id text) language sql stable`,
      `
      select p.org_id, p.user_id, p.whatsapp_address, v.whatsapp_user_id
      from verified_phones v join profiles p on p.user_id = v.user_id and p.org_id = home_org(v.user_id)
      where v.key = number_key or v.whatsapp_user_id = hidden_id
      order by v.key = number_key desc nulls last limit 1
    `,
    ),
    'flux_api, flux_worker',
  ],
  [
    // The number that a code was sent to: until it comes back the one before goes on.
    'set_pending_phone(text, text)',
    define(
      `set_pending_phone(number text, verification text) returns void language plpgsql`,
      `
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      update profiles set pending_phone = number, pending_verification = verification where user_id = person;
    end `,
    ),
    'flux_tenant',
  ],
  [
    // The number changes hands: it stops counting for whoever had it before, and consent does not go with it.
    'prove_phone(text, text)',
    define(
      `prove_phone(number text, number_key text) returns table (org_id uuid, user_id uuid) language plpgsql`,
      `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      people uuid[];
      kept_id text;
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(number_key, 7301964));
      select array_append(array_agg(v.user_id), person) into people from verified_phones v where v.key = number_key;
      perform from users u where u.id = any (people) order by u.id for no key update;
      select v.whatsapp_user_id into kept_id from verified_phones v where v.key = number_key and v.user_id = person;
      update profiles p set phone = null, phone_verified_at = null, whatsapp_opt_in_at = null, whatsapp_address = null
        where p.user_id = any (people) and p.user_id <> person;
      delete from verified_phones v where v.key = number_key or v.user_id = person;
      insert into verified_phones (phone, key, org_id, user_id, whatsapp_user_id)
        values (number, number_key, ${ORG}, person, kept_id);
      update profiles p set phone = number, phone_verified_at = now(), pending_phone = null, pending_verification = null,
          whatsapp_opt_in_at = case when p.phone = number then p.whatsapp_opt_in_at end,
          whatsapp_address = case when p.phone = number then p.whatsapp_address end
        where p.user_id = person;
      return query select m.org_id, m.user_id from members m where m.user_id = any (people);
    end `,
    ),
    'flux_tenant',
  ],
  [
    // Null leaves a channel as it is. WhatsApp needs a proven number; the first moment of a consent stays.
    'change_channels(boolean, boolean, boolean)',
    define(
      `change_channels(wants_push boolean, wants_whatsapp boolean, wants_calls boolean)
       returns table (org_id uuid) language plpgsql`,
      `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      update profiles p set
        push_off_at = case when wants_push then null when not wants_push then coalesce(p.push_off_at, now()) else p.push_off_at end,
        calls_off_at = case when wants_calls then null when not wants_calls then coalesce(p.calls_off_at, now()) else p.calls_off_at end,
        whatsapp_opt_in_at = case
          when not wants_whatsapp then null
          when wants_whatsapp and p.phone_verified_at is not null then coalesce(p.whatsapp_opt_in_at, now())
          else p.whatsapp_opt_in_at end
        where p.user_id = person;
      return query select m.org_id from members m where m.user_id = person;
    end `,
    ),
    'flux_tenant',
  ],
  [
    // Where WhatsApp knows the person by another form of their number, or by an id beside it.
    'note_whatsapp(text, text)',
    define(
      `note_whatsapp(address text, hidden_id text) returns void language plpgsql`,
      `
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      if address is not null then
        update profiles set whatsapp_address = address where user_id = person and phone is not null;
      end if;
      if hidden_id is not null then
        update verified_phones set whatsapp_user_id = null where whatsapp_user_id = hidden_id and user_id <> person;
        update verified_phones set whatsapp_user_id = hidden_id where user_id = person;
      end if;
    end `,
    ),
    'flux_tenant',
  ],
  [
    'take_inbound(text)',
    define(
      `take_inbound(provider_id text) returns boolean language plpgsql`,
      `
    begin
      insert into inbound_ids (id) values (provider_id) on conflict do nothing;
      return found;
    end `,
    ),
    'flux_api, flux_tenant, flux_worker',
  ],
  [
    // One after the other by address; of too many browsers the oldest go. In a session that is over, nobody subscribes.
    'keep_push_subscription(uuid, text, text, text, uuid, text, int)',
    define(
      `keep_push_subscription(new_id uuid, address text, new_p256dh text, new_auth text, of_session uuid, with_what text, most int)
       returns table (id uuid, created_at timestamptz) language plpgsql`,
      `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      organisation uuid := ${ORG};
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(address, 7301965));
      if of_session is not null then
        perform from sessions s where s.id = of_session and s.revoked_at is null for share;
        if not found then return; end if;
      end if;
      delete from push_subscriptions s where s.endpoint = address and s.user_id <> person;
      return query insert into push_subscriptions as s (id, org_id, user_id, endpoint, p256dh, auth, session_id, made_with)
        values (new_id, organisation, person, address, new_p256dh, new_auth, of_session, with_what)
        on conflict (org_id, user_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth,
          session_id = excluded.session_id, made_with = excluded.made_with
        returning s.id, s.created_at::timestamptz;
      delete from push_subscriptions s where s.id in (
        select o.id from push_subscriptions o where o.org_id = organisation and o.user_id = person
        order by o.endpoint <> address, o.created_at desc, o.id desc offset most);
    end `,
    ),
    'flux_tenant',
  ],
];

/** Whatever ends a session ends the notifications of its browser; these run inside functions of flux_identity. */
const TRIGGERS = [
  `create function forget_browser_of_session() returns trigger language plpgsql
     set search_path = pg_catalog, public, pg_temp as $$
   begin
     delete from push_subscriptions where session_id = new.id;
     return null;
   end $$`,
  `create trigger forget_browser after update of revoked_at on sessions for each row
     when (old.revoked_at is null and new.revoked_at is not null) execute function forget_browser_of_session()`,
  `create function forget_browsers_of_person() returns trigger language plpgsql
     set search_path = pg_catalog, public, pg_temp as $$
   begin
     delete from push_subscriptions s using profiles p
       where p.user_id = new.id and s.org_id = p.org_id and s.user_id = p.user_id and s.made_with <> 'api_key';
     return null;
   end $$`,
  `create trigger forget_browsers after update of signed_out_at on users for each row
     when (new.signed_out_at is not null) execute function forget_browsers_of_person()`,
  // What belongs to the person is there from the first moment in an organisation that they join.
  `create function inherit_reach() returns trigger language plpgsql
     set search_path = pg_catalog, public, pg_temp as $$
   declare
     other profiles;
   begin
     select * into other from profiles where user_id = new.user_id limit 1;
     if found then
       ${OF_THE_PERSON.map((column) => `new.${column} := other.${column};`).join('\n       ')}
     end if;
     return new;
   end $$`,
  `create trigger inherit_reach before insert on profiles for each row execute function inherit_reach()`,
];

const RECORD_BEFORE = `create function record_verified_phone(person_org uuid, person_user uuid, number text) returns void
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      -- The number changes hands: it stops counting for whoever had it before.
      update profiles p set phone_verified_at = null, whatsapp_opt_in_at = null
        from verified_phones v
        where v.phone = number and p.org_id = v.org_id and p.user_id = v.user_id
          and (p.org_id, p.user_id) is distinct from (person_org, person_user);
      delete from verified_phones v where v.org_id = person_org and v.user_id = person_user and v.phone <> number;
      insert into verified_phones (phone, org_id, user_id) values (number, person_org, person_user)
        on conflict (phone) do update set org_id = excluded.org_id, user_id = excluded.user_id, verified_at = now();
      update profiles set phone = number, phone_verified_at = now() where org_id = person_org and user_id = person_user;
    end $$`;
const FIND_BEFORE = `create function find_phone_owner(number text) returns table (org_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select v.org_id, v.user_id from verified_phones v
  where v.phone = number and exists (select from members m where m.org_id = v.org_id and m.user_id = v.user_id)
$$`;
const BEFORE: Definer[] = [
  ['record_verified_phone(uuid, uuid, text)', RECORD_BEFORE, 'flux_api'],
  ['find_phone_owner(text)', FIND_BEFORE, 'flux_api'],
];

const TRIGGER_NAMES: [trigger: string, table: string, triggerFunction: string][] = [
  ['forget_browser', 'sessions', 'forget_browser_of_session'],
  ['forget_browsers', 'users', 'forget_browsers_of_person'],
  ['inherit_reach', 'profiles', 'inherit_reach'],
];

export class Migration20261128094000 extends Migration {
  override up(): void {
    for (const statement of COLUMNS) this.addSql(statement);
    this.addSql('set local role flux_system');
    for (const statement of DATA) this.addSql(statement);
    this.addSql('reset role');
    this.addSql(`alter table verified_phones alter column key set not null,
      add constraint verified_phones_key_unique unique (key),
      add constraint verified_phones_whatsapp_user_id_unique unique (whatsapp_user_id)`);
    this.replace(BEFORE, DEFINERS);
    for (const statement of TRIGGERS) this.addSql(statement);
    this.addSql('revoke insert, update on profiles from flux_tenant');
    this.addSql(`grant update (${OF_THE_PROFILE.join(', ')}) on profiles to flux_tenant`);
  }

  override down(): void {
    this.addSql(`revoke update (${OF_THE_PROFILE.join(', ')}) on profiles from flux_tenant`);
    this.addSql('grant insert, update on profiles to flux_tenant');
    for (const [trigger, table, triggerFunction] of TRIGGER_NAMES) {
      this.addSql(`drop trigger ${trigger} on ${table}`);
      this.addSql(`drop function ${triggerFunction}()`);
    }
    this.replace(DEFINERS, BEFORE);
    this.addSql('drop table inbound_ids');
    this.addSql('revoke select, insert, update, delete on push_subscriptions from flux_identity');
    this.addSql('drop policy identity_all on push_subscriptions');
    this.addSql('alter table push_subscriptions drop column session_id, drop column made_with');
    this.addSql('drop index push_subscriptions_endpoint_index');
    this.addSql('alter table verified_phones drop column key, drop column whatsapp_user_id');
    this.addSql('drop index profiles_user_id_index');
    this.addSql(`alter table profiles ${REACH.map((column) => `drop column ${column}`).join(', ')}`);
  }

  private replace(old: Definer[], fresh: Definer[]): void {
    for (const [signature] of old) this.addSql(`drop function ${signature}`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    for (const [signature, definition, callers] of fresh) {
      this.addSql(definition);
      this.addSql(`alter function ${signature} owner to flux_identity`);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to ${callers}`);
    }
    this.addSql('revoke create on schema public from flux_identity');
  }
}

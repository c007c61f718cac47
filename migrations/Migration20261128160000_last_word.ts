// The last word of a person stands, whenever it is heard: each channel knows when they last spoke about it, and a number
// since when it is theirs.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const define = (head: string, body: string): string =>
  `create function ${head} security definer set search_path = pg_catalog, public, pg_temp as $$${body}$$`;

const SAID = ['push_said_at', 'whatsapp_said_at', 'calls_said_at'];

/** Callers take turns by person. */
const HOLD = 'perform from users where id = person for no key update';
const SWITCH = `
        push_off_at = case when wants_push then null when not wants_push then coalesce(p.push_off_at, now()) else p.push_off_at end,
        calls_off_at = case when wants_calls then null when not wants_calls then coalesce(p.calls_off_at, now()) else p.calls_off_at end,
        whatsapp_opt_in_at = case
          when not wants_whatsapp then null
          when wants_whatsapp and p.phone_verified_at is not null then coalesce(p.whatsapp_opt_in_at, now())
          else p.whatsapp_opt_in_at end`;

/** What was said before their last word about a channel is left out, and not among the channels that it gives back. */
const CHANGE = define(
  `change_channels(wants_push boolean, wants_whatsapp boolean, wants_calls boolean, said_at timestamptz default null)
   returns table (org_id uuid, push boolean, whatsapp boolean, calls boolean) language plpgsql`,
  `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      moment timestamptz(3) := coalesce(said_at, now());
      known profiles;
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      select * into known from profiles p where p.user_id = person limit 1;
      if said_at < known.push_said_at then wants_push := null; end if;
      if said_at < known.whatsapp_said_at then wants_whatsapp := null; end if;
      if said_at < known.calls_said_at then wants_calls := null; end if;
      if wants_push is not null or wants_whatsapp is not null or wants_calls is not null then
        update profiles p set ${SWITCH},
          push_said_at = case when wants_push is null then p.push_said_at else greatest(p.push_said_at, moment) end,
          whatsapp_said_at = case when wants_whatsapp is null then p.whatsapp_said_at else greatest(p.whatsapp_said_at, moment) end,
          calls_said_at = case when wants_calls is null then p.calls_said_at else greatest(p.calls_said_at, moment) end
          where p.user_id = person;
      end if;
      return query select m.org_id, wants_push is not null, wants_whatsapp is not null, wants_calls is not null
        from members m where m.user_id = person;
    end `,
);
const CHANGE_BEFORE = define(
  `change_channels(wants_push boolean, wants_whatsapp boolean, wants_calls boolean)
   returns table (org_id uuid) language plpgsql`,
  `
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      ${HOLD};
      update profiles p set ${SWITCH}
        where p.user_id = person;
      return query select m.org_id from members m where m.user_id = person;
    end `,
);

const findOwner = (column: string, value: string): string =>
  define(
    `find_phone_owner(number_key text, hidden_id text default null)
     returns table (org_id uuid, user_id uuid, whatsapp_address text, whatsapp_user_id text${column}) language sql stable`,
    `
      select p.org_id, p.user_id, p.whatsapp_address, v.whatsapp_user_id${value}
      from verified_phones v join profiles p on p.user_id = v.user_id and p.org_id = home_org(v.user_id)
      where v.key = number_key or v.whatsapp_user_id = hidden_id
      order by v.key = number_key desc nulls last limit 1
    `,
  );
/** Whoever is known by an id is the same person on every number. */
const FIND = findOwner(', owned_since timestamptz', ', case when v.key = number_key then v.verified_at end');
const FIND_BEFORE = findOwner('', '');

const HOLDERS = `select array_append(array_agg(v.user_id), person) into people from verified_phones v where v.key = number_key`;
/** `ended`: what else ends with a consent; `since`: from when the number is theirs. */
const prove = (ended: string, changed: string, since: string): string =>
  `create or replace function prove_phone(number text, number_key text) returns table (org_id uuid, user_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      people uuid[];
      kept_id text;
      kept_since timestamptz;
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(number_key, 7301964));
      ${HOLDERS};
      perform from users u where u.id = any (people) order by u.id for no key update;
      ${HOLDERS};
      select v.whatsapp_user_id, v.verified_at into kept_id, kept_since
        from verified_phones v where v.key = number_key and v.user_id = person;
      update profiles p set phone = null, phone_verified_at = null, whatsapp_opt_in_at = null, whatsapp_address = null${ended}
        where p.user_id = any (people) and p.user_id <> person;
      delete from verified_phones v where v.key = number_key or v.user_id = person;
      insert into verified_phones (phone, key, org_id, user_id, whatsapp_user_id, verified_at)
        values (number, number_key, ${ORG}, person, kept_id, ${since});
      update profiles p set phone = number, phone_verified_at = now(), pending_phone = null, pending_verification = null,
          whatsapp_opt_in_at = case when p.phone = number then p.whatsapp_opt_in_at end,
          whatsapp_address = case when p.phone = number then p.whatsapp_address end${changed}
        where p.user_id = person;
      return query select m.org_id, m.user_id from members m where m.user_id = any (people);
    end $$`;
const PROVE = prove(
  ', whatsapp_said_at = now()',
  ', whatsapp_said_at = case when p.phone = number then p.whatsapp_said_at else now() end',
  'coalesce(kept_since, now())',
);
const PROVE_BEFORE = prove('', '', 'now()');

/** Beside the trigger of the rest of their reach, which takes its turn first. */
const INHERIT = [
  `create function inherit_said() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      other profiles;
    begin
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${SAID.map((column) => `new.${column} := other.${column};`).join('\n        ')}
      end if;
      return new;
    end $$`,
  `create trigger inherit_said before insert on profiles for each row execute function inherit_said()`,
];

type Definer = [signature: string, definition: string, callers: string];
const FRESH: Definer[] = [
  ['change_channels(boolean, boolean, boolean, timestamptz)', CHANGE, 'flux_tenant'],
  ['find_phone_owner(text, text)', FIND, 'flux_api, flux_worker'],
];
const BEFORE: Definer[] = [
  ['change_channels(boolean, boolean, boolean)', CHANGE_BEFORE, 'flux_tenant'],
  ['find_phone_owner(text, text)', FIND_BEFORE, 'flux_api, flux_worker'],
];

export class Migration20261128160000 extends Migration {
  override up(): void {
    for (const column of SAID) this.addSql(`alter table profiles add column ${column} timestamptz(3) null`);
    for (const statement of INHERIT) this.addSql(statement);
    this.replace(BEFORE, FRESH, PROVE);
  }

  override down(): void {
    this.replace(FRESH, BEFORE, PROVE_BEFORE);
    this.addSql('drop trigger inherit_said on profiles');
    this.addSql('drop function inherit_said()');
    for (const column of SAID) this.addSql(`alter table profiles drop column ${column}`);
  }

  private replace(old: Definer[], fresh: Definer[], provePhone: string): void {
    for (const [signature] of old) this.addSql(`drop function ${signature}`);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(provePhone);
    this.addSql('reset role');
    for (const [signature, definition, callers] of fresh) {
      this.addSql(definition);
      this.addSql(`alter function ${signature} owner to flux_identity`);
      this.addSql(`revoke execute on function ${signature} from public`);
      this.addSql(`grant execute on function ${signature} to ${callers}`);
    }
    this.addSql('revoke create on schema public from flux_identity');
  }
}

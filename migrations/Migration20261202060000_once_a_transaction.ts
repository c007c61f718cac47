// What the ledger of consent holds already of this transaction is known by the transaction, and no longer by its
// millisecond: two of one person may begin in the same one, and the second one's line was left out.
import { Migration } from '@mikro-orm/migrations';

const SAFE = 'set search_path = pg_catalog, public, pg_temp';

/**
 * The moment as well: numbers of transactions come again one day, and in another server. In a savepoint of its own a
 * change has its own number, and so its own line.
 */
const NOTED = `create function is_consent_noted(person uuid, of_channel text) returns boolean language sql stable ${SAFE} as $$
    select coalesce((select c.xmin = pg_current_xact_id()::xid and c.created_at = now()::timestamptz(3)
      from consents c where c.user_id = person and c.channel = of_channel order by c.line desc limit 1), false)
  $$`;

const thisMoment = (which: string): string =>
  `exists (select from consents c where c.user_id = new.user_id and c.${which} and c.created_at = now()::timestamptz(3))`;

interface IsNoted {
  proof: string;
  night: string;
}
const BY_MOMENT: IsNoted = { proof: thisMoment(`kind = 'proven'`), night: thisMoment(`channel = 'night'`) };
const BY_TRANSACTION: IsNoted = {
  proof: `is_consent_noted(new.user_id, 'number')`,
  night: `is_consent_noted(new.user_id, 'night')`,
};

/** As they were, but for how they know what is noted: once for all profiles that a statement changes. */
const notes = ({ proof, night }: IsNoted): string[] => [
  `create or replace function note_reach_consents() returns trigger language plpgsql security definer ${SAFE} as $$
  declare
    number text;
  begin
    perform from users where id = new.user_id for no key update;
    if new.phone_verified_at is not null then
      number := consent_number(coalesce((select v.key from verified_phones v where v.user_id = new.user_id), new.phone));
    end if;
    perform keep_consent(new.user_id, 'number', number is not null, number, 'proven', 'lost');
    if tg_op = 'UPDATE' and number is not null and new.proven_at is distinct from old.proven_at
        and not ${proof} then
      perform write_consent(new.user_id, 'number', 'proven', number);
    end if;
    perform keep_consent(new.user_id, 'whatsapp', number is not null and new.whatsapp_opt_in_at is not null, number, 'given', 'ended');
    perform keep_consent(new.user_id, 'call', number is not null and new.calls_off_at is null, number, 'given', 'ended');
    if tg_op = 'UPDATE' and (new.push_off_at is null) <> (old.push_off_at is null) then
      perform keep_consent(new.user_id, 'push', new.push_off_at is null, null, 'given', 'ended');
    end if;
    if tg_op = 'UPDATE' and (new.sleep_from, new.sleep_to) is distinct from (old.sleep_from, old.sleep_to)
        and not ${night} then
      perform write_consent(new.user_id, 'night', 'changed', null);
    end if;
    return null;
  end $$`,
  `create or replace function note_quiet_consent() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    perform from users where id = new.user_id for no key update;
    if not ${night} then
      perform write_consent(new.user_id, 'night', 'changed', null);
    end if;
    return null;
  end $$`,
];

export class Migration20261202060000 extends Migration {
  override up(): void {
    this.asIdentity(
      NOTED,
      'revoke execute on function is_consent_noted(uuid, text) from public',
      ...notes(BY_TRANSACTION),
    );
  }

  override down(): void {
    this.asIdentity(...notes(BY_MOMENT), 'drop function is_consent_noted(uuid, text)');
  }

  /** Making and replacing is for the owner, who may create in the schema for as long as that takes. */
  private asIdentity(...statements: string[]): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

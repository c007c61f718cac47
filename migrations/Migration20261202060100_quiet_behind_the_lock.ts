// A further profile of somebody begins with the moment until which they are not to be disturbed as it does with the rest
// of their reach: behind the lock on the person, so that a change that is under way is not missed.
import { Migration } from '@mikro-orm/migrations';

const SAFE = 'set search_path = pg_catalog, public, pg_temp';
const OF_THE_PERSON = [
  'phone',
  'phone_verified_at',
  'whatsapp_opt_in_at',
  'pending_phone',
  'pending_verification',
  'whatsapp_address',
  'push_off_at',
  'calls_off_at',
  'zone',
  'sleep_from',
  'sleep_to',
];

const inherit = (columns: string[]): string => `create or replace function inherit_reach() returns trigger
  language plpgsql ${SAFE} as $$
    declare
      other profiles;
    begin
      perform from users where id = new.user_id for no key update;
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${columns.map((column) => `new.${column} := other.${column};`).join('\n        ')}
        new.onboarding := null;
      end if;
      return new;
    end $$`;

/** Triggers take their turn by name, so that this one looked before the lock. */
const LOOKED_FIRST = [
  `create function inherit_quiet() returns trigger language plpgsql ${SAFE} as $$
    begin
      new.quiet_until := (select quiet_until from profiles where user_id = new.user_id limit 1);
      return new;
    end $$`,
  `create trigger inherit_quiet before insert on profiles for each row execute function inherit_quiet()`,
];

export class Migration20261202060100 extends Migration {
  override up(): void {
    this.addSql('drop trigger inherit_quiet on profiles');
    this.addSql('drop function inherit_quiet()');
    this.addSql(inherit([...OF_THE_PERSON, 'quiet_until']));
  }

  override down(): void {
    this.addSql(inherit(OF_THE_PERSON));
    for (const statement of LOOKED_FIRST) this.addSql(statement);
  }
}

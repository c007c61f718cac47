// How far the first questions are. Whoever is here already is not asked, nor is somebody who has answered elsewhere.
import { Migration } from '@mikro-orm/migrations';

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
/** `more`: what else a further profile of somebody begins with. */
const inherit = (more = ''): string => `create or replace function inherit_reach() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      other profiles;
    begin
      perform from users where id = new.user_id for no key update;
      select * into other from profiles where user_id = new.user_id limit 1;
      if found then
        ${OF_THE_PERSON.map((column) => `new.${column} := other.${column};`).join('\n        ')}
        ${more}
      end if;
      return new;
    end $$`;

export class Migration20261201050000 extends Migration {
  override up(): void {
    this.addSql(`alter table profiles add column onboarding jsonb null`);
    this.addSql(`alter table profiles alter column onboarding set default '{}'`);
    this.addSql('grant update (onboarding) on profiles to flux_tenant');
    this.addSql(inherit('new.onboarding := null;'));
  }

  override down(): void {
    this.addSql(inherit());
    this.addSql('alter table profiles drop column onboarding');
  }
}

// "Do not disturb until": a moment of the person, in all their organisations, before which no reminder is sent.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

/** What is not named stays; a night, and what is after \`further\`, may be taken back by null. */
const change = (
  further: string,
): string => `create or replace function change_night(change jsonb) returns table (org_id uuid)
  language plpgsql security definer ${SAFE} as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
    begin
      if app_role() is null then return; end if;
      perform from users where id = person for no key update;
      update profiles p set
        zone = coalesce(change->>'zone', p.zone),
        sleep_from = case when jsonb_exists(change, 'sleep_from') then change->>'sleep_from' else p.sleep_from end,
        sleep_to = case when jsonb_exists(change, 'sleep_to') then change->>'sleep_to' else p.sleep_to end${further}
        where p.user_id = person;
      return query select m.org_id from members m where m.user_id = person;
    end $$`;
const QUIET = `,
        quiet_until = case when jsonb_exists(change, 'quiet_until') then (change->>'quiet_until')::timestamptz else p.quiet_until end`;

/** Beside the triggers of the rest of their reach, which take their turn first. */
const INHERIT = [
  `create function inherit_quiet() returns trigger language plpgsql ${SAFE} as $$
    begin
      new.quiet_until := (select quiet_until from profiles where user_id = new.user_id limit 1);
      return new;
    end $$`,
  `create trigger inherit_quiet before insert on profiles for each row execute function inherit_quiet()`,
];

/** Once for all profiles that the same statement changes. */
const NOTE = `create function note_quiet_consent() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    perform from users where id = new.user_id for no key update;
    if not exists (select from consents c where c.user_id = new.user_id and c.channel = 'night' and c.created_at = now()::timestamptz(3)) then
      perform write_consent(new.user_id, 'night', 'changed', null);
    end if;
    return null;
  end $$`;

export class Migration20261202030200 extends Migration {
  override up(): void {
    this.addSql('alter table profiles add column quiet_until timestamptz(3) null');
    for (const statement of INHERIT) this.addSql(statement);
    this.asIdentity(
      change(QUIET),
      NOTE,
      'revoke execute on function note_quiet_consent() from public',
      'grant execute on function note_quiet_consent() to session_user',
    );
    this.addSql(`create trigger note_quiet_consent after update on profiles for each row
      when (new.quiet_until is distinct from old.quiet_until) execute function note_quiet_consent()`);
    this.asIdentity('revoke execute on function note_quiet_consent() from session_user');
  }

  override down(): void {
    this.addSql('drop trigger note_quiet_consent on profiles');
    this.asIdentity('drop function note_quiet_consent()', change(''));
    this.addSql('drop trigger inherit_quiet on profiles');
    this.addSql('drop function inherit_quiet()');
    this.addSql('alter table profiles drop column quiet_until');
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

// A browser that makes a line of the ledger of consent holds the person before the session, as whoever ends sessions does:
// nobody waits in a circle.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

/** As the trigger `note_push_consent`: where notifications are given already, nobody has to be held. */
const HOLD = `if 'given' is distinct from
          (select kind from consents where user_id = person and channel = 'push' order by line desc limit 1) then
        perform from users u where u.id = person for no key update;
      end if;
      `;

/** As it was, but for `hold`: what is held before the session. */
const keep = (
  hold: string,
): string => `create or replace function keep_push_subscription(new_id uuid, address text,
    new_p256dh text, new_auth text, of_session uuid, with_what text, most int)
  returns table (id uuid, created_at timestamptz) language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      organisation uuid := ${ORG};
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(address, 7301965));
      ${hold}if of_session is not null then
        perform from sessions s
          where s.id = of_session and s.revoked_at is null and s.expires_at > now() for share;
        if not found then return; end if;
      end if;
      delete from push_subscriptions s where s.endpoint = address and s.user_id <> person;
      return query insert into push_subscriptions as s (id, org_id, user_id, endpoint, p256dh, auth, session_id, made_with)
        values (new_id, organisation, person, address, new_p256dh, new_auth, of_session, with_what)
        on conflict (org_id, user_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth,
          session_id = excluded.session_id, made_with = excluded.made_with, kept_at = now()
        returning s.id, s.created_at::timestamptz;
      delete from push_subscriptions s where s.id in (
        select o.id from push_subscriptions o where o.org_id = organisation and o.user_id = person
        order by o.endpoint <> address, o.kept_at desc, o.id desc offset most);
    end $$`;

export class Migration20261202060300 extends Migration {
  override up(): void {
    this.replace(keep(HOLD));
  }

  override down(): void {
    this.replace(keep(''));
  }

  /** Its owner and its callers stay. */
  private replace(definition: string): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(definition);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

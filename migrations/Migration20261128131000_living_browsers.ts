// Nobody subscribes a browser in a session whose time is over; and of many browsers the one goes that is longest unheard of.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;

const HEAD = `create or replace function keep_push_subscription(new_id uuid, address text, new_p256dh text, new_auth text,
    of_session uuid, with_what text, most int)
  returns table (id uuid, created_at timestamptz) language plpgsql security definer set search_path = pg_catalog, public, pg_temp`;

/** One after the other by address. In a session that is over, nobody subscribes. */
const KEEP = `${HEAD} as $$
    #variable_conflict use_column
    declare
      person uuid := ${USER};
      organisation uuid := ${ORG};
    begin
      if app_role() is null then return; end if;
      perform pg_advisory_xact_lock(hashtextextended(address, 7301965));
      if of_session is not null then
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
const KEEP_BEFORE = `${HEAD} as $$
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
    end $$`;

export class Migration20261128131000 extends Migration {
  override up(): void {
    this.addSql('alter table push_subscriptions add column kept_at timestamptz(3) not null default now()');
    this.addSql('set local role flux_system');
    this.addSql('update push_subscriptions set kept_at = created_at');
    this.addSql('reset role');
    this.replaceKeep(KEEP);
  }

  override down(): void {
    this.replaceKeep(KEEP_BEFORE);
    this.addSql('alter table push_subscriptions drop column kept_at');
  }

  /** Its owner and its callers stay. */
  private replaceKeep(definition: string): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(definition);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

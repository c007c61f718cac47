// A bounce counts for every mail that may have left; a complaint ends notices for ever and everything else for a quarter
// of a year; whoever takes their address back ends what an intruder may have left behind.
import { Migration } from '@mikro-orm/migrations';

const SAFE = 'security definer set search_path = pg_catalog, public, pg_temp';

const noteBounce = (body: string): string =>
  `create or replace function note_bounce(mail uuid, why text, is_lasting boolean) returns boolean language plpgsql ${SAFE} as $$
    declare
      known emails;
    begin
      ${body}
      return true;
    end $$`;

/** Also of one that was given up: it may have arrived. What was never claimed cannot have left. */
const BOUNCE = noteBounce(`
      update emails set state = 'bounced', reason = why, sealed = null, ended_at = coalesce(ended_at, now())
        where id = mail and attempt > 0 and state <> 'planned' returning * into known;
      if not found then return false; end if;
      if is_lasting then
        insert into email_suppressions (address_hash, scope, reason)
          values (known.address_hashes[1], 'all', why) on conflict do nothing;
      end if;
      if why = 'complained' then
        insert into email_suppressions (address_hash, scope, reason)
          values (known.address_hashes[1], 'notices', why) on conflict do nothing;
      end if;`);

const BOUNCE_BEFORE = noteBounce(`
      update emails set state = 'bounced', reason = why, sealed = null, ended_at = coalesce(ended_at, now())
        where id = mail and state in ('sending', 'sent', 'bounced') returning * into known;
      if not found then return false; end if;
      if is_lasting then
        insert into email_suppressions (address_hash, scope, reason)
          values (known.address_hashes[1], 'all', why) on conflict do nothing;
      end if;`);

const takeBack = (kind: string, more: string): string =>
  `create or replace function take_back_email(link_hash text, new_hash text, mail uuid, mail_sealed text, hashes text[],
     valid timestamptz) returns boolean language plpgsql ${SAFE} as $$
    declare
      link email_links;
    begin
      update email_links set used_at = now()
        where hash = link_hash and kind = 'take-back' and used_at is null and expires_at > now() returning * into link;
      if not found then return false; end if;
      update users set email = link.email, email_verified_at = now(), password_hash = new_hash, signed_out_at = now()
        where id = link.user_id and not exists (select from users u where u.email = link.email and u.id <> link.user_id);
      if not found then return false; end if;
      update sessions set revoked_at = now() where user_id = link.user_id and revoked_at is null;
      update email_links set used_at = now() where user_id = link.user_id and used_at is null;
      ${more}
      insert into emails (id, user_id, kind, sealed, address_hashes, valid_until)
        values (mail, link.user_id, '${kind}', mail_sealed, hashes, valid);
      return true;
    exception when unique_violation then
      return false;
    end $$`;

/** Whoever had the account may have made keys, subscribed a browser by one, and have its calendar's address. */
const TAKE_BACK = takeBack(
  'address_taken_back',
  `update api_keys set revoked_at = now() where user_id = link.user_id and revoked_at is null;
      delete from push_subscriptions where user_id = link.user_id;
      delete from calendar_feeds where user_id = link.user_id;`,
);

/** Of somebody who is nobody yet: whether the very same request has been answered. */
const IS_QUEUED = `create function is_email_queued(mail uuid) returns boolean language sql stable ${SAFE} as $$
    select exists (select from emails e where e.id = mail)
  $$`;
const IS_QUEUED_SIGNATURE = 'is_email_queued(uuid)';

export class Migration20261203030000 extends Migration {
  override up(): void {
    this.addSql('grant delete on calendar_feeds to flux_identity');
    this.asIdentity(
      BOUNCE,
      TAKE_BACK,
      IS_QUEUED,
      `revoke execute on function ${IS_QUEUED_SIGNATURE} from public`,
      `grant execute on function ${IS_QUEUED_SIGNATURE} to flux_api`,
    );
  }

  override down(): void {
    this.asIdentity(BOUNCE_BEFORE, takeBack('password_changed', ''), `drop function ${IS_QUEUED_SIGNATURE}`);
    this.addSql('revoke delete on calendar_feeds from flux_identity');
  }

  private asIdentity(...statements: string[]): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

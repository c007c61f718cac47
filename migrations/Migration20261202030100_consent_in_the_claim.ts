// A rung is sent under a line of the ledger, or not at all: whoever acts for a person cannot write a dispatch that is being
// sent where no consent lives, whatever the statement was that looked before.
import { Migration } from '@mikro-orm/migrations';

const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';

/** The line by which a channel is open to somebody: their latest word about it, for the number that is theirs. */
const LIVE = `create function live_consent_of(person uuid, of_channel text) returns integer language sql stable ${SAFE} as $$
    select c.line from (
      select line, kind, number_hash from consents where user_id = person and channel = of_channel order by line desc limit 1
    ) c
    where c.kind = 'given' and (of_channel = 'push' or c.number_hash = consent_number_of(person))
      and (select kind from consents where user_id = person and channel = 'all' order by line desc limit 1) is distinct from 'held'
  $$`;

const OWN_LIVE = `create function live_consent(of_channel text) returns integer language sql stable security definer ${SAFE} as $$
    select live_consent_of(${USER}, of_channel)
  $$`;

/** The lock makes a claim and a STOP take turns: what commits first has been seen by the other. */
const REQUIRE = `create function require_consent() returns trigger language plpgsql security definer ${SAFE} as $$
  begin
    perform from users where id = new.user_id for share;
    new.consent := live_consent_of(new.user_id, new.step);
    if new.consent is null or (case new.step
        when 'push' then not exists (select from push_subscriptions s where s.org_id = new.org_id and s.user_id = new.user_id)
        else not exists (select from profiles p where p.user_id = new.user_id
          and new.sent_to in (p.phone, case new.step when 'whatsapp' then p.whatsapp_address end)) end) then
      raise insufficient_privilege using message = 'no consent lives for what is to be sent', constraint = 'dispatch_log_consent';
    end if;
    return new;
  end $$`;

const FUNCTIONS: [definition: string, name: string][] = [
  [LIVE, 'live_consent_of(uuid, text)'],
  [OWN_LIVE, 'live_consent(text)'],
  [REQUIRE, 'require_consent()'],
];

export class Migration20261202030100 extends Migration {
  override up(): void {
    this.addSql('alter table dispatch_log add column consent integer null');
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [definition, name] of FUNCTIONS) {
      this.addSql(definition);
      this.addSql(`revoke execute on function ${name} from public`);
    }
    this.addSql('grant execute on function live_consent(text) to flux_tenant');
    this.addSql('grant execute on function require_consent() to session_user');
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
    this
      .addSql(`create trigger require_consent before insert or update of state, attempt, sent_to on dispatch_log for each row
      when (new.state = 'sending' and current_user in ('flux_tenant', 'flux_system')) execute function require_consent()`);
    this.addSql('set local role flux_identity');
    this.addSql('revoke execute on function require_consent() from session_user');
    this.addSql('reset role');
  }

  override down(): void {
    this.addSql('drop trigger require_consent on dispatch_log');
    this.addSql('set local role flux_identity');
    for (const [, name] of FUNCTIONS.toReversed()) this.addSql(`drop function ${name}`);
    this.addSql('reset role');
    this.addSql('alter table dispatch_log drop column consent');
  }
}

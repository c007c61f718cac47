// Writes that were asked for under an Idempotency-Key: which request it was, and its answer, sealed.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const OWN = `org_id = ${ORG} and user_id = ${USER}`;

/**
 * Takes the key until the end of the transaction, and says what is known of it: new, again (an attempt failed, or died and its lease
 * lapsed), running, reused (for another request), unknown (marked under a secret that is gone) or completed. In plpgsql each statement has a snapshot of its own: whoever gets
 * the lock sees what its last holder committed, which a single statement could miss.
 */
const TAKE = `create function take_idempotency_key(taken_hash text, taken_fingerprints text[])
  returns table (state text, sealed bytea) language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
  begin
    if not pg_try_advisory_xact_lock(hashtextextended(
      concat_ws('/', 'idempotency', current_setting('app.org_id'), current_setting('app.user_id'), taken_hash), 0)) then
      return query select 'running', null::bytea;
      return;
    end if;
    return query
      select case
          when k.expires_at <= clock_timestamp() then 'new'
          when split_part(k.fingerprint, '.', 1) not in (select split_part(f, '.', 1) from unnest(taken_fingerprints) f)
            then 'unknown'
          when k.fingerprint <> all (taken_fingerprints) then 'reused'
          when k.status = 'completed' then 'completed'
          when k.status = 'pending' and k.locked_until > clock_timestamp() then 'running'
          else 'again'
        end, k.answer
      from idempotency_keys k where k.key_hash = taken_hash;
    if not found then
      return query select 'new', null::bytea;
    end if;
  end $$`;

export class Migration20261121110000 extends Migration {
  override up(): void {
    this.addSql(`create table idempotency_keys (
      org_id uuid not null,
      user_id uuid not null,
      key_hash text not null,
      fingerprint text not null,
      status text not null,
      effect_id uuid not null,
      attempt int not null default 1,
      answer bytea null,
      created_at timestamptz(3) not null default now(),
      expires_at timestamptz(3) not null,
      locked_until timestamptz(3) null,
      primary key (org_id, user_id, key_hash)
    )`);
    this.addSql(`create index idempotency_keys_expires_at_index on idempotency_keys (expires_at)`);
    this.addSql(
      `alter table idempotency_keys add constraint idempotency_keys_status_check check (status in ('pending', 'completed', 'error'))`,
    );
    this.addSql(
      'alter table idempotency_keys add foreign key (org_id, user_id) references profiles (org_id, user_id)',
    );

    this.addSql('alter table idempotency_keys enable row level security');
    this.addSql('alter table idempotency_keys force row level security');
    this.addSql(
      `create policy own_rows on idempotency_keys to flux_tenant using (${OWN}) with check (${OWN})`,
    );
    this.addSql(
      `create policy members_only on idempotency_keys as restrictive to flux_tenant using ((select app_is_member() as "app_is_member"))`,
    );
    this.addSql('create policy system_all on idempotency_keys to flux_system using (true) with check (true)');
    // A person's requests never forget a key: that is for retention.
    this.addSql('grant select, insert, update on idempotency_keys to flux_tenant');
    this.addSql('grant select, insert, update, delete on idempotency_keys to flux_system');

    this.addSql(TAKE);
    this.addSql('revoke execute on function take_idempotency_key(text, text[]) from public');
    this.addSql('grant execute on function take_idempotency_key(text, text[]) to flux_tenant');
  }

  override down(): void {
    this.addSql('drop function take_idempotency_key(text, text[])');
    this.addSql('drop table idempotency_keys');
  }
}

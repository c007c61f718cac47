// Whoever takes the erasure of their account back has their invitations again, as they have all else: those that were
// revoked with it, and no others. Where they were removed meanwhile they do not return.
import { Migration } from '@mikro-orm/migrations';

/** They were revoked in the transaction in which it was asked for, and so in its moment. */
const INVITATIONS = `
    update invitations i set revoked_at = null
      where i.invited_by = person and i.revoked_at = asked_at and i.accepted_at is null
        and not exists (select from invitations o where o.org_id = i.org_id and o.email = i.email
          and o.accepted_at is null and o.revoked_at is null);`;

const takeBack = (invitations: string): string => `create or replace function take_back_erasure() returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
  declare
    person uuid := (select nullif(current_setting('app.user_id', true), '')::uuid as "nullif");
    taken_back uuid;
    asked_at timestamptz;
  begin
    delete from erasures where user_id = person and state = 'waiting' returning id, created_at into taken_back, asked_at;
    if taken_back is null then return null; end if;
    insert into members (org_id, user_id, role, created_at)
      select r.org_id, r.user_id, r.role, r.created_at from resting_members r where r.user_id = person
      on conflict do nothing;
    delete from resting_members where user_id = person;${invitations}
    return taken_back;
  end $$`;

/** Whoever manages the organisation of the transaction may end what rests there, as they may end a membership. */
const END_RESTING = `create function end_resting_membership(whom uuid) returns boolean
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (
      delete from resting_members r
      where r.org_id = (select nullif(current_setting('app.org_id', true), '')::uuid as "nullif") and r.user_id = whom
        and (app_role() = 'owner' or app_role() = 'admin' and r.role <> 'owner') returning r.user_id)
    select exists (select from gone)
  $$`;
const RESTING = 'end_resting_membership(uuid)';

export class Migration20261203010000 extends Migration {
  override up(): void {
    this.asIdentity(
      takeBack(INVITATIONS),
      END_RESTING,
      `revoke execute on function ${RESTING} from public`,
      `grant execute on function ${RESTING} to flux_tenant`,
    );
  }

  override down(): void {
    this.asIdentity(`drop function ${RESTING}`, takeBack(''));
  }

  private asIdentity(...statements: string[]): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const statement of statements) this.addSql(statement);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }
}

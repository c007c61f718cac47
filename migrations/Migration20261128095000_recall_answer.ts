// Whoever ended their own session or membership, and did not hear so, can ask once more under the same Idempotency-Key.
import { Migration } from '@mikro-orm/migrations';

// Where the person still belongs; whose an API key was is asked although it opens nothing any more.
const RECALL = `create function recall_answer(person uuid, api_key text, taken_hash text, taken_fingerprints text[])
  returns table (org_id uuid, user_id uuid, sealed bytea) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
    with asking as (
      select coalesce(person, (
        select a.user_id from api_keys a where a.hash = api_key and a.revoked_at is null and a.expires_at > now()
      )) as id
    )
    select k.org_id, k.user_id, k.answer
    from asking join members m on m.user_id = asking.id
      join idempotency_keys k on k.org_id = m.org_id and k.user_id = m.user_id and k.key_hash = taken_hash
    where k.fingerprint = any (taken_fingerprints) and k.status = 'completed' and k.expires_at > now()
    order by k.created_at desc limit 1
  $$`;

export class Migration20261128095000 extends Migration {
  override up(): void {
    this.addSql(
      'create policy identity_all on idempotency_keys to flux_identity using (true) with check (true)',
    );
    this.addSql('grant select on idempotency_keys to flux_identity');
    this.addSql(RECALL);
    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('alter function recall_answer(uuid, text, text, text[]) owner to flux_identity');
    this.addSql('revoke create on schema public from flux_identity');
    this.addSql('revoke execute on function recall_answer(uuid, text, text, text[]) from public');
    this.addSql('grant execute on function recall_answer(uuid, text, text, text[]) to flux_api');
  }

  override down(): void {
    this.addSql('drop function recall_answer(uuid, text, text, text[])');
    this.addSql('revoke select on idempotency_keys from flux_identity');
    this.addSql('drop policy identity_all on idempotency_keys');
  }
}

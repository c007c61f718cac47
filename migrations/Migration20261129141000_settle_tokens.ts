// Buckets on credit: counts what processes have let through already, and gives what is still asked for.
import { Migration } from '@mikro-orm/migrations';

/**
 * For each bucket, named once: `charged` tokens went already, and are missing whether there were so many or not, up to
 * a second depth; then as many of those `wanted` are given as there are. `full_in` as in take_tokens(), after it.
 *
 * Locks, snapshot and clock as in take_tokens(), with which it takes turns at the same buckets. What that one reads of
 * a bucket in debt is an empty one, and it writes nothing then.
 */
const SETTLE_TOKENS = `create function settle_tokens(bucket_keys text[], spacings bigint[], depths bigint[], charges int[], wishes int[])
  returns table (given int, full_in bigint) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  as $$
  #variable_conflict use_column
  declare
    present timestamptz;
  begin
    perform pg_advisory_xact_lock(place) from (
      select distinct hashtextextended(k, 20261121113000) as place from unnest(bucket_keys) as k order by place
    ) as sorted;
    present := clock_timestamp();
    return query
      with claimed as materialized (
        select c.*, least(greatest(0, coalesce((
            select (extract(epoch from b.full_at - present) * 1000000)::bigint
            from rate_limit_buckets b where b.key = c.key
          ), 0)), c.depth * 2) as was_missing
        from unnest(bucket_keys, spacings, depths, charges, wishes) with ordinality as c (key, spacing, depth, charged, wanted, place)
      ),
      charged as (
        select c.*, least(c.was_missing + c.charged * c.spacing, c.depth * 2) as owed from claimed c
      ),
      settled as materialized (
        select c.*, least(c.wanted, greatest(0, (c.depth - c.owed) / c.spacing))::int as given from charged c
      ),
      written as (
        insert into rate_limit_buckets (key, full_at)
          select s.key, present + (s.owed + s.given * s.spacing) * interval '1 microsecond' from settled s
          where s.owed + s.given * s.spacing <> s.was_missing
          on conflict (key) do update set full_at = excluded.full_at
      )
      select s.given, s.owed + s.given * s.spacing from settled s order by s.place;
  end $$`;
const SIGNATURE = 'settle_tokens(text[], bigint[], bigint[], int[], int[])';

export class Migration20261129141000 extends Migration {
  override up(): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    this.addSql(SETTLE_TOKENS);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_api, flux_worker`);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql('reset role');
  }
}

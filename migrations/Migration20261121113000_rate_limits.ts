// Token buckets: a table that nobody reaches but through one function.
import { Migration } from '@mikro-orm/migrations';

/**
 * Takes one token from each bucket that a request names by its number, or none from any; one row for each request, in their order.
 * `full_in`: microseconds until each of its buckets is full again. Requests of one call are served one after the other, so that a bucket
 * that several of them name gives exactly what it holds.
 *
 * Buckets are locked by their names, in one order for everybody: no deadlock, and a bucket that has no row yet is locked as well.
 * In plpgsql each statement has a snapshot of its own, so what the lock's last holder wrote is seen. The clock is read behind the
 * locks; whoever waited for them must not come from the past. A refusal writes nothing.
 */
const TAKE_TOKENS = `create function take_tokens(bucket_keys text[], spacings bigint[], depths bigint[], requests int[])
  returns table (allowed boolean, full_in bigint[]) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
  as $$
  declare
    present timestamptz;
    missing_before bigint[];
    missing bigint[];
    tried bigint[];
    request int[];
    i int;
  begin
    perform pg_advisory_xact_lock(place) from (
      select distinct hashtextextended(k, 20261121113000) as place from unnest(bucket_keys) as k order by place
    ) as sorted;
    present := clock_timestamp();
    select array_agg(least(greatest(0, (
          select (extract(epoch from b.full_at - present) * 1000000)::bigint
          from rate_limit_buckets b where b.key = wanted.key
        )), wanted.depth) order by wanted.n) into missing_before
      from unnest(bucket_keys, depths) with ordinality as wanted (key, depth, n);
    missing := missing_before;

    foreach request slice 1 in array requests loop
      tried := missing;
      allowed := true;
      foreach i in array request loop
        continue when i = 0;
        tried[i] := tried[i] + spacings[i];
        allowed := allowed and tried[i] <= depths[i];
      end loop;
      if allowed then
        missing := tried;
      end if;
      full_in := '{}';
      foreach i in array request loop
        full_in := full_in || missing[i];
      end loop;
      return next;
    end loop;

    insert into rate_limit_buckets (key, full_at)
      select wanted.key, present + wanted.now_missing * interval '1 microsecond'
      from unnest(bucket_keys, missing_before, missing) as wanted (key, was_missing, now_missing)
      where was_missing <> now_missing
      on conflict (key) do update set full_at = excluded.full_at;
  end $$`;
const SIGNATURE = 'take_tokens(text[], bigint[], bigint[], int[])';

export class Migration20261121113000 extends Migration {
  override up(): void {
    // Unlogged: nothing waits for a disk, and after a crash of the server every bucket is full again. Room in each page keeps updates in it.
    this.addSql(
      `create unlogged table rate_limit_buckets (key text not null, full_at timestamptz(6) not null, primary key (key))
        with (fillfactor = 50)`,
    );
    this.addSql('alter table rate_limit_buckets enable row level security');
    this.addSql('alter table rate_limit_buckets force row level security');
    for (const role of ['identity', 'system'])
      this.addSql(
        `create policy ${role}_all on rate_limit_buckets to flux_${role} using (true) with check (true)`,
      );
    this.addSql('grant select, insert, update on rate_limit_buckets to flux_identity');
    this.addSql('grant select, update, delete on rate_limit_buckets to flux_system');

    // A function can only be given to a role that may create in its schema.
    this.addSql('grant create on schema public to flux_identity');
    this.addSql(TAKE_TOKENS);
    this.addSql(`alter function ${SIGNATURE} owner to flux_identity`);
    this.addSql(`revoke execute on function ${SIGNATURE} from public`);
    this.addSql(`grant execute on function ${SIGNATURE} to flux_api`);
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql(`drop function ${SIGNATURE}`);
    this.addSql('drop table rate_limit_buckets');
  }
}

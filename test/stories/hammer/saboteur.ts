// Somebody who pulls at the cables between the API and its database.
import pg from 'pg';
import type { Seat } from './people.ts';
import { pick, type Random } from './requests.ts';

export interface Saboteur {
  /** One blow: a connection is killed, a statement is ended as a time-out ends it, or rows are locked until the next time. */
  strike(): Promise<void>;
  /** What was done, and to whom. */
  done: { killedBusy: number; killedIdle: number; cancelled: number; locks: number };
  stop(): Promise<void>;
}

/** `adminUrl`: a superuser's, on the database of the API. */
export async function openSaboteur(
  adminUrl: string,
  { random, seats }: { random: Random; seats: readonly Seat[] },
): Promise<Saboteur> {
  const [hand, holder] = [new pg.Client(adminUrl), new pg.Client(adminUrl)];
  await Promise.all([hand.connect(), holder.connect()]);
  await holder.query('begin');
  const done = { killedBusy: 0, killedIdle: 0, cancelled: 0, locks: 0 };

  const blows = [
    async () => {
      const { rows } = await hand.query<{ state: string }>(
        `select state, pg_terminate_backend(pid) from (${BACKENDS} order by state <> 'idle' desc, random() limit 1) as victim`,
      );
      for (const { state } of rows) done[state === 'idle' ? 'killedIdle' : 'killedBusy']++;
    },
    async () => {
      const { rows } = await hand.query(
        `select pg_cancel_backend(pid) from (${BACKENDS} and state = 'active' order by random() limit 1) as victim`,
      );
      done.cancelled += rows.length;
    },
    async () => {
      await holder.query('rollback; begin');
      const held = Array.from({ length: 20 }, () => pick(random, seats).userId);
      for (const table of ['tasks', 'profiles'])
        await holder.query(`select from ${table} where user_id = any ($1) for update skip locked`, [held]);
      done.locks++;
    },
  ];
  let turn = 0;
  return {
    done,
    strike: () => blows[turn++ % blows.length]!(),
    stop: async () => {
      await holder.query('rollback');
      await Promise.all([hand.end(), holder.end()]);
    },
  };
}

const BACKENDS = `select pid, state from pg_stat_activity where datname = current_database() and usename = 'flux_api'`;

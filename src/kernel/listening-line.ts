// One connection that listens to PostgreSQL, and proves again and again that nothing it should have heard is missing.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Client, type Connection } from 'pg';
import { newId } from './ids.ts';
import { poolOf } from './sql.ts';
import { within } from './within.ts';

export interface ListeningLine {
  /**
   * Whether all has been heard that was committed until 75 ms ago. Where the last proof gets old it asks for the next
   * one, which nobody waits for.
   */
  isProven(): boolean;
  /** What was asked until now proves nothing any more. */
  doubt(): void;
  end(): Promise<void>;
}

export interface Ears {
  channel: string;
  onTold: (told: string) => void;
  /** At most once: then it is at its end. */
  onLost: (error: unknown) => void;
}

/** Notifications of this server do not come to whoever listens. */
export class Unheard extends Error {}

/** How long an answer proves something, and from when on the next one is asked for. */
const PROVES_MS = 75;
const ASK_AFTER_MS = 30;
/** A connection that takes longer to answer or to end is given up. */
const PATIENCE_MS = 2000;

/**
 * Opens a connection beside those of the pool. PostgreSQL sends what a backend has to tell before it says that it is
 * ready for the next question: an answer shows that all was heard that was committed before its question was sent.
 * Throws Unheard where a pooler stands between, whose answers come from whichever backend is free.
 */
export async function openListeningLine(orm: MikroORM, ears: Ears): Promise<ListeningLine> {
  const pool = await poolOf(orm);
  const client = new Client(pool.options) as Listener;
  const test = newId();
  let isTestHeard = false;
  client.on('notification', ({ payload = '' }) => {
    if (payload === test) isTestHeard = true;
    else ears.onTold(payload);
  });
  // Without a handler it would end the process; whatever is asked is rejected as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(patiently({ text: `listen ${ears.channel}` }));
    await pool.query(patiently({ text: 'select pg_notify($1, $2)', values: [ears.channel, test] }));
    const provenMs = await askForProof(client);
    if (!isTestHeard) throw new Unheard();
    return prove(client, provenMs, ears);
  } catch (error) {
    await hangUp(client);
    throw error;
  }
}

/** What `pg` has, and its types do not say. */
type Listener = Client & { processID: number; connection: Connection };

function prove(client: Listener, openedMs: number, { onLost }: Ears): ListeningLine {
  let provenMs = openedMs;
  let doubtedMs = -Infinity;
  let isAsking = false;
  let isOver = false;
  const lose = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    void hangUp(client);
    onLost(error);
  };
  const ask = async () => {
    isAsking = true;
    provenMs = await askForProof(client);
    isAsking = false;
  };
  client.on('error', lose);
  return {
    isProven: () => {
      const ageMs = provenMs > doubtedMs ? performance.now() - provenMs : Infinity;
      if (ageMs > ASK_AFTER_MS && !isAsking && !isOver) ask().catch(lose);
      return ageMs <= PROVES_MS && !isOver;
    },
    doubt: () => void (doubtedMs = performance.now()),
    end: () => {
      isOver = true;
      return hangUp(client);
    },
  };
}

/** Resolves to when it was asked, by the clock of `performance`. */
async function askForProof(client: Listener): Promise<number> {
  const askedMs = performance.now();
  const { rows } = await client.query<{ pid: number }>({
    ...PROOF,
    query_timeout: PATIENCE_MS,
  } as typeof PROOF);
  if (rows[0]?.pid !== client.processID) throw new Unheard();
  return askedMs;
}

/** `pg` knows the time-out, and its types do not. */
const patiently = <Asked extends { text: string }>(asked: Asked): Asked => ({
  ...asked,
  query_timeout: PATIENCE_MS,
});

const PROOF = { name: 'proof', text: 'select pg_backend_pid() as pid' };

async function hangUp(client: Listener): Promise<void> {
  await within(PATIENCE_MS, client.end()).catch(() => undefined);
  client.connection.stream.destroy();
}

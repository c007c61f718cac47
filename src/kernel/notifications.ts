// Hears what PostgreSQL tells of on one channel, for whoever keeps something in memory until they are told otherwise.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Gauge } from 'prom-client';
import { openListeningLine, Unheard, type ListeningLine } from './listening-line.ts';
import type { Log } from './log.ts';
import { registry } from './metrics.ts';

export interface Notifications {
  /**
   * Whether all has been heard that was committed until 75 ms ago. Costs nothing and nobody's time: what it needs to
   * know next time is asked for beside the request that asks here.
   */
  areHeard(): boolean;
  /** This process may have made something be told itself: until that is heard, nothing is. */
  doubt(): void;
  /** Rises with each that is heard, and whenever some may have been missed. */
  readonly heard: number;
  /** `ear` is called with what was told; with null whenever some may have been missed. */
  hear(ear: Ear): void;
  stop(): Promise<void>;
}

type Ear = (told: string | null) => void;

/** A pooler that was seen once may have been a deploy's, and gone by then. */
const RECONNECT_MS = { first: 100, most: 5000, pooled: 600_000 };

/**
 * Resolves when the first attempt to listen is over, however it ended; a lost connection is opened again in the
 * background. It is one more than those of the pool.
 */
export async function openNotifications(orm: MikroORM, options: Options): Promise<Notifications> {
  const ears: Ear[] = [];
  let heard = 0;
  const tell: Ear = (told) => {
    heard++;
    for (const ear of ears) ear(told);
  };
  const kept = await keepListening(orm, options, tell);
  return {
    areHeard: () => kept.line()?.isProven() ?? false,
    doubt: () => kept.line()?.doubt(),
    get heard() {
      return heard;
    },
    hear: (ear) => void ears.push(ear),
    stop: () => kept.stop(),
  };
}

interface Options {
  channel: string;
  log: Log;
  /** Before a lost connection is opened again: at first, at most, and behind a pooler. In milliseconds. */
  pauses?: typeof RECONNECT_MS;
}

interface Kept {
  /** Null while there is none. */
  line(): ListeningLine | null;
  stop(): Promise<void>;
}

async function keepListening(
  orm: MikroORM,
  { channel, log, pauses = RECONNECT_MS }: Options,
  tell: Ear,
): Promise<Kept> {
  let line: ListeningLine | null = null;
  /** Named once each: a server that is away, behind which a pooler stands. */
  let lostBy: 'pooler' | 'line' | null = null;
  let isStopped = false;
  let pauseMs = pauses.first;
  let retry: NodeJS.Timeout | undefined;

  const lose = (error: unknown): void => {
    line = null;
    if (isStopped) return;
    listening.set({ channel }, 0);
    tell(null);
    const isPooled = error instanceof Unheard;
    const by = isPooled ? 'pooler' : 'line';
    if (lostBy !== by && isPooled) log.warn({ channel }, 'no notification comes through to this process');
    else if (lostBy !== by) log.warn({ err: error, channel }, 'notifications are not heard');
    lostBy = by;
    retry = setTimeout(() => void connect(), isPooled ? pauses.pooled : pauseMs).unref();
    pauseMs = Math.min(pauseMs * 2, pauses.most);
  };

  const connect = async (): Promise<void> => {
    try {
      const opened = await openListeningLine(orm, { channel, onTold: tell, onLost: lose });
      if (isStopped) return await opened.end();
      if (lostBy !== null) log.info({ channel }, 'notifications are heard again');
      lostBy = null;
      pauseMs = pauses.first;
      listening.set({ channel }, 1);
      // What was told before it listened is not known.
      tell(null);
      line = opened;
    } catch (error) {
      lose(error);
    }
  };

  await connect();
  return {
    line: () => line,
    stop: async () => {
      isStopped = true;
      clearTimeout(retry);
      await line?.end();
    },
  };
}

const listening = new Gauge({
  name: 'flux_notifications_listening',
  help: 'Whether this process hears what the database tells of: 1 or 0.',
  labelNames: ['channel'] as const,
  registers: [registry],
});

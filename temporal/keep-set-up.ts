// What a worker has set up in Temporal is there again soon after the server has lost it, together with its whole store.
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../src/kernel/log.ts';
import { prepareSearchAttributes, type Temporal } from './connect.ts';
import { ensureSchedules, isTimetableLost } from './schedules.ts';

const EVERY_MS = 60_000;

/**
 * Looks once a minute until what it returns is called. Nothing else would start the reconciler again, and without its
 * search attributes no workflow can be started at all.
 */
export function keepSetUp(
  temporal: Temporal,
  { taskQueue, log, everyMs = EVERY_MS }: { taskQueue: string; log: Log; everyMs?: number },
): () => void {
  const stopping = new AbortController();
  const goOn = async () => {
    for (;;) {
      await delay(everyMs, undefined, { signal: stopping.signal, ref: false });
      await setUpAgain(temporal, taskQueue).catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'not set up');
      });
    }
  };
  goOn().catch(() => undefined);
  return () => stopping.abort();
}

async function setUpAgain(temporal: Temporal, taskQueue: string): Promise<void> {
  await prepareSearchAttributes(temporal);
  if (await isTimetableLost(temporal.client, taskQueue)) await ensureSchedules(temporal.client, taskQueue);
}

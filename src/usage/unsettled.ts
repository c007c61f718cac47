// Calls that could not be settled yet: settled beside all others, one at a time, for as long as the process lives.
import { setTimeout as rest } from 'node:timers/promises';
import { isRefusal } from '../kernel/database-outage.ts';
import type { Log } from '../kernel/log.ts';
import { within } from '../kernel/within.ts';
import type { Call } from '../llm/meter.ts';
import type { Settlement } from './settle-call.sql.ts';
import { figuresOf } from './settlement.ts';
import { callsUnsettled } from './usage-metrics.ts';

export interface Owed {
  call: Call;
  settlement: Settlement;
}

export interface Unsettled {
  /** `error`: why it could not be settled. What PostgreSQL refuses for good is not tried again. */
  add(one: Owed, error: unknown): void;
  /** Tries all without a rest, for as long as `limitMs`, and then no more. Never throws. */
  close(limitMs: number): Promise<void>;
}

/** In memory: what is beyond stays in the log alone. */
const MOST = 10_000;
/** Doubled with each failure in a row. Whoever fails goes to the end: what holds up one holds up no other for long. */
const REST_MS = { first: 250, longest: 15_000, whileClosing: 100 };

export function keepUnsettled(settle: (one: Owed) => Promise<void>, log: Log): Unsettled {
  const waiting: Owed[] = [];
  const closing = new AbortController();
  const over = new AbortController();
  let working: Promise<void> | null = null;

  const add = (one: Owed, error: unknown): void => {
    const figures = { err: error, ...figuresOf(one.settlement) };
    if (isRefusal(error) || over.signal.aborted || waiting.length >= MOST)
      return log.error(figures, 'a call could not be settled');
    log.error(figures, 'a call could not be settled yet');
    waiting.push(one);
    callsUnsettled.inc();
    working ??= work().finally(() => (working = null));
  };

  async function work(): Promise<void> {
    for (let failures = 1; waiting.length > 0; failures += 1) {
      await pause(failures);
      while (waiting.length > 0 && !over.signal.aborted && (await settleNext())) failures = 0;
      if (over.signal.aborted) return;
    }
  }

  /** Resolves to false where it has to wait on. */
  async function settleNext(): Promise<boolean> {
    const one = waiting[0]!;
    const isDone = await settle(one).then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error))
          log.error({ err: error, ...figuresOf(one.settlement) }, 'a call could not be settled');
        return isRefusal(error);
      },
    );
    waiting.shift();
    if (isDone) callsUnsettled.dec();
    else waiting.push(one);
    return isDone;
  }

  async function pause(failures: number): Promise<void> {
    const { first, longest, whileClosing } = REST_MS;
    if (closing.signal.aborted) return rest(whileClosing, undefined, { ref: false });
    const ms = Math.min(first * 2 ** (failures - 1), longest);
    await rest(ms, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
  }

  return {
    add,
    close: async (limitMs) => {
      closing.abort();
      await within(limitMs, working ?? Promise.resolve()).catch(() => undefined);
      over.abort();
      if (waiting.length > 0) log.error({ calls: waiting.length }, 'calls were left unsettled');
    },
  };
}

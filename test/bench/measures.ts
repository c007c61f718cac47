// What is measured, how much of it, and what counts as good enough.
import { setTimeout as delay } from 'node:timers/promises';
import type { Chat, Reminder, Side } from './side.ts';
import type { Watch } from './watch.ts';

export type Figures = Record<string, number>;

/** `limit`: the worst ratio, Flux to bare, that still meets the goal; null: reported without a goal. */
export interface Figure {
  name: string;
  unit: '/s' | 'ms';
  limit: number | null;
}

export interface Measure {
  name: string;
  what: (size: Size) => string;
  figures: Figure[];
  /** `watch` sees what is measured, and nothing of what is prepared for it. */
  run(side: Side, size: Size, watch: Watch): Promise<Figures>;
}

export interface Size {
  rounds: number;
  starts: number;
  burst: number;
  spread: number;
  spreadMs: number;
  ladders: number;
  turnsAlone: number;
  turnsEach: number;
  /** Of requests, each round. */
  seconds: number;
}

export const FULL: Size = {
  rounds: 3,
  starts: 1000,
  burst: 1000,
  spread: 300,
  spreadMs: 30_000,
  ladders: 200,
  turnsAlone: 60,
  turnsEach: 12,
  seconds: 10,
};
export const QUICK: Size = {
  rounds: 1,
  starts: 300,
  burst: 300,
  spread: 60,
  spreadMs: 6_000,
  ladders: 60,
  turnsAlone: 30,
  turnsEach: 5,
  seconds: 5,
};

const AT_ONCE = 64;
const CONVERSATIONS = 32;
const A_DAY_MS = 24 * 3_600_000;
/** Long enough that no second rung falls into a measurement. */
const LONG_WINDOW_MS = 3_600_000;
const SHORT_WINDOW_MS = 300;
/** Room for the starts before the first is due; a busy machine of two cores needs 8 ms for each. */
const START_MS = 12;

const atLeast = (limit: number) => ({ unit: '/s' as const, limit });
const atMost = (limit: number | null) => ({ unit: 'ms' as const, limit });

export const MEASURES: Measure[] = [
  {
    name: 'starts',
    what: ({ starts }) => `${starts} reminders started for tomorrow, ${AT_ONCE} at a time`,
    figures: [{ name: 'starts', ...atLeast(0.8) }],
    run: async (side, { starts }, watch) => {
      const reminders = await side.reminders(starts, { windowMs: LONG_WINDOW_MS, rungs: 'push' });
      const seconds = await watch(() => timed(() => startAll(reminders, tomorrow)), starts);
      return { starts: starts / seconds };
    },
  },
  {
    name: 'burst',
    what: ({ burst }) => `${burst} reminders due at the same moment, until the last first rung`,
    figures: [{ name: 'first rungs', ...atLeast(0.85) }],
    run: async (side, { burst }, watch) => {
      const reminders = await side.reminders(burst, { windowMs: LONG_WINDOW_MS, rungs: 'push' });
      const dueAt = await startAhead(reminders, () => 0);
      const rungs = await watch(() => Promise.all(reminders.map(({ firstRung }) => firstRung)), burst);
      const last = Math.max(...rungs);
      return { 'first rungs': (burst / (last - dueAt)) * 1000 };
    },
  },
  {
    name: 'spread',
    what: ({ spread, spreadMs }) =>
      `${spread} reminders due over ${spreadMs / 1000} s: from due to first rung`,
    figures: [
      { name: 'median lateness', ...atMost(1.5) },
      { name: 'lateness p99', ...atMost(null) },
    ],
    run: async (side, { spread, spreadMs }, watch) => {
      const reminders = await side.reminders(spread, { windowMs: LONG_WINDOW_MS, rungs: 'push' });
      const afterMs = (index: number) => (index * spreadMs) / spread;
      const firstDueAt = await startAhead(reminders, afterMs);
      const rungs = await watch(() => Promise.all(reminders.map(({ firstRung }) => firstRung)), spread);
      const lateness = rungs.map((at, index) => at - (firstDueAt + afterMs(index)));
      return { 'median lateness': quantile(lateness, 0.5), 'lateness p99': quantile(lateness, 0.99) };
    },
  },
  {
    name: 'ladders',
    what: ({ ladders }) =>
      `${ladders} ladders due at once, ${SHORT_WINDOW_MS} ms after each rung: push, WhatsApp, call, missed`,
    figures: [{ name: 'full ladders', ...atLeast(0.8) }],
    run: async (side, { ladders }, watch) => {
      const reminders = await side.reminders(ladders, { windowMs: SHORT_WINDOW_MS, rungs: 'all' });
      const dueAt = await startAhead(reminders, () => 0);
      await watch(() => Promise.all(reminders.map((reminder) => reminder.ended())), ladders);
      return { 'full ladders': (ladders / (Date.now() - dueAt)) * 1000 };
    },
  },
  {
    name: 'chat-1',
    what: ({ turnsAlone }) => `${turnsAlone} turns of one conversation`,
    figures: [
      { name: 'turn p50', ...atMost(1.3) },
      { name: 'turn p99', ...atMost(null) },
    ],
    run: async (side, { turnsAlone }, watch) => {
      const { turnMs } = await converse(await side.chats(1), turnsAlone, watch);
      return { 'turn p50': quantile(turnMs, 0.5), 'turn p99': quantile(turnMs, 0.99) };
    },
  },
  {
    name: 'chat-32',
    what: ({ turnsEach }) => `${CONVERSATIONS} conversations at once, ${turnsEach} turns each`,
    figures: [
      { name: 'turn p50', ...atMost(null) },
      { name: 'turn p99', ...atMost(null) },
      { name: 'turns', ...atLeast(0.8) },
    ],
    run: async (side, { turnsEach }, watch) => {
      const { turnMs, seconds } = await converse(await side.chats(CONVERSATIONS), turnsEach, watch);
      return {
        'turn p50': quantile(turnMs, 0.5),
        'turn p99': quantile(turnMs, 0.99),
        turns: turnMs.length / seconds,
      };
    },
  },
];

const tomorrow = (): Date => new Date(Date.now() + A_DAY_MS);

/** Starts all of them before the first is due; resolves to that moment (epoch ms), from which `afterMs` counts. */
async function startAhead(reminders: Reminder[], afterMs: (index: number) => number): Promise<number> {
  const firstDueAt = Date.now() + 2000 + reminders.length * START_MS;
  await startAll(reminders, (index) => new Date(firstDueAt + afterMs(index)));
  if (Date.now() > firstDueAt)
    throw new Error('the machine is too slow: reminders were due before all were started');
  await delay(firstDueAt - Date.now());
  return firstDueAt;
}

async function startAll(reminders: Reminder[], dueAt: (index: number) => Date): Promise<void> {
  let next = 0;
  const starter = async () => {
    while (next < reminders.length) {
      const index = next++;
      await reminders[index]!.start(dueAt(index));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, starter));
}

/** The first turn of each conversation opens it and is not counted. */
async function converse(
  chats: Chat[],
  turnsEach: number,
  watch: Watch,
): Promise<{ turnMs: number[]; seconds: number }> {
  await Promise.all(chats.map((say) => say()));
  const turnMs: number[] = [];
  const speak = async (say: Chat) => {
    for (let turn = 0; turn < turnsEach; turn++) turnMs.push((await timed(say)) * 1000);
  };
  const seconds = await watch(() => timed(() => Promise.all(chats.map(speak))), chats.length * turnsEach);
  return { turnMs, seconds };
}

/** Seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

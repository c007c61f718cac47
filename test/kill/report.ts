// The table at the end of a run: what was done to Flux, what was sent, what broke.
import type { Happened } from './killer.ts';
import type { Stock } from './take-stock.ts';
import type { Records } from './town.ts';
import type { Watched } from './watch.ts';

export interface RunResult {
  seed: number;
  happened: readonly Happened[];
  stock: Stock;
  watched: Watched;
  records: Records;
  stories: number;
  tookMs: number;
  faults: readonly string[];
}

export function report(say: (line: string) => void, result: RunResult): void {
  const { happened, stock, watched, records, faults } = result;
  const ends = happened.filter(({ kind }) => kind === 'end');
  say('');
  table(say, 'kills', countOf(happened, 'kill'));
  table(say, 'told to end by SIGTERM', [
    ...countOf(happened, 'end'),
    ['within grace', ends.filter(({ disorderly }) => !disorderly?.length).length],
  ]);
  table(say, 'outages', [
    ...countOf(happened, 'outage'),
    ['workflows terminated', records.terminated.length],
    ...countOf(happened, 'fell').map(([name, times]): Row => [
      `${name} ended by itself and was started again`,
      times,
    ]),
  ]);
  table(say, 'rungs', rungsOf(stock));
  table(say, 'stories', [
    ['told', result.stories],
    ['reminders due', stock.ladders],
    ['missed without an accepted rung', stock.missedUnrung],
    ['undelivered (no channel was open)', stock.undelivered],
    ['without a ladder ten minutes later', watched.withoutLadder.size],
    ['seconds that a ladder was gone, at most', Math.round(watched.longestMs / 1000)],
    ['turns', stock.turns],
    ['unanswered', stock.unanswered],
    ['messages written by WhatsApp', stock.written],
    ['of these to a dead API', records.saidToNobody],
    ['of these answered by a message', stock.answeredLate],
    ['of these unheard', stock.unheard],
    ['plans approved', stock.plans],
    ['tasks of those plans', stock.plannedTasks],
    ['workflows', stock.workflows],
  ]);
  for (const fault of faults) say(`BROKEN  ${fault}`);
  say(summaryOf(result));
}

function summaryOf({ seed, happened, stock, watched, tookMs, faults }: RunResult): string {
  const kills = happened.filter(({ kind }) => kind === 'kill').length;
  return (
    `seed ${seed}: ${kills} kills, ${stock.sentTwice} twice, ${stock.lost} lost, ${stock.unanswered} unanswered, ` +
    `${stock.missedUnrung} missed without an accepted rung, ${watched.withoutLadder.size} without a ladder, ` +
    `${faults.length} broken promises, ${Math.round(tookMs / 1000)} s`
  );
}

type Row = [string, number];

const rungsOf = (stock: Stock): Row[] => [
  ['dispatches', stock.dispatches],
  ['sent once', stock.sentOnce],
  ['gate closed, refused or not to be reached', stock.notSent],
  ['never confirmed: the log says unknown', stock.unknowable],
  ['calls made once more: picked up unheard, or kept out by our own', stock.madeAgain],
  ['sent twice', stock.sentTwice],
  ['lost', stock.lost],
  ['pushes repeated (each replaced its twin)', stock.pushesRepeated],
];

function countOf(happened: readonly Happened[], kind: Happened['kind']): Row[] {
  const counts = new Map<string, number>();
  for (const one of happened) if (one.kind === kind) counts.set(one.what, (counts.get(one.what) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b));
}

function table(say: (line: string) => void, title: string, rows: Row[]): void {
  say(title);
  for (const [name, count] of rows) say(`  ${String(count).padStart(5)}  ${name}`);
  say('');
}

// The table at the end of a run: what was killed, what was sent, what broke.
import type { Killed } from './killer.ts';
import type { Stock } from './take-stock.ts';

export interface RunResult {
  seed: number;
  killed: readonly Killed[];
  stock: Stock;
  stories: number;
  tookMs: number;
  faults: readonly string[];
}

export function report(say: (line: string) => void, result: RunResult): void {
  const { killed, stock, faults } = result;
  const points = new Map<string, number>();
  for (const { point } of killed) points.set(point, (points.get(point) ?? 0) + 1);
  say('');
  table(
    say,
    'kills',
    [...points].toSorted(([a], [b]) => a.localeCompare(b)),
  );
  table(say, 'rungs', [
    ['dispatches', stock.dispatches],
    ['sent once', stock.sentOnce],
    ['gate closed or refused', stock.notSent],
    ['pushes whose last sender died: unknown', stock.unknowable],
    ['sent twice', stock.sentTwice],
    ['lost', stock.lost],
    ['pushes repeated (each replaced its twin)', stock.pushesRepeated],
  ]);
  table(say, 'stories', [
    ['told', result.stories],
    ['reminders due', stock.ladders],
    ['turns, one answer each', stock.turns],
    ['plans approved', stock.plans],
    ['tasks of those plans', stock.plannedTasks],
    ['workflows', stock.workflows],
  ]);
  for (const fault of faults) say(`BROKEN  ${fault}`);
  say(
    `seed ${result.seed}: ${killed.length} kills, ${stock.sentTwice} twice, ${stock.lost} lost, ` +
      `${faults.length} broken promises, ${Math.round(result.tookMs / 1000)} s`,
  );
}

function table(say: (line: string) => void, title: string, rows: [string, number][]): void {
  say(title);
  for (const [name, count] of rows) say(`  ${String(count).padStart(5)}  ${name}`);
  say('');
}

// Going through what changed: each change once, whatever cannot be told, however long nobody looked.
import { expect, test } from 'vitest';
import { LAST_ID, NIL_ID, PAGE_ROWS, type Position } from '../../../src/reconciler/in-pages.ts';
import { lately } from '../../../src/reconciler/lately.ts';

const HOUR_MS = 3_600_000;
const FIRST = Date.now() - 9 * HOUR_MS;
const ROWS: Position[] = Array.from({ length: PAGE_ROWS + 60 }, (_, index) => ({
  at: new Date(FIRST + Math.floor(index / 2) * 1000),
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
}));
const BEFORE_ALL = `${new Date(FIRST - 1000).toISOString()} ${NIL_ID}`;
const isBehind = (row: Position, after: Position): boolean =>
  row.at > after.at || (row.at.getTime() === after.at.getTime() && row.id > after.id);

/** Changes of a day, and who was told of them. */
function changes(rows = ROWS) {
  const told: string[] = [];
  const away = new Set<string>();
  const look = (from: string | null, steps: number) => {
    let left = steps;
    return lately<Position>(
      { from, mayGoOn: () => left-- > 0 },
      {
        find: async (after) => rows.filter((row) => isBehind(row, after)).slice(0, PAGE_ROWS),
        pick: async (all) => all,
        revive: async ({ id }) => {
          if (away.has(id)) throw new Error('away');
          return told.push(id) > 0;
        },
        failed: () => undefined,
      },
    );
  };
  return { told, away, look };
}

test.each([0, 1, 3, 100])(
  'each change is told once, %i steps at a time, however old it is',
  async (steps) => {
    const { told, look } = changes();
    let seen = await look(BEFORE_ALL, steps);
    while (!seen.isDone) seen = await look(seen.next, steps);
    expect(told).toEqual(ROWS.map(({ id }) => id));
    // Nobody's id stays from look to look where nothing changes.
    expect(seen.next).toBe(`${ROWS.at(-1)!.at.toISOString()} ${LAST_ID}`);
    expect(await look(seen.next, steps)).toMatchObject({ waiting: 0, next: seen.next });
  },
);

test('one that cannot be told holds nobody up, and is told when it can be', async () => {
  const { told, away, look } = changes();
  away.add(ROWS[0]!.id);
  let seen = await look(BEFORE_ALL, 1);
  for (let looks = 1; looks < 20; looks++) seen = await look(seen.next, 1);
  expect(new Set(told)).toEqual(new Set(ROWS.slice(1).map(({ id }) => id)));
  away.clear();
  for (let looks = 0; looks < 20; looks++) seen = await look(seen.next, 1);
  expect(told).toContain(ROWS[0]!.id);
  expect(seen).toMatchObject({ isDone: true, waiting: 0 });
});

test('what cannot be told for a day is let go', async () => {
  const old = ROWS.slice(0, 1).map((row) => ({ ...row, at: new Date(Date.now() - 25 * HOUR_MS) }));
  const { away, look } = changes(old);
  away.add(old[0]!.id);
  const seen = await look(`${new Date(Date.now() - 26 * HOUR_MS).toISOString()} ${NIL_ID}`, 9);
  expect(seen).toMatchObject({ failed: 1, isDone: true });
  expect(await look(seen.next, 9)).toMatchObject({ waiting: 0 });
});

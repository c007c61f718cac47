// Going through what waits: all of it, within a time, from where the last look stopped, whatever cannot be helped.
import { expect, test } from 'vitest';
import { inPages, PAGE_ROWS, type Paged, type Position } from '../../../src/reconciler/in-pages.ts';
import type { Seen } from '../../../src/reconciler/kind.ts';

const ROWS: Position[] = Array.from({ length: 2 * PAGE_ROWS + 10 }, (_, index) => ({
  // Two of a kind share a moment: ids decide.
  at: new Date(1_000_000 + Math.floor(index / 2) * 1000),
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
}));

const isBehind = (row: Position, after: Position): boolean =>
  row.at > after.at || (row.at.getTime() === after.at.getTime() && row.id > after.id);

/** A shelf of rows that remembers who was brought to life. */
function shelf(change: Partial<Paged<Position>> = {}) {
  const revived: string[] = [];
  const failed: string[] = [];
  const paged: Paged<Position> = {
    find: async (after) => ROWS.filter((row) => isBehind(row, after)).slice(0, PAGE_ROWS),
    pick: async (rows) => rows,
    revive: async ({ id }) => revived.push(id) > 0,
    since: ({ at }) => at,
    failed: ({ id }) => void failed.push(id),
    ...change,
  };
  return { paged, revived, failed };
}

const always = { from: null, mayGoOn: () => true };

test('everything has its turn once, in the order of its age', async () => {
  const { paged, revived } = shelf();
  const seen = await inPages(always, paged);
  expect(seen).toEqual({
    waiting: ROWS.length,
    oldestAt: ROWS[0]!.at,
    revived: ROWS.length,
    failed: 0,
    next: null,
    isDone: true,
  });
  expect(revived).toEqual(ROWS.map(({ id }) => id));
});

test('whoever runs after all is not counted as brought to life', async () => {
  const { paged } = shelf({ revive: async () => false });
  expect(await inPages(always, paged)).toMatchObject({ waiting: ROWS.length, revived: 0, failed: 0 });
});

test.each([0, 1, 7, 25])(
  'time is up after %i steps: the next looks go on from there, and none is left out',
  async (steps) => {
    const { paged, revived } = shelf();
    let from: string | null = null;
    let looks = 0;
    do {
      let left = steps;
      const seen: Seen = await inPages({ from, mayGoOn: () => left-- > 0 }, paged);
      from = seen.next;
      expect(seen.isDone).toBe(from === null);
      looks += 1;
    } while (from !== null && looks < 200);
    expect(new Set(revived)).toEqual(new Set(ROWS.map(({ id }) => id)));
  },
);

test('one that fails is counted and told of, and stops nobody', async () => {
  const ill = new Set([ROWS[0]!.id, ROWS[600]!.id]);
  const noted: string[] = [];
  const { paged, revived, failed } = shelf({
    revive: async ({ id }) => {
      if (ill.has(id)) throw new Error('out of reach');
      return revived.push(id) > 0;
    },
    note: async (rows) => void noted.push(...rows.map(({ id }) => id)),
  });
  expect(await inPages(always, paged)).toMatchObject({
    waiting: ROWS.length,
    revived: ROWS.length - 2,
    failed: 2,
  });
  expect(failed).toEqual([...ill]);
  expect(noted).toEqual(revived);
});

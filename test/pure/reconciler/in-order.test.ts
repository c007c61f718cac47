// What has to be brought to life in order is: one after the other, and nothing past what could not be helped.
import { expect, test } from 'vitest';
import { inPages, type Position } from '../../../src/reconciler/in-pages.ts';

interface Row extends Position {
  lane: string;
}

const rowAt = (minute: number, lane: string): Row => ({
  at: new Date(Date.UTC(2026, 10, 28, 10, minute)),
  id: `${lane}${minute}`,
  lane,
});

const LOOK = { from: null, mayGoOn: () => true };

/** Looks at these rows; `revive` may refuse. */
async function look(rows: Row[], revive: (row: Row) => Promise<boolean>) {
  const failed: string[] = [];
  const seen = await inPages<Row>(LOOK, {
    find: async () => rows,
    pick: async (all) => all,
    revive,
    laneOf: ({ lane }) => lane,
    since: ({ at }) => at,
    failed: ({ id }) => void failed.push(id),
  });
  return { failed, seen };
}

test('rows of one lane come one after the other, those of several beside each other', async () => {
  const rows = [rowAt(1, 'a'), rowAt(2, 'a'), rowAt(3, 'b'), rowAt(4, 'a')];
  const begun: string[] = [];
  const gate = Promise.withResolvers<boolean>();
  const looking = look(rows, ({ id }) => {
    begun.push(id);
    // The first one answers only when the other lane has had its turn.
    if (id === 'b3') gate.resolve(true);
    return id === 'a1' ? gate.promise : Promise.resolve(true);
  });
  expect((await looking).seen).toMatchObject({ revived: 4, failed: 0 });
  expect(begun).toEqual(['a1', 'b3', 'a2', 'a4']);
});

test('what could not be helped is overtaken by nothing of its lane, in later batches either', async () => {
  const rows = Array.from({ length: 60 }, (_, minute) => rowAt(minute, minute % 2 === 0 ? 'a' : 'b'));
  const begun: string[] = [];
  const { failed, seen } = await look(rows, async ({ id }) => {
    begun.push(id);
    if (id === 'a2') throw new Error('away');
    return true;
  });
  expect(begun.filter((id) => id.startsWith('a'))).toEqual(['a0', 'a2']);
  expect(failed).toHaveLength(29);
  expect(seen).toMatchObject({ waiting: 60, revived: 31, failed: 29 });
});

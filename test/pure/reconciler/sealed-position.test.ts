// What the reconciler hands to its next run: it goes on at the same row, and names nobody.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { LAST_ID, NIL_ID } from '../../../src/reconciler/in-pages.ts';
import { openPosition, sealPosition } from '../../../src/reconciler/sealed-position.ts';

const SECRET = randomUUID();
const MOMENT = '2026-11-29T22:37:31.998Z';
const ID = randomUUID();

test.each([`${MOMENT} ${ID}`, `${MOMENT} ${ID} ${MOMENT}`])(
  'a position of a row names none: %s',
  (position) => {
    const sealed = sealPosition(SECRET, position)!;
    expect(sealed.startsWith(`${MOMENT} `)).toBe(true);
    expect(sealed).not.toContain(ID);
    expect(sealed).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
    expect(openPosition(SECRET, sealed)).toBe(position);
  },
);

test.each([null, MOMENT, `${MOMENT} ${NIL_ID}`, `${MOMENT} ${LAST_ID} ${MOMENT}`])(
  'what is of no row stays as it is: %s',
  (position) => {
    expect(sealPosition(SECRET, position)).toBe(position);
    expect(openPosition(SECRET, position)).toBe(position);
  },
);

test('what a version before this one left is taken as it is', () =>
  expect(openPosition(SECRET, `${MOMENT} ${ID}`)).toBe(`${MOMENT} ${ID}`));

test.each([sealPosition(randomUUID(), `${MOMENT} ${ID}`)!, `${MOMENT} no-id`])(
  'what cannot be opened begins before all of its moment',
  (position) => expect(openPosition(SECRET, position)).toBe(`${MOMENT} ${NIL_ID}`),
);

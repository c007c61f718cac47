// The provider's list knows whole seconds, and an order: both together say which of two words was the last one.
import { expect, test } from 'vitest';
import { whenWritten } from '../../../src/reconciler/when-written.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 28, 7) + ms);
const message = (externalId: string, second: number) => ({ externalId, at: at(second * 1000) });
const span = (...heard: [id: string, at: number][]) => {
  const messages = [message('before', 7), message('it', 7), message('after', 7), message('later', 9)];
  const { from, until, followedBy } = whenWritten(
    messages,
    1,
    new Map(heard.map(([id, ms]) => [id, at(ms)])),
  );
  expect(followedBy).toEqual(['after', 'later']);
  return [from.getTime() - at(0).getTime(), until.getTime() - at(0).getTime()];
};

test('alone: somewhere in its second', () => expect(span()).toEqual([7000, 7999]));
test('after what was heard before it, and before what was heard after it, within the second', () => {
  expect(span(['before', 7200])).toEqual([7200, 7999]);
  expect(span(['after', 7600])).toEqual([7000, 7599]);
  expect(span(['before', 7200], ['after', 7600])).toEqual([7200, 7599]);
  expect(span(['before', 7200], ['after', 7200])).toEqual([7200, 7200]);
});
test('what was heard late itself says nothing of it', () => {
  expect(span(['before', 60_000], ['after', 60_000], ['later', 9100])).toEqual([7000, 7999]);
});

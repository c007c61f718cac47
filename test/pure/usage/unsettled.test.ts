// Calls that wait to be settled: tried again until they are, one at a time, and given up only where that can never be.
import { expect, test } from 'vitest';
import { blameDatabase } from '../../../src/kernel/database-outage.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { OutOfTime } from '../../../src/kernel/within.ts';
import type { Call } from '../../../src/llm/meter.ts';
import { bareSettlement } from '../../../src/usage/settlement.ts';
import { keepUnsettled, type Owed } from '../../../src/usage/unsettled.ts';

const owed = (id: string): Owed => {
  const call = { reservationId: id, outcome: 'answered' } as Call;
  return { call, settlement: bareSettlement(call) };
};
const coded = (code: string) => blameDatabase(Object.assign(new Error('x'), { code }));

/** `fails`: what an attempt fails with; undefined where it succeeds. */
function scene(fails: (one: Owed) => unknown) {
  const said: Record<string, unknown>[] = [];
  const tried: string[] = [];
  let atOnce = 0;
  const write = (line: string) => void said.push(JSON.parse(line) as Record<string, unknown>);
  const unsettled = keepUnsettled(
    async (one) => {
      tried.push(one.settlement.id);
      atOnce += 1;
      expect(atOnce).toBe(1);
      await Promise.resolve();
      atOnce -= 1;
      const error = fails(one);
      if (error !== undefined) throw error;
    },
    createLog({ level: 'info', process: 'test' }, { write }),
  );
  return { unsettled, tried, messages: () => said.map(({ msg }) => msg) };
}

test.each([
  ['our own patience', new OutOfTime('no answer')],
  ['a time-out of ours', blameDatabase(new Error('Query read timeout'))],
  ['a time-out of PostgreSQL', coded('57014')],
  ['a lock', coded('55P03')],
  ['a primary that only reads', coded('25006')],
  ['a function that is not there yet', coded('42883')],
  ['a right that is missing', coded('42501')],
  ['an error that nobody has thought of', coded('XX000')],
  ['a connection that is refused', new Error('x', { cause: coded('ECONNREFUSED') })],
])('%s, however often, is waited for', async (_what, error) => {
  const errors = [error, error, error];
  const { unsettled, tried, messages } = scene(() => errors.shift());
  unsettled.add(owed('one'), error);
  await unsettled.close(10_000);
  expect(tried).toEqual(Array(4).fill('one'));
  expect(messages()).toEqual(['a call could not be settled yet']);
});

test.each([
  ['a value that no column takes', coded('22003')],
  ['a constraint', coded('23514')],
  ['a mistake of ours', new TypeError('x is not a function')],
])('%s is not tried again', async (_what, error) => {
  const { unsettled, tried, messages } = scene(() => undefined);
  unsettled.add(owed('one'), error);
  await unsettled.close(10_000);
  expect([tried, messages()]).toEqual([[], ['a call could not be settled']]);
});

test('what is held up for long holds up no other; what is refused meanwhile is given up', async () => {
  const { unsettled, tried, messages } = scene(({ settlement: { id } }) =>
    id === 'stuck' ? coded('55P03') : id === 'bad' ? coded('22003') : undefined,
  );
  for (const id of ['stuck', 'bad', 'one', 'two']) unsettled.add(owed(id), coded('08006'));
  await unsettled.close(300);
  expect(tried.slice(0, 5)).toEqual(['stuck', 'bad', 'one', 'two', 'stuck']);
  expect(tried.filter((id) => id !== 'stuck')).toEqual(['bad', 'one', 'two']);
  expect(messages().slice(4)).toEqual(['a call could not be settled', 'calls were left unsettled']);
  unsettled.add(owed('late'), coded('08006'));
  expect(messages().at(-1)).toBe('a call could not be settled');
});

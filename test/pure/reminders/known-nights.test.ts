// Which quiet hours are known to be over: right to the minute, and for no more people than can be kept in mind.
import { expect, test } from 'vitest';
import { awakeAt, meetNight } from '../../../src/reminders/known-nights.ts';

const at = (time: string) => Date.parse(`2026-11-28T${time}Z`);

test.each([
  ['21:59:59.999', true],
  ['22:00:00.000', false],
  ['06:59:59.999', false],
  ['07:00:00.000', true],
])('at %s', (time, isAwake) => {
  meetNight('UTC 22:00 07:00', { zone: 'UTC', quiet: { from: '22:00', to: '07:00' } });
  expect(awakeAt(at(time)).includes('UTC 22:00 07:00')).toBe(isAwake);
});

test('one that is met is known at once; what was met long before a hundred others is not', () => {
  const [night, noon] = [{ zone: 'UTC', quiet: { from: '22:00', to: '07:00' } }, at('12:00:00')];
  meetNight('first', night);
  expect(awakeAt(noon)).toContain('first');
  for (let number = 1; number <= 100; number++) meetNight(`later ${number}`, night);
  expect(awakeAt(noon)).not.toContain('first');
  expect(awakeAt(noon)).toContain('later 100');
  expect(awakeAt(noon)).toHaveLength(100);
});

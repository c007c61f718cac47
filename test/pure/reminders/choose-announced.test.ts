// Which of several things an answer means: the very one that it names, else what was announced last, else nothing.
import { expect, test } from 'vitest';
import { chooseLatest, chooseNamed } from '../../../src/reminders/choose-announced.ts';
import type { Announced } from '../../../src/reminders/list-announced.sql.ts';
import { referenceOf } from '../../../src/reminders/words.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 7, minute));

function announced(title: string, announcedAt: Date, isLate = false): Announced {
  return {
    orgId: 'o',
    dispatchId: `dispatch of ${title}`,
    dispatchIds: [`dispatch of ${title}`, `message of ${title}`],
    isSure: true,
    taskId: title,
    generation: 1,
    announcedAt,
    title,
    startsAt: announcedAt,
    status: isLate ? 'missed' : 'pending',
    isLate,
  };
}

const swim = announced('Swimming', at(0), true);
const short = announced('Run 5 km', at(10));
const long = announced('Run 10 km', at(20));
const aid = announced('First aid course', at(30));
const all = [swim, short, long, aid];

test('a bare answer means what is open and was announced last, and a late one only where nothing is open', () => {
  expect(chooseLatest([long, short, swim])).toBe(long);
  expect(chooseLatest([announced('Older', at(0), true), swim, announced('New', at(40), true)])?.title).toBe(
    'New',
  );
  expect(chooseLatest([announced('Late, announced after', at(50), true), short])).toBe(short);
  expect(chooseLatest([])).toBeNull();
});

test('what nobody can tell to have arrived is meant only where nothing that did is open', () => {
  const doubtful = { ...announced('Perhaps', at(50)), isSure: false };
  expect(chooseLatest([doubtful, short, swim])).toBe(short);
  expect(chooseLatest([doubtful, swim])).toBe(doubtful);
  expect(chooseNamed([doubtful, short], 'perhaps')).toBe(doubtful);
});

test.each([
  ['run 5 km', short],
  ['5 km', short],
  ['the run 10 km', long],
  ['run', null],
  [referenceOf(long.dispatchId).toLowerCase(), long],
  [referenceOf('message of Run 5 km').toLowerCase(), short],
  [`ref ${referenceOf(swim.dispatchId).toLowerCase()}`, swim],
  ['first', short],
  ['the second one', long],
  ['3rd', aid],
  ['last', aid],
  ['fourth', null],
  ['first aid', aid],
  ['swimming', swim],
  ['isnt run 5 km', null],
  ['km 5', null],
  ['un 5', null],
  ['everything', null],
  ['constructor', null],
  ['the', null],
])('%j', (about, meant) => expect(chooseNamed(all, about)?.taskId).toBe(meant?.taskId));

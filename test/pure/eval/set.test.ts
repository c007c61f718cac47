// The set by which models are judged is itself sound: whoever is measured by a wrong reading is measured wrongly.
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import { isValidZone, wallClockToUtc } from '../../../src/kernel/time.ts';
import { messageAsked, planAsked, saidOf, situationOf, topicAsked, wishesAsked } from '../../eval/asks.ts';
import { KINDS, SORTS, type Case, type MessageCase, type MessageReading } from '../../eval/case.ts';
import { followDate } from '../../eval/follow-date.ts';
import { PROFILES, readCases, readSet, SITUATIONS } from '../../eval/read-set.ts';

const set = readSet();
const nameOf = ({ kind, asked }: Case): string => `${kind}/${asked.id}`;
const messages = set.flatMap(({ kind, asked }) => (kind === 'orchestrator' ? [asked] : []));

test('it is a few hundred cases, of every kind and every sort', () => {
  expect(set.length).toBeGreaterThan(400);
  for (const kind of KINDS) expect(set.filter((one) => one.kind === kind).length).toBeGreaterThan(40);
  for (const sort of SORTS) expect(set.filter(({ asked }) => asked.sort === sort).length).toBeGreaterThan(9);
  const askedBack = messages.filter(({ right }) => right.every(({ intent }) => intent === 'CLARIFY'));
  expect(askedBack.length).toBeGreaterThan(60);
});

test('no case stands there twice, by name or by words', () => {
  expect(repeated(set.map(nameOf))).toEqual([]);
  const words = set.map(({ kind, asked }) => {
    const { id: _id, sort: _sort, right: _right, dates: _dates, ...given } = asked;
    return `${kind} ${JSON.stringify(given).toLowerCase()}`;
  });
  expect(repeated(words)).toEqual([]);
});

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

test('what is no case is refused, with its line', () => {
  const head = '{"kind":"classifier","version":1,"about":"planted"}';
  expect(() => readCases('classifier', `${head}\n{"id":"planted"}\n`)).toThrow('classifier.jsonl:2');
  expect(() => readCases('planner', `${head}\n`)).toThrow('another one');
});

/** What the agent that is asked first is given. */
const givenBy = ({ kind, asked }: Case): unknown => {
  if (kind === 'orchestrator') return messageAsked(asked);
  return kind === 'classifier' ? topicAsked(asked) : wishesAsked(asked);
};

test('every agent is given what it takes', () => {
  const refused = set.filter((one) => {
    const { input } = AGENTS[one.kind === 'planner' ? 'scheduler' : one.kind];
    return !input.safeParse(givenBy(one)).success;
  });
  expect(refused.map(nameOf)).toEqual([]);
  const plans = set.flatMap(({ kind, asked }) => (kind === 'planner' ? [planAsked(asked)] : []));
  expect(
    plans.filter(({ nowMs, busy }) => !(nowMs > 0) || busy.some((one) => one.startsAt >= one.endsAt)),
  ).toEqual([]);
});

test('it is said at a moment that a clock in its zone shows', () => {
  const never = set.filter(({ asked }) => {
    const { local, date, zone } = saidOf(asked);
    return !isValidZone(zone) || wallClockToUtc(date, local.slice(11), zone).shifted;
  });
  expect(never.map(nameOf)).toEqual([]);
});

test('what stands in the calendar is what the product would show', () => {
  const strange = messages.filter((asked) => {
    const { date } = saidOf(asked);
    const starts = situationOf(asked).tasks.map((task) => task.starts);
    const isOrdered = starts.join() === starts.toSorted().join();
    return !isOrdered || starts.some((start) => start < date || start > followDate('+2w', date));
  });
  expect(strange.map(({ id }) => id)).toEqual([]);
});

/** Ids that a right reading names, and that are not there. */
const unknownIn = (asked: MessageCase): string[] => {
  const { goals, tasks } = situationOf(asked);
  return asked.right.flatMap((right) => {
    if (right.intent === 'RESCHEDULE_TASK' || right.intent === 'COMPLETE')
      return tasks.some(({ id }) => id === right.task) ? [] : [right.task];
    const goal = right.intent === 'GOAL' || right.intent === 'MODIFY_GOAL' ? right.goal : undefined;
    return goal === undefined || goals.some(({ id }) => id === goal) ? [] : [goal];
  });
};

test('a right reading names only what is there', () => {
  expect(messages.flatMap(unknownIn)).toEqual([]);
  const planted = { id: 'planted', sort: 'plain', said: '2026-11-23T10:00 Europe/Berlin', say: 'x' } as const;
  expect(unknownIn({ ...planted, right: [{ intent: 'MODIFY_GOAL', goal: 'nobody' }] })).toEqual(['nobody']);
});

/** A reading that says too little or too much to be judged by, or that asks of a goal what its status does not allow. */
function isLoose(right: MessageReading, asked: MessageCase): boolean {
  const statusOf = (goal?: string) => situationOf(asked).goals.find(({ id }) => id === goal)?.status;
  switch (right.intent) {
    case 'NEW_TASK':
      return (right.at === undefined) === (right.in === undefined);
    case 'RESCHEDULE_TASK':
      return [right.at, right.in, right.free].filter((one) => one !== undefined).length !== 1;
    case 'GOAL':
      if (right.decision === 'propose') return right.goal !== undefined;
      return right.decision === 'abandon' ? right.goal === undefined : statusOf(right.goal) !== 'negotiating';
    case 'MODIFY_GOAL':
      return statusOf(right.goal) !== 'active';
    case 'LIST':
    case 'PAUSE':
      return right.from > right.to;
    case 'COMPLETE':
    case 'PROGRESS':
    case 'SETTING':
    case 'CLARIFY':
      return false;
  }
}

test('a right reading says all that it is judged by, and asks only what may be done', () => {
  const loose = messages.filter((asked) => asked.right.some((right) => isLoose(right, asked)));
  expect(loose.map(({ id }) => id)).toEqual([]);
  const [waiting] = messages.filter(({ situation }) => situation === 'waiting');
  expect(isLoose({ intent: 'MODIFY_GOAL', goal: 'run' }, waiting!)).toBe(true);
  expect(isLoose({ intent: 'GOAL', decision: 'revise' }, waiting!)).toBe(true);
  expect(isLoose({ intent: 'NEW_TASK', title: ['x'], minutes: null }, waiting!)).toBe(true);
  expect(isLoose({ intent: 'RESCHEDULE_TASK', task: 'x' }, waiting!)).toBe(true);
});

/** "2026-12-01" for each date of a right reading that does not follow as the case says, or that it does not explain. */
function wrongDates({ asked }: Case): string[] {
  const { date } = saidOf(asked);
  const explained = asked.dates ?? {};
  const used = new Set(JSON.stringify(asked.right).match(/\d{4}-\d{2}-\d{2}/g));
  const wrong = Object.entries(explained).filter(
    ([on, how]) => followDate(how, date) !== on || !used.has(on),
  );
  return [...wrong.map(([on]) => on), ...[...used].filter((on) => !(on in explained))];
}

describe('dates', () => {
  test('each follows from the day on which it was said, by another library', () => {
    const dated = set.filter(({ asked }) => asked.dates);
    expect(dated.length).toBeGreaterThan(80);
    expect(set.flatMap((one) => wrongDates(one).map((date) => `${nameOf(one)}: ${date}`))).toEqual([]);
  });

  test('a slip is found', () => {
    const [one] = set.filter(({ asked }) => asked.id === 'remind-dentist');
    const moved = { ...one!, asked: { ...one!.asked, dates: { '2026-11-25': 'tomorrow' } } } as Case;
    expect(wrongDates(moved)).toEqual(['2026-11-25', '2026-11-24']);
  });

  test.each([
    ['today', '2026-11-23'],
    ['+8d', '2026-12-01'],
    ['+2w', '2026-12-07'],
    ['MO', '2026-11-30'],
    ['FR+1w', '2026-12-04'],
    ['01-05', '2027-01-05'],
    ['11-23', '2026-11-23'],
    ['day 15', '2026-12-15'],
    ['last of month', '2026-11-30'],
    ['MO from 2026-11-30', '2026-12-07'],
  ])('from a Monday, %s is %s', (how, date) => {
    expect(followDate(how, '2026-11-23')).toBe(date);
  });

  test('what nobody can follow is an error', () => {
    expect(() => followDate('soon', '2026-11-23')).toThrow(RangeError);
  });
});

test('every situation and every profile is used', () => {
  const situations = new Set(messages.map(({ situation }) => situation ?? 'nothing'));
  expect(Object.keys(SITUATIONS).filter((name) => !situations.has(name))).toEqual([]);
  const profiles = new Set(set.flatMap(({ asked }) => ('profile' in asked ? [asked.profile] : [])));
  expect(Object.keys(PROFILES).filter((name) => !profiles.has(name))).toEqual([]);
});

test('nobody real is in it: no address and no number by which somebody can be reached', () => {
  expect(JSON.stringify(set)).not.toMatch(/[\w.]+@\w+\.\w+|\+\d{6,}|https?:/);
});

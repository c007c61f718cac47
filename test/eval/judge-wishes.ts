// Whether the scheduler wished for the sessions that the words ask for.
import type { AgentOutput } from '../../src/agents.ts';
import { DAYS, type Day } from '../../src/kernel/week.ts';
import type { Wish } from '../../src/planning/wish.ts';
import type { WishesCase, WishesReading } from './case.ts';
import { differs, outside, verdictOf, type Verdict } from './verdict.ts';

type Output = AgentOutput<'scheduler'>;

export function judgeWishes({ right }: WishesCase, output: Output): Verdict {
  const departures = right.map((reading) => departuresOf(reading, output));
  return verdictOf(briefOf(output), departures);
}

function departuresOf(right: WishesReading, { wishes, start_on }: Output): string[] {
  const days = DAYS.filter((day) => wishes.some(({ preferred_days }) => preferred_days.includes(day)));
  const sessions = wishes.reduce((sum, { days_per_week }) => sum + days_per_week, 0);
  return [
    ...outside('sessions a week', sessions, right.per_week),
    ...dayDepartures(right, days),
    ...wishes.flatMap((wish) => hourDepartures(right, wish)),
    ...outside('wishes', wishes.length, right.wishes),
    ...(right.start_on === undefined ? [] : differs('start', start_on, right.start_on)),
  ];
}

/** Where no day is preferred, code takes any. */
function dayDepartures({ days, only, never }: WishesReading, preferred: Day[]): string[] {
  const used = preferred.length > 0 ? preferred : [...DAYS];
  return [
    ...(days ? differs('days', preferred, inOrder(days)) : []),
    ...(only ? used.filter((day) => !only.includes(day)).map((day) => `may fall on ${day}`) : []),
    ...(never ? used.filter((day) => never.includes(day)).map((day) => `may fall on ${day}`) : []),
  ];
}

const inOrder = (days: readonly Day[]): Day[] => DAYS.filter((day) => days.includes(day));

function hourDepartures({ within, minutes, firm }: WishesReading, wish: Wish): string[] {
  const isWithin = !within || (wish.earliest >= within[0] && wish.latest <= within[1]);
  return [
    ...(isWithin ? [] : [`${wish.earliest} to ${wish.latest}, not within ${within.join(' to ')}`]),
    ...outside('minutes', wish.duration_minutes, minutes),
    ...(firm === undefined ? [] : differs('firm', wish.window_is_firm, firm)),
  ];
}

const briefOf = ({ wishes, start_on }: Output): string =>
  [
    ...wishes.map(
      (wish) =>
        `${wish.days_per_week}× ${wish.preferred_days.join(',') || 'any day'} ${wish.earliest}-${wish.latest} ${wish.duration_minutes} min${wish.window_is_firm ? ' firm' : ''}`,
    ),
    ...(start_on === null ? [] : [`from ${start_on}`]),
  ].join('; ');

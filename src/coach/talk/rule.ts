// How a task recurs, as RFC 5545 says it, of the facts of a request.
import { isDeepStrictEqual } from 'node:util';
import { DAYS, type Day } from '../../kernel/week.ts';
import { addDays } from '../../kernel/time.ts';
import type { Fact, RhythmValue } from '../../english/facts.ts';
import { factsOf } from './heard.ts';

export interface Recurs {
  rrule: string;
  exdates: string[];
  startOn: string | null;
  /** It counts from a day that was not said. */
  isOpen: boolean;
  used: Set<Fact>;
}

/** Null where nothing recurs; 'vague' where it does and no single rule says how. */
export function readRule(
  facts: readonly Fact[],
  today: string,
  isEachClock = false,
): Recurs | 'vague' | null {
  const said = factsOf(facts, 'rhythm').filter(({ role }) => role !== 'except');
  // "Every morning and every night" says one rhythm twice.
  const rhythms = said.filter(({ value }, index) => index === 0 || !isDeepStrictEqual(value, said[0]!.value));
  const named = factsOf(facts, 'days').filter(({ role }) => role !== 'except');
  if (rhythms.length + named.length === 0) return daily(facts, today);
  if (rhythms.length > 1 || named.length > 1) return 'vague';
  const used = new Set<Fact>([...said, ...named]);
  const left = facts.filter(({ role, value }) => role === 'except' && weekdaysOf(value).length > 0);
  const except = left.flatMap(({ value }) => weekdaysOf(value));
  for (const fact of left) used.add(fact);
  const rhythm = rhythms[0]?.value ?? null;
  // "Tuesday night, every week".
  const isBare = rhythm?.per === 'week' && rhythm.least === 1 && rhythm.days.length === 0;
  const own = factsOf(facts, 'date').filter(
    ({ role, value }) => isBare && role === 'at' && value.day !== null,
  );
  const ofWeek = own.map(({ value }) => value.day!);
  for (const fact of own) used.add(fact);
  const [first] = factsOf(facts, 'date').filter(
    ({ role }) => role === 'from' || (role === 'at' && isCounted(rhythm)),
  );
  const base = ruleOf(rhythm, named[0]?.value.days ?? ofWeek, { except, isEachClock });
  if (base === null) return 'vague';
  const exdates = factsOf(facts, 'date')
    .filter((fact) => fact.role === 'except' && !used.has(fact))
    .map((fact) => (used.add(fact), fact.value.date));
  if (first) used.add(first);
  const stretch = factsOf(facts, 'dates').find(
    ({ role, value }) => (role === 'at' || role === 'from') && value.from !== null,
  );
  const start = first?.value.date ?? (stretch && stretch.value.from! > today ? stretch.value.from : null);
  if (stretch) used.add(stretch);
  const end = endOf(facts, start ?? today, used);
  for (const away of factsOf(facts, 'dates').filter(({ role }) => role === 'except')) {
    const dates = datesIn(away.value, base);
    if (exdates.length + dates.length > 60) continue;
    used.add(away);
    exdates.push(...dates);
  }
  return {
    rrule: end ? `${base};UNTIL=${end.replaceAll('-', '')}` : base,
    exdates,
    startOn: start,
    isOpen: isCounted(rhythm) && start === null,
    used,
  };
}

const weekdaysOf = (value: Fact['value']): Day[] =>
  value.kind === 'days' ? value.days : value.kind === 'date' && value.day !== null ? [value.day] : [];

/** The days of a stretch on which the rule may fall. */
function datesIn({ from, to }: { from: string | null; to: string | null }, rrule: string): string[] {
  const byDay = /BYDAY=([^;]+)/.exec(rrule)?.[1]?.split(',') ?? [];
  const byDate = /BYMONTHDAY=([^;]+)/.exec(rrule)?.[1]?.split(',').map(Number) ?? [];
  const dates: string[] = [];
  if (from === null || to === null) return dates;
  for (let date = from; date <= to && dates.length < 61; date = addDays(date, 1)) {
    const [day, nth] = [DAYS[(new Date(date).getUTCDay() + 6) % 7]!, Math.ceil(Number(date.slice(8)) / 7)];
    const isLast = addDays(date, 7).slice(5, 7) !== date.slice(5, 7);
    const isDay =
      byDay.length === 0 ||
      byDay.some((one) => one === day || one === `${nth}${day}` || (isLast && one === `-1${day}`));
    if (isDay && (byDate.length === 0 || byDate.includes(Number(date.slice(8))))) dates.push(date);
  }
  return dates;
}

/** "At 8 for ten days", "at 9 until Friday". */
function daily(facts: readonly Fact[], today: string): Recurs | null {
  const isTimed = facts.some(({ value: { kind } }) => kind === 'clock');
  const isDated = facts.some(({ value: { kind }, role }) => kind === 'date' && role === 'at');
  const used = new Set<Fact>();
  const ends = facts.filter(
    ({ value, role }) =>
      (value.kind === 'span' && role === 'for') ||
      role === 'until' ||
      (value.kind === 'dates' && value.from !== null && value.from <= today),
  );
  const end = isTimed && !isDated ? endOf(ends, today, used) : null;
  if (end === null) return null;
  const rrule = `FREQ=DAILY;UNTIL=${end.replaceAll('-', '')}`;
  return { rrule, exdates: [], startOn: null, isOpen: false, used };
}

/** "Every six months" says no day of its own. */
const isCounted = (rhythm: RhythmValue | null): boolean =>
  rhythm !== null &&
  /^(?:month|quarter|year)$/.test(rhythm.per) &&
  rhythm.least === 1 &&
  rhythm.monthDays.length + rhythm.nth.length === 0;

function ruleOf(
  rhythm: RhythmValue | null,
  named: readonly Day[],
  { except, isEachClock }: { except: readonly Day[]; isEachClock: boolean },
): string | null {
  const { per = 'week', interval = 1, least = named.length, most = least } = rhythm ?? {};
  const days = [...new Set([...(rhythm?.days ?? []), ...named])].filter((day) => !except.includes(day));
  const every = interval > 1 ? `;INTERVAL=${interval}` : '';
  if (least !== most) return null;
  if (per === 'day' && (least === 1 || isEachClock)) {
    if (except.length > 0 || days.length > 0) {
      if (interval > 1) return null;
      const rest = days.length > 0 ? days : DAYS.filter((day) => !except.includes(day));
      return `FREQ=WEEKLY;BYDAY=${rest.join(',')}`;
    }
    return `FREQ=DAILY${every}`;
  }
  if (per === 'week') {
    if (days.length === 0 && rhythm !== null && least !== 7) return null;
    if (days.length === 0) return `FREQ=DAILY${every}`;
    return `FREQ=WEEKLY${every};BYDAY=${days.join(',')}`;
  }
  if (per === 'month') {
    const { nth = [], monthDays = [] } = rhythm ?? {};
    if (monthDays.length > 0) return `FREQ=MONTHLY${every};BYMONTHDAY=${monthDays.join(',')}`;
    if (nth.length > 0 && days.length > 0)
      return `FREQ=MONTHLY${every};BYDAY=${nth.flatMap((n) => days.map((day) => `${n}${day}`)).join(',')}`;
  }
  if (isCounted(rhythm)) {
    const months = { quarter: 3, year: 12 }[per as 'quarter'] ?? 1;
    return months * interval === 1 ? 'FREQ=MONTHLY' : `FREQ=MONTHLY;INTERVAL=${months * interval}`;
  }
  return null;
}

function endOf(facts: readonly Fact[], start: string, used: Set<Fact>): string | null {
  const until = factsOf(facts, 'date').find(({ role }) => role === 'until');
  if (until) {
    used.add(until);
    return until.value.date;
  }
  const dates = factsOf(facts, 'dates').find(
    ({ value, role }) => value.to !== null && /^(?:at|until|for|by)$/.test(role),
  );
  if (dates?.value.to) {
    used.add(dates);
    return dates.value.to;
  }
  const span = factsOf(facts, 'span').find(({ role }) => role === 'for');
  if (!span || span.value.most !== span.value.least) return null;
  const daysOf = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }[span.value.unit];
  used.add(span);
  return addDays(start, span.value.least * daysOf - 1);
}

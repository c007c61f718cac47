// How a task recurs, as RFC 5545 says it, of the facts of a request.
import { DAYS, type Day } from '../../kernel/week.ts';
import { addDays } from '../../kernel/time.ts';
import type { Fact, RhythmValue } from '../../english/facts.ts';
import { factsOf } from './heard.ts';

export interface Recurs {
  rrule: string;
  exdates: string[];
  startOn: string | null;
  used: Set<Fact>;
}

/** Null where nothing recurs; 'vague' where it does and no single rule says how. */
export function readRule(facts: readonly Fact[], today: string): Recurs | 'vague' | null {
  const rhythms = factsOf(facts, 'rhythm').filter(({ role }) => role !== 'except');
  const named = factsOf(facts, 'days').filter(({ role }) => role !== 'except');
  if (rhythms.length + named.length === 0) return null;
  if (rhythms.length > 1 || named.length > 1) return 'vague';
  const used = new Set<Fact>([...rhythms, ...named]);
  const left = factsOf(facts, 'days').filter(({ role }) => role === 'except');
  const except = left.flatMap(({ value }) => value.days);
  for (const fact of left) used.add(fact);
  const base = ruleOf(rhythms[0]?.value ?? null, named[0]?.value.days ?? [], except);
  if (base === null) return 'vague';
  const exdates = factsOf(facts, 'date')
    .filter(({ role }) => role === 'except')
    .map((fact) => (used.add(fact), fact.value.date));
  const [start] = factsOf(facts, 'date').filter(({ role }) => role === 'from');
  if (start) used.add(start);
  const end = endOf(facts, start?.value.date ?? today, used);
  return {
    rrule: end ? `${base};UNTIL=${end.replaceAll('-', '')}` : base,
    exdates,
    startOn: start?.value.date ?? null,
    used,
  };
}

function ruleOf(rhythm: RhythmValue | null, named: readonly Day[], except: readonly Day[]): string | null {
  const { per = 'week', interval = 1, least = named.length, most = least } = rhythm ?? {};
  const days = [...new Set([...(rhythm?.days ?? []), ...named])].filter((day) => !except.includes(day));
  const every = interval > 1 ? `;INTERVAL=${interval}` : '';
  if (least !== most) return null;
  if (per === 'day' && least === 1) {
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
  return null;
}

function endOf(facts: readonly Fact[], start: string, used: Set<Fact>): string | null {
  const until = factsOf(facts, 'date').find(({ role }) => role === 'until');
  if (until) {
    used.add(until);
    return until.value.date;
  }
  const dates = factsOf(facts, 'dates').find(({ value }) => value.to !== null);
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

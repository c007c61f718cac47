// Whether the sessions of a plan lie in the hours that were named: each named hour is used, and none lies elsewhere.
import type { Fact, Part } from '../english/facts.ts';
import type { Day } from '../kernel/week.ts';
import { isOut } from './said-around.ts';

/** One session of a plan that is laid, in minutes of its day. */
export interface LaidSession {
  date: string;
  day: Day;
  at: number;
  minutes: number;
}

/** Wide: whoever says "evening" means something in it. A session begins within. */
const WIDE: Record<Part, [number, number]> = {
  early_morning: [180, 560],
  morning: [180, 740],
  late_morning: [540, 750],
  lunch: [640, 880],
  afternoon: [700, 1170],
  late_afternoon: [880, 1170],
  evening: [960, 1440],
  late_evening: [1140, 1440],
  night: [1080, 1440],
  waking: [0, 1440],
  breakfast: [240, 780],
  work: [0, 1440],
  school: [420, 960],
  dinner: [930, 1290],
  bedtime: [1080, 1440],
  daytime: [480, 1140],
};
/** Narrow: what lies in it is "in the morning" for everybody. */
const NARROW: Partial<Record<Part, [number, number]>> = {
  early_morning: [300, 480],
  morning: [360, 660],
  late_morning: [600, 690],
  lunch: [720, 780],
  afternoon: [780, 1020],
  late_afternoon: [930, 1020],
  evening: [1140, 1320],
  late_evening: [1230, 1380],
  night: [1260, 1439],
};

/** "After dinner" is behind it, "before lunch" in front of it. */
function windowOf(part: Part, role: Fact['role']): [number, number] {
  const [from, to] = WIDE[part];
  if (part === 'work' || part === 'waking') return [from, to];
  if (role === 'after') return [part === 'school' ? 780 : from, part === 'breakfast' ? 900 : 1440];
  if (role === 'before') return [0, to];
  return [from, to];
}

/** A side of the day, which holds beside other hours: "after 7". */
const isSide = ({ value: { kind }, role }: Fact): boolean =>
  kind === 'clock' && ['from', 'after', 'until', 'before', 'by'].includes(role);

function meets(fact: Fact, { at, minutes }: LaidSession): boolean {
  const { value, role } = fact;
  const end = at + minutes;
  if (value.kind === 'part') {
    const [from, to] = isOut(fact) ? (NARROW[value.part] ?? [-1, -1]) : windowOf(value.part, role);
    return (at >= from && at < to) !== isOut(fact);
  }
  if (value.kind === 'clock_range') {
    const isIn = at >= value.from - 5 && (value.to > 1440 || end <= value.to + 5);
    return isOut(fact) ? at >= value.to || end <= value.from : isIn;
  }
  if (value.kind !== 'clock') return true;
  const meant = [value, ...(fact.certainty === 'said' ? [] : fact.alternatives)].flatMap((one) =>
    one.kind === 'clock' ? [one.minute] : [],
  );
  const slack = fact.about ? 45 : 5;
  return meant.some((minute) => {
    if (role === 'from' || role === 'after' || (isOut(fact) && role === 'before'))
      return at >= minute - slack;
    if (isSide(fact)) return end <= minute + slack || at === minute;
    return isOut(fact) ? at !== minute : Math.abs(at - minute) <= slack;
  });
}

/** The hours of `facts` that the sessions do not follow. `isMixed`: each of several kinds of days has its own. */
export function hoursNotHeld(
  facts: readonly Fact[],
  sessions: readonly LaidSession[],
  { isMixed, text }: { isMixed: boolean; text: string },
): Fact[] {
  const named = facts.filter(
    ({ value, role }) =>
      role !== 'instead' &&
      (value.kind === 'clock' ||
        value.kind === 'clock_range' ||
        (value.kind === 'part' && value.date === null)),
  );
  const out = named.filter(isOut);
  const points = named.filter((fact) => !isOut(fact) && (isMixed || !isSide(fact)));
  const sides = named.filter((fact) => !isOut(fact) && !points.includes(fact));
  const isChoice = points.some(
    (fact, index) => index > 0 && /\bor\b/i.test(text.slice(points[index - 1]!.to, fact.from)),
  );
  const missed = points.filter((fact) => !sessions.some((one) => meets(fact, one)));
  const isAstray = sessions.some((one) => points.length > 0 && !points.some((fact) => meets(fact, one)));
  const astray = isAstray && missed.length === 0 ? points.slice(-1) : isChoice && !isAstray ? [] : missed;
  return [
    ...astray,
    ...[...out, ...sides].filter((fact) => !sessions.every((one) => meets(fact, one))),
  ].toSorted((a, b) => a.from - b.from);
}

// Morning or evening of an open hour, where a part of the day beside it says which.
import type { Here } from './here.ts';
import { isOneClause } from './clauses.ts';
import type { Part, Role, Value } from './facts.ts';
import type { Placed } from './roles.ts';

/** From when to when people mean by a part of the day, in minutes; beyond 1440 after midnight. */
export const PART_HOURS: Record<Part, [from: number, to: number]> = {
  early_morning: [240, 540],
  waking: [240, 720],
  breakfast: [300, 720],
  morning: [180, 720],
  late_morning: [600, 780],
  lunch: [660, 900],
  afternoon: [720, 1140],
  late_afternoon: [900, 1200],
  evening: [960, 1440],
  late_evening: [1200, 1560],
  dinner: [1020, 1380],
  night: [1080, 1680],
  bedtime: [1140, 1560],
  daytime: [480, 1080],
  work: [360, 1140],
  school: [360, 1140],
};

const LATE =
  /\b(bed|sleep|asleep|dinner|supper|home|(finish(es|ing)?|clos(e|es|ing)|off|stop(ping)?)( \S+)?|(leav\w+|out of)( the| my)? (work|office|desk|shop))$|\b(kids|children|baby) \S+ (down|away)\b/;
const EARLY =
  /\b(wake|woke|waking|alarm|breakfast|of bed|(get|got|getting|gets|be|am) up|leave for)\b|^(\W )?up$|\bleav\w+ home$/;

/** Morning or evening by what is done: one goes to bed at ten in the evening, and gets up at six in the morning. */
function settleByWords(words: string[], { start, end, fact }: Placed): void {
  const [other] = fact.alternatives;
  if (fact.value.kind !== 'clock' || other?.kind !== 'clock') return;
  const said = words.slice(Math.max(0, start - 4), end).join(' ');
  const near = said.replace(/ ?(?:at|by|before|around|about|until|after|to)? ?(?:half |quarter )?\S+$/, '');
  const isEarly = EARLY.test(near);
  const isSense = !isEarly && LATE.test(near);
  const isLate = isSense || (!isEarly && /^(until|after)$/.test(fact.role));
  const wanted = [fact.value, other].find(({ minute }) =>
    isEarly ? minute < 720 && minute >= 180 : minute >= 1020,
  );
  if (!(isEarly || isLate) || !wanted) return;
  const isSure = isEarly || isSense;
  const rest = [fact.value, ...fact.alternatives].filter((one) => one !== wanted);
  Object.assign(
    fact,
    isSure
      ? { value: wanted, alternatives: [], certainty: 'said' }
      : { value: wanted, alternatives: rest, certainty: 'open' },
  );
}

/** An open hour beside a part of the day is the hour that lies in it: "half ten at night", "6 to 8 in the evening". */
export function settleHalves(words: string[], chosen: Placed[]): void {
  for (const [index, { fact, start }] of chosen.entries()) {
    const clocks = fact.alternatives.filter(({ kind }) => kind === fact.value.kind);
    if (!fact.value.kind.startsWith('clock') || clocks.length === 0) continue;
    settleByWords(words, chosen[index]!);
    for (const near of [1, -1, 2, -2].map((offset) => chosen[index + offset])) {
      if (near?.fact.value.kind !== 'part' || !isOneClause(words, start, near.start)) continue;
      if (isFar(words, chosen[index]!, near)) continue;
      const fits = [fact.value, ...fact.alternatives].filter((value) => liesIn(value, near));
      if (fits.length !== 1) continue;
      Object.assign(fact, { value: fits[0]!, alternatives: [], certainty: 'said' });
      break;
    }
  }
}

/** Behind a comma, other words belong to something else: "club at 7, plus a walk before lunch". */
function isFar(words: string[], one: Placed, other: Placed): boolean {
  const [first, last] = one.start < other.start ? [one, other] : [other, one];
  const between = words.slice(first.end, last.start);
  const comma = between.lastIndexOf(',');
  const behind = between
    .slice(comma + 1)
    .filter((word) => !/^(which|that|is|it|'s|at|around|about|so)$/.test(word));
  return comma >= 0 && behind.length > 1;
}

function liesIn(value: Value, { fact }: Placed): boolean {
  if (fact.value.kind !== 'part' || fact.role === 'except') return false;
  if (value.kind === 'clock_range') return lies(value.from, fact.role, fact.value.part);
  return value.kind === 'clock' && lies(value.minute, fact.role, fact.value.part);
}

function lies(minute: number, role: Role, part: Part): boolean {
  const [from, to] = PART_HOURS[part];
  if (role === 'before') return minute < from + 180;
  if (role === 'after') return minute >= to - 180;
  return [minute, minute + 1440].some((at) => at >= from && at <= to);
}

const ANOTHER_DAY = new Set(['dates', 'days', 'rhythm', 'offset', 'part', 'impossible']);

/** "at 9" at ten in the morning: today's usual hour has passed, so that the other one, or tomorrow, may be meant. */
export function settlePassed(chosen: Placed[], { today, minute }: Here): void {
  if (chosen.some(({ fact }) => ANOTHER_DAY.has(fact.value.kind))) return;
  const dates = chosen.flatMap(({ fact }) =>
    fact.value.kind === 'date' ? [fact.value.day ?? fact.value.date] : [],
  );
  if (dates.some((date) => date !== today)) return;
  for (const { fact } of chosen) {
    const [other] = fact.alternatives;
    if (fact.value.kind !== 'clock' || other?.kind !== 'clock' || fact.value.minute > minute) continue;
    if (fact.role !== 'at' && fact.role !== 'to') continue;
    fact.certainty = 'open';
    if (dates.length > 0 && other.minute > minute) {
      Object.assign(fact, { value: other, alternatives: [fact.value], certainty: 'usual' });
    }
  }
}

// What the rest of a message settles: morning or evening of an open hour, and the "not" that stands before a value.
import type { Part, Value } from './facts.ts';
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

const ENDS = new Set(['.', ';', '!', '?', '\n', 'but']);
const NEGATIONS = new Set(['not', 'never', 'nt', 'no']);
/** What a "not" belongs to that says nothing against the time: "don't forget", "why not", "not sure", "not only". */
const HARMLESS = new Set('forget sure only mind just worry yet'.split(' '));

/** True where the two stand in one clause: no full stop lies between them. */
export function isOneClause(words: string[], from: number, to: number): boolean {
  for (let index = Math.min(from, to); index < Math.max(from, to); index++) {
    if (ENDS.has(words[index]!)) return false;
  }
  return true;
}

/** An open hour beside a part of the day is the hour that lies in it: "half ten at night". */
export function settleHalves(words: string[], chosen: Placed[]): void {
  for (const [index, { fact, start }] of chosen.entries()) {
    if (fact.value.kind !== 'clock' || fact.alternatives.length === 0) continue;
    const neighbours = [chosen[index + 1], chosen[index - 1], chosen[index + 2], chosen[index - 2]];
    for (const near of neighbours) {
      if (near?.fact.value.kind !== 'part' || !isOneClause(words, start, near.start)) continue;
      const fits = [fact.value, ...fact.alternatives].filter((value) => liesIn(value, near));
      if (fits.length !== 1) continue;
      Object.assign(fact, { value: fits[0]!, alternatives: [], certainty: 'said' });
      break;
    }
  }
}

function liesIn(value: Value, { fact }: Placed): boolean {
  if (value.kind !== 'clock' || fact.value.kind !== 'part') return false;
  const [from, to] = PART_HOURS[fact.value.part];
  const minute = value.minute;
  if (fact.role === 'before') return minute < from + 180;
  if (fact.role === 'after') return minute >= to - 180;
  if (fact.role !== 'at') return false;
  return [minute, minute + 1440].some((at) => at >= from && at <= to);
}

/** Marks every value that a free "not" of its clause stands before. */
export function findNegated(words: string[], chosen: Placed[], isTaken: (index: number) => boolean): void {
  let negation = -1;
  let next = 0;
  for (const placed of chosen) {
    for (; next < placed.start; next++) {
      const word = words[next]!;
      if (ENDS.has(word)) negation = -1;
      else if (NEGATIONS.has(word) && !isTaken(next) && !HARMLESS.has(words[next + 1] ?? '')) negation = next;
      else if (word === ',' || word === 'so' || word === 'because') negation = -1;
    }
    placed.fact.negated = negation >= 0 && placed.fact.role !== 'except';
  }
}

// Bare numbers that what stands beside them makes hours: "evenings, 9 to 10", "saturday 10", "noon and 6".
import { hourOf, rangeOf } from './clocks.ts';
import type { Found } from './classes.ts';
import type { ClockValue } from './facts.ts';
import type { Here } from './here.ts';
import type { Placed } from './roles.ts';

const NOON = 720;
const ENDS = new Set(
  `. , ; ! ? ) and or but so please for with if then to in at ish - only instead though because when every each`.split(
    /\s+/,
  ),
);
const JOINTS = new Set(['and', 'or', '&', ',', 'then']);
const WHEN = new Set(['date', 'days', 'part', 'rhythm']);

/** Turns such numbers into clocks; `here` says what an open hour means. */
export function settleNumbers(words: string[], chosen: Placed[], here: Here): void {
  for (const [index, placed] of chosen.entries()) {
    const { fact, start, end } = placed;
    if (fact.value.kind !== 'number' || fact.negated || fact.bound) continue;
    const { least, most } = fact.value;
    const next = words[end];
    const isFree = next === undefined || ENDS.has(next) || chosen[index + 1]?.start === end;
    if (!isFree || most > 12 || least < 1 || !Number.isInteger(least) || !Number.isInteger(most)) continue;
    const clock = (hour: number): ReturnType<typeof hourOf> =>
      hourOf({ least: hour, most: hour }, 'bare', here);
    if (least < most) {
      const isStretch = words.slice(start, end).some((word) => /^(to|-|until)$/.test(word));
      const range =
        isStretch && chosen.some(({ fact: one }) => WHEN.has(one.value.kind))
          ? rangeOf(clock(least)!, clock(most)!)
          : null;
      if (range) Object.assign(fact, range);
      continue;
    }
    const beside = besides(words, chosen, index);
    const found = beside === undefined ? null : clock(least);
    if (!found) continue;
    Object.assign(fact, found);
    if (beside !== null && beside !== undefined)
      Object.assign(fact, besideClock(found, beside, fact.role !== 'instead'));
  }
}

/** What makes it an hour: null for a day, the minute for another clock, undefined where nothing does. */
function besides(words: string[], chosen: Placed[], index: number): number | null | undefined {
  const { start, end, fact } = chosen[index]!;
  const before = chosen[index - 1];
  const after = chosen[index + 1];
  const isBehind = (one: Placed): boolean =>
    one.end === start ||
    (words.slice(one.end, start).every((word) => word === ',') &&
      /^\d/.test(words[start]!) &&
      words[end] !== 'at');
  const isJoined = (from: number, to: number): boolean =>
    to > from && to - from < 3 && words.slice(from, to).every((word) => JOINTS.has(word));
  const clocks = chosen.flatMap((one) => (one.fact.value.kind === 'clock' ? [one] : []));
  if (before && clocks.includes(before) && isJoined(before.end, start)) return minuteOf(before);
  if (fact.role === 'instead' && clocks[0]) return minuteOf(clocks[0]);
  if (after && clocks.includes(after) && /^(except|instead)$/.test(after.fact.role) && after.start === end)
    return null;
  const isDay = before?.fact.value.kind === 'date' || before?.fact.value.kind === 'days';
  return before && isDay && isBehind(before) && fact.role === 'at' ? null : undefined;
}

const minuteOf = (one: Placed): number => (one.fact.value as ClockValue).minute;

/** "Noon and 6" is six in the evening; "six thirty instead of eight" keeps its half of the day. */
function besideClock(found: Found<ClockValue>, minute: number, isNext: boolean): Partial<Found<ClockValue>> {
  const all = [found.value, ...((found.alternatives ?? []) as ClockValue[])].toSorted(
    (a, b) => a.minute - b.minute,
  );
  const isSame = (one: ClockValue): boolean => one.minute >= NOON === minute >= NOON;
  const value =
    all.find((one) => (isNext ? one.minute > minute : isSame(one))) ?? all.find(isSame) ?? found.value;
  return { value, alternatives: all.filter((one) => one !== value), certainty: 'usual' };
}

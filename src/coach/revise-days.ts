// The days after a later word: days named anew, ruled out, one more or one less than it was.
import { FEWER } from './read-load.ts';
import type { Timing } from './read-timing.ts';
import type { Goal } from './recipe.ts';

/** Days, rhythm and kinds of days as they stand after `said`; what it does not touch stays. Pure. */
export function reviseDays(before: Goal, said: Timing, plain: string): Partial<Goal> {
  const excludedDays = [...before.excludedDays.filter((day) => !said.days.includes(day)), ...said.excluded];
  const count = said.frequency?.perWeek ?? countStep(before, plain);
  const rhythm = said.frequency
    ? { everyWeeks: said.frequency.everyWeeks, perDay: said.frequency.perDay }
    : {};
  const segments = said.segments.map((segment) => ({ ...segment, activity: null }));
  if (said.days.length > 0) {
    // One named day against several sessions moves one of them; two or more, or "only", name all.
    const all =
      said.days.length > 1 ||
      count === 1 ||
      before.perWeek === 1 ||
      (before.perWeek === null && before.days.length > 0) ||
      /\b(?:only|just)\b/i.test(plain);
    const perWeek = count ?? (all ? said.days.length : (before.perWeek ?? before.recipe.perWeek));
    return { ...rhythm, days: said.days, segments, excludedDays, perWeek };
  }
  const kept = before.days.filter((day) => !excludedDays.includes(day));
  const lost = before.days.length > kept.length && before.perWeek === null && kept.length > 0;
  const perWeek = count ?? (lost ? kept.length : before.perWeek);
  // "Every day" after named days means all of them.
  const days = count !== null && count > kept.length && said.frequency ? [] : kept;
  const isSame =
    before.segments.length > 0 &&
    said.window.part === null &&
    said.window.at === null &&
    said.minutes === null &&
    count === null;
  return { ...rhythm, days, segments: isSame ? before.segments : [], excludedDays, perWeek };
}

/** "Fewer days", "more often": one less or one more than it was. */
function countStep(before: Goal, plain: string): number | null {
  const usual = before.perWeek ?? (before.days.length || before.recipe.perWeek);
  if (FEWER.test(plain)) return Math.max(1, Math.ceil(usual) - 1);
  return /\b(?:more (?:often|days|sessions|times)|(?:one|another|an extra|an additional|1) (?:more )?(?:day|session)s? (?:more|a week|please)|one more (?:day|session)|add (?:a|an|one|another) (?:\w+ )?(?:day|session))\b/i.test(
    plain,
  )
    ? Math.min(7, Math.floor(usual) + 1)
    : null;
}

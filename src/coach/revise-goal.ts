// A later word of the person against what was understood before: the later word wins, what it does not touch stays.
import { addDays } from '../kernel/time.ts';
import { phraseOf } from './phrase.ts';
import { factorIn, HURTS, readLoad, scaled } from './read-load.ts';
import { readQuantities } from './read-quantities.ts';
import { readTiming } from './read-timing.ts';
import type { Timing } from './read-timing.ts';
import { isLate } from './read-window.ts';
import type { Window } from './read-window.ts';
import type { Goal } from './recipe.ts';
import { recipeFor } from './recipes.ts';
import { reviseDays } from './revise-days.ts';
import { DAYS_OFF, FROM_SCRATCH, REST_WEEK } from './signs.ts';
import { weeksBetween } from './week.ts';
import { plainWords } from './words.ts';

/** The goal after one revision ("actually evenings", "leave Fridays free"). Pure. `today` is YYYY-MM-DD. */
export function reviseGoal(before: Goal, revision: string, today: string): Goal {
  const { plain, skipped } = readSkip(plainWords(revision));
  const late =
    before.window.at !== null
      ? before.window.at >= 720
      : before.window.part !== null && isLate(before.window.part);
  const said = readTiming(plain, today, late);
  const quantities = readQuantities(plain, before.quantities).filter(({ rejected }) => !rejected);
  const units = new Set(quantities.map(({ unit, baseline }) => `${unit} ${baseline}`));
  const kept = before.quantities.filter(({ unit, baseline }) => !units.has(`${unit} ${baseline}`));
  const other = readOtherActivity(before, said.rest);
  const window = mergeWindow(before.window, said.window);
  return {
    ...before,
    ...other,
    ...reviseDays(before, said, plain),
    ...readEndAgain(before, said, today),
    // Another activity has another measure.
    quantities: other.recipe
      ? quantities
      : [...quantities, ...kept.map((one) => scaled(one, factorIn(plain)))],
    fromScratch: before.fromScratch || FROM_SCRATCH.test(plain),
    window,
    sessionMinutes: said.minutes ?? withinWindow(before.sessionMinutes, window),
    weeklyMinutes: said.weeklyMinutes ?? before.weeklyMinutes,
    targetMinutes: said.targetMinutes ?? before.targetMinutes,
    // A length in figures is said anew: earlier steps up or down are contained in it.
    load: Math.max(
      -3,
      Math.min(
        3,
        (said.minutes === null ? before.load : 0) +
          readLoad(plain, said.minutes !== null || said.frequency !== null),
      ),
    ),
    restWeek:
      (before.restWeek || REST_WEEK.test(plain)) &&
      !/\b(?:no|without(?: the| a)?|skip the|drop the|remove the) (?:rest|recovery) week/i.test(plain),
    onDaysOff: before.onDaysOff || DAYS_OFF.test(plain),
    aside: HURTS.test(plain)
      ? 'Because something hurts I made it lighter; if it is strong, new or lasting, see a doctor or physiotherapist before the first session.'
      : '',
    skip: [...before.skip, ...skipped],
  };
}

/** A window that is shorter than the session shortens it: the later word wins. */
function withinWindow(minutes: number | null, { from, to }: Window): number | null {
  return minutes !== null && from !== null && to !== null
    ? Math.min(minutes, Math.max(5, to - from))
    : minutes;
}

function readEndAgain(
  before: Goal,
  said: Timing,
  today: string,
): Pick<Goal, 'startOn' | 'lastOn' | 'weeks' | 'spanDays' | 'isLength'> {
  const { isLength } = said.lastOn === null ? before : said;
  // What was said of other things moves no end.
  if (said.startOn === null && said.lastOn === null)
    return {
      startOn: before.startOn,
      lastOn: before.lastOn,
      weeks: before.weeks,
      spanDays: before.spanDays,
      isLength,
    };
  const startOn = said.startOn ?? before.startOn;
  const first = startOn ?? addDays(today, 1);
  const spanDays = said.lastOn === null ? before.spanDays : said.spanDays;
  const lastOn = spanDays === null ? (said.lastOn ?? before.lastOn) : addDays(first, spanDays - 1);
  // Who starts after the old end has given it up.
  if (lastOn === null || lastOn < first)
    return { startOn, lastOn: null, weeks: null, spanDays: null, isLength };
  return { startOn, lastOn, spanDays, isLength, weeks: weeksBetween(first, lastOn) };
}

function readOtherActivity(before: Goal, rest: string): Partial<Goal> {
  if (!/\b(?:instead|actually|rather|change (?:it|this|the goal) to|switch to|forget)\b/i.test(rest))
    return {};
  const topic = rest.toLowerCase().replace(/\b(?:instead of|rather than|not|forget(?: the)?) \w+/g, '');
  const recipe = recipeFor(topic);
  if (recipe.broad || recipe.key === before.recipe.key) return {};
  return { recipe, topic, text: topic, phrase: phraseOf(rest) };
}

function mergeWindow(before: Window, said: Window): Window {
  const named = said.part !== null || said.at !== null || said.from !== null || said.to !== null;
  if (named)
    return { ...said, notParts: [...before.notParts.filter((part) => part !== said.part), ...said.notParts] };
  const rejected = before.part !== null && said.notParts.includes(before.part);
  const base = rejected ? { ...before, part: null, at: null, from: null, to: null } : before;
  return { ...base, notParts: [...before.notParts, ...said.notParts], shift: before.shift + said.shift };
}

/** "Skip the strength sessions": the part to leave out, and the words without it. Times and days are no parts. */
function readSkip(text: string): { plain: string; skipped: string[] } {
  const match =
    /\b(?:skip|drop|leave out|without|remove|no|get rid of|don't want|cut out)(?: the| any| that| those)? ([a-z-]{3,}(?: [a-z-]{3,}){0,2})/i.exec(
      text,
    );
  const stem = match?.[1]
    ?.toLowerCase()
    .replace(/ (?:sessions?|part|days?|tasks?|please|stuff|thing)$/, '')
    .replace(/s$/, '');
  if (!match || !stem || NO_PART.test(stem)) return { plain: text, skipped: [] };
  return { plain: text.replace(match[0], ' '), skipped: [stem] };
}

const NO_PART =
  /^(?:more|less|longer|later|earlier|thank|problem|worrie|idea|session|need|time|than)|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:weekend|weekday|morning|evening|afternoon|night|lunch|before|after)/;

// What the person wants, as facts: the words of the goal and of every later change, read one after the other; the later word wins.
import type { Day } from '../../agents.ts';
import { phraseOf } from './phrase.ts';
import { readQuantities } from './read-quantities.ts';
import type { Quantity } from './read-quantities.ts';
import { readTiming } from './read-timing.ts';
import type { Timing } from './read-timing.ts';
import { isLate } from './read-window.ts';
import type { Window } from './read-window.ts';
import { recipeFor } from './recipes.ts';
import type { Recipe } from './recipe.ts';
import { plainWords } from './words.ts';

export interface Goal {
  /** Lower case, number words as digits, all times taken out: what recipes look at. */
  topic: string;
  /** All words, lower case, times included. */
  text: string;
  /** "Clean out the garage": a short verb or noun phrase for titles; empty where the words hold none. */
  phrase: string;
  recipe: Recipe;
  quantities: Quantity[];
  /** Says of themselves that they begin from nothing. */
  fromScratch: boolean;
  /** Weeks until it must be done, whole, at least 1; may be far beyond six. Null: no word about it. */
  weeks: number | null;
  startOn: string | null;
  /** 3.5 is "every other day". */
  perWeek: number | null;
  everyWeeks: number;
  days: Day[];
  excludedDays: Day[];
  window: Window;
  sessionMinutes: number | null;
  weeklyMinutes: number | null;
  targetMinutes: number | null;
  /** How much lighter (negative) or heavier the person asked it to be, in steps. */
  load: number;
  /** Parts to leave out ("skip the strength sessions"). */
  skip: string[];
}

/**
 * Reads a goal and its revisions (oldest first). English. Pure: the same words on the same day give the same facts.
 * @param today YYYY-MM-DD in the zone of the person
 */
export function understandGoal(goalText: string, revisions: readonly string[], today: string): Goal {
  let goal = readGoal(goalText, today);
  for (const revision of revisions) goal = applyRevision(goal, revision, today);
  return goal;
}

function readGoal(goalText: string, today: string): Goal {
  const plain = plainWords(goalText);
  const said = readTiming(plain, today, false);
  const topic = said.rest.toLowerCase();
  return {
    topic,
    text: plain.toLowerCase(),
    phrase: phraseOf(said.rest),
    recipe: recipeFor(topic),
    quantities: readQuantities(plain),
    fromScratch: FROM_SCRATCH.test(plain),
    weeks: said.weeks,
    startOn: said.startOn,
    perWeek: said.frequency?.perWeek ?? null,
    everyWeeks: said.frequency?.everyWeeks ?? 1,
    days: said.days,
    excludedDays: said.excluded,
    window: said.window,
    sessionMinutes: said.minutes,
    weeklyMinutes: said.weeklyMinutes,
    targetMinutes: said.targetMinutes,
    load: 0,
    skip: [],
  };
}

const FROM_SCRATCH =
  /\b(?:never|from (?:scratch|zero|nothing)|(?:complete|total|absolute)? ?beginner|no experience|couch|can't (?:run|swim|do|play|cook|draw)|have no idea|new to|haven't .{0,20}(?:years|ever)|out of shape|unfit)\b/i;

function applyRevision(before: Goal, revision: string, today: string): Goal {
  const { plain, skipped } = readSkip(plainWords(revision));
  const late =
    before.window.at !== null
      ? before.window.at >= 720
      : before.window.part !== null && isLate(before.window.part);
  const said = readTiming(plain, today, late);
  const quantities = readQuantities(plain).filter(({ rejected }) => !rejected);
  const units = new Set(quantities.map(({ unit, baseline }) => `${unit} ${baseline}`));
  const other = readOtherActivity(before, said.rest);
  return {
    ...before,
    ...other,
    ...readDaysAgain(before, said),
    // Another activity has another measure.
    quantities: other.recipe
      ? quantities
      : [
          ...quantities,
          ...before.quantities.filter(({ unit, baseline }) => !units.has(`${unit} ${baseline}`)),
        ],
    fromScratch: before.fromScratch || FROM_SCRATCH.test(plain),
    weeks: said.weeks ?? before.weeks,
    startOn: said.startOn ?? before.startOn,
    window: mergeWindow(before.window, said.window),
    sessionMinutes: said.minutes ?? before.sessionMinutes,
    weeklyMinutes: said.weeklyMinutes ?? before.weeklyMinutes,
    targetMinutes: said.targetMinutes ?? before.targetMinutes,
    load: Math.max(
      -3,
      Math.min(3, before.load + readLoad(plain, said.minutes !== null || said.frequency !== null)),
    ),
    skip: [...before.skip, ...skipped],
  };
}

function readOtherActivity(before: Goal, rest: string): Partial<Goal> {
  if (!/\b(?:instead|actually|rather|change (?:it|this|the goal) to|switch to|forget)\b/i.test(rest))
    return {};
  const topic = rest.toLowerCase().replace(/\b(?:instead of|rather than|not|forget(?: the)?) \w+/g, '');
  const recipe = recipeFor(topic);
  if (recipe.broad || recipe.key === before.recipe.key) return {};
  return { recipe, topic, text: topic, phrase: phraseOf(rest) };
}

function readDaysAgain(before: Goal, said: Timing): Partial<Goal> {
  const excludedDays = [...before.excludedDays.filter((day) => !said.days.includes(day)), ...said.excluded];
  const count = said.frequency?.perWeek ?? null;
  const fewer = said.frequency ? { everyWeeks: said.frequency.everyWeeks } : {};
  if (said.days.length > 0) {
    // One named day against several sessions moves one of them; two or more name all.
    const all = said.days.length > 1 || count === 1 || before.perWeek === 1;
    const perWeek = count ?? (all ? said.days.length : (before.perWeek ?? before.recipe.perWeek));
    return { ...fewer, days: said.days, excludedDays, perWeek };
  }
  const kept = before.days.filter((day) => !excludedDays.includes(day));
  const lost = before.days.length > kept.length && before.perWeek === null && kept.length > 0;
  return { ...fewer, days: kept, excludedDays, perWeek: count ?? (lost ? kept.length : before.perWeek) };
}

function mergeWindow(before: Window, said: Window): Window {
  const named = said.part !== null || said.at !== null || said.from !== null || said.to !== null;
  if (named)
    return { ...said, notParts: [...before.notParts.filter((part) => part !== said.part), ...said.notParts] };
  const rejected = before.part !== null && said.notParts.includes(before.part);
  const base = rejected ? { ...before, part: null, at: null, from: null, to: null } : before;
  return { ...base, notParts: [...before.notParts, ...said.notParts], shift: before.shift + said.shift };
}

/** Steps down ("too much", "easier", "shorter") or up; a length or frequency in figures already says how much. */
function readLoad(text: string, figures: boolean): number {
  if (/\btoo (?:easy|short|slow|little|few)\b|\bnot (?:enough|hard enough|challenging)\b/i.test(text))
    return 1;
  if (
    /\btoo (?:much|many|hard|long|intense|fast|difficult|heavy|tough|ambitious|often)\b|\b(?:easier|gentler|lighter|slower|overwhelm\w*|exhaust\w*|smaller|fewer|less|reduce|simpler|cut (?:it|this)? ?(?:down|back)|tone (?:it )?down|ease)\b/i.test(
      text,
    )
  )
    return figures ? 0 : -1;
  if (/\bshort(?:er|en)\b/i.test(text)) return figures ? 0 : -1;
  if (
    /\b(?:harder|longer|faster|more (?:often|intense|ambitious|challeng\w*|sessions|days|time|of it)|heavier|bigger|step it up|increase)\b/i.test(
      text,
    )
  )
    return figures ? 0 : 1;
  return 0;
}

/** "Skip the strength sessions": the part to leave out, and the words without it. Times of day and days are no parts. */
function readSkip(text: string): { plain: string; skipped: string[] } {
  const match =
    /\b(?:skip|drop|leave out|without|remove|no|get rid of|don't want|cut out)(?: the| any| that| those)? ([a-z-]{4,}(?: [a-z-]{3,}){0,2})/i.exec(
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

// A later word of the person against what was understood before: the later word wins, what it does not touch stays.
import { addDays, daysBetween } from '../../kernel/time.ts';
import { phraseOf } from './phrase.ts';
import { readQuantities } from './read-quantities.ts';
import type { Quantity } from './read-quantities.ts';
import { readTiming } from './read-timing.ts';
import type { Timing } from './read-timing.ts';
import { isLate } from './read-window.ts';
import type { Window } from './read-window.ts';
import { recipeFor } from './recipes.ts';
import { DAYS_OFF, FROM_SCRATCH, REST_WEEK } from './signs.ts';
import type { Goal } from './understand-goal.ts';
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
    ...readDaysAgain(before, said, plain),
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

const HURTS =
  /\b(?:(?:broke|sprained|twisted|injured|hurt|pulled) my|(?:bad|sore|weak) (?:knees?|back|shoulders?|ankles?|hips?)|(?:knees?|back|shoulder|ankle|hip|foot|leg|wrist)s? (?:hurts?|aches?|is sore|are sore)|injur(?:y|ed)|pregnant)\b/i;

/** "Double it", "half of it": what the target is multiplied by. */
function factorIn(plain: string): number {
  if (/\b(?:double|twice) (?:it|that|the)\b/i.test(plain)) return 2;
  return /\b(?:halve it|half (?:of )?(?:it|that)|cut (?:it|that) in half)\b/i.test(plain) ? 0.5 : 1;
}

function scaled(quantity: Quantity, factor: number): Quantity {
  if (factor === 1 || quantity.baseline) return quantity;
  const amount = quantity.amount * factor;
  const label = quantity.label.replace(/^[\d.]+/, (shown) => String(Number(shown) * factor));
  return { ...quantity, amount, label };
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
): Pick<Goal, 'startOn' | 'lastOn' | 'weeks' | 'spanDays'> {
  const startOn = said.startOn ?? before.startOn;
  const first = startOn ?? addDays(today, 1);
  const spanDays = said.lastOn === null ? before.spanDays : said.spanDays;
  const lastOn = spanDays === null ? (said.lastOn ?? before.lastOn) : addDays(first, spanDays - 1);
  // Who starts after the old end has given it up.
  if (lastOn === null || lastOn < first) return { startOn, lastOn: null, weeks: null, spanDays: null };
  return { startOn, lastOn, spanDays, weeks: Math.max(1, Math.ceil((daysBetween(first, lastOn) + 1) / 7)) };
}

function readOtherActivity(before: Goal, rest: string): Partial<Goal> {
  if (!/\b(?:instead|actually|rather|change (?:it|this|the goal) to|switch to|forget)\b/i.test(rest))
    return {};
  const topic = rest.toLowerCase().replace(/\b(?:instead of|rather than|not|forget(?: the)?) \w+/g, '');
  const recipe = recipeFor(topic);
  if (recipe.broad || recipe.key === before.recipe.key) return {};
  return { recipe, topic, text: topic, phrase: phraseOf(rest) };
}

function readDaysAgain(before: Goal, said: Timing, plain: string): Partial<Goal> {
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

const FEWER =
  /\b(?:fewer (?:days|sessions|times)|less (?:often|days|sessions)|not (?:so|that) often|too (?:often|many (?:days|sessions|times))|(?:one|1) (?:day|session) less)\b/i;

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
  if (HURTS.test(text)) return -1;
  // How often is a matter of days.
  if (FEWER.test(text) || /\bmore (?:often|days|sessions|times)\b/i.test(text)) return 0;
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

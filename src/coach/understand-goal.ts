// What the person wants, as facts: the words of the goal and of every later change; the later word wins.
import type { AgentInput } from '../agents.ts';
import { addDays, shortDate } from '../kernel/time.ts';
import { phraseOf } from './phrase.ts';
import { readQuantities } from './read-quantities.ts';
import { readTiming } from './read-timing.ts';
import { recipeFor, recipesIn } from './recipes.ts';
import type { Goal } from './recipe.ts';
import { reviseGoal } from './revise-goal.ts';
import { DAYS_OFF, FROM_SCRATCH, REST_WEEK } from './signs.ts';
import { weeksBetween } from './week.ts';
import { plainWords } from './words.ts';
import { cutTo } from '../kernel/shorten.ts';

/**
 * Reads a goal and its revisions (oldest first), each by the day on which it was said, as they stand on `today`.
 * English. Pure: the same words of the same days give the same facts on the same day.
 */
export function understandGoal({
  goal_text,
  goal_said_on,
  revisions,
  today,
}: Pick<AgentInput<'scheduler'>, 'goal_text' | 'goal_said_on' | 'revisions' | 'today'>): Goal {
  let goal = readGoal(goal_text, goal_said_on);
  for (const { text, said_on } of revisions) goal = reviseGoal(goal, text, said_on);
  return asOf(goal, today);
}

/** What was to begin begins now; an end stays where it is, and one that has passed is asked for again. */
function asOf(goal: Goal, today: string): Goal {
  const startOn = goal.startOn !== null && goal.startOn < today ? null : goal.startOn;
  if (goal.lastOn === null) return { ...goal, startOn };
  const first = startOn ?? addDays(today, 1);
  const lastOn = goal.isLength && goal.spanDays !== null ? addDays(first, goal.spanDays - 1) : goal.lastOn;
  if (lastOn > today) return { ...goal, startOn, lastOn, weeks: weeksBetween(first, lastOn) };
  const passed = `${shortDate(lastOn)}, by which it should be done, has passed by now: tell me another day.`;
  const aside = goal.aside === '' ? passed : `${passed} ${goal.aside}`;
  return { ...goal, startOn, lastOn: null, weeks: null, spanDays: null, aside };
}

function readGoal(goalText: string, today: string): Goal {
  const { plain, other } = firstOfTwo(plainWords(goalText));
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
    lastOn: said.lastOn,
    spanDays: said.spanDays,
    isLength: said.isLength,
    restWeek: REST_WEEK.test(plain),
    startOn: said.startOn,
    perWeek: said.frequency?.perWeek ?? null,
    everyWeeks: said.frequency?.everyWeeks ?? 1,
    perDay: said.frequency?.perDay ?? 1,
    segments: said.segments.map((segment) => ({ ...segment, activity: activityOf(segment.words, topic) })),
    days: said.days,
    excludedDays: said.excluded,
    window: said.window,
    sessionMinutes: said.minutes,
    weeklyMinutes: said.weeklyMinutes,
    targetMinutes: said.targetMinutes,
    load: CAREFUL.test(plain) && recipeFor(topic).exertion ? -1 : 0,
    onDaysOff: DAYS_OFF.test(plain),
    aside:
      CAREFUL.test(plain) && recipeFor(topic).exertion
        ? 'I kept it light: ask your doctor or midwife first which exercises suit you now.'
        : moreThanThree(plain)
          ? 'Three fixed times a day are the most that I plan; the others can be reminders of their own.'
          : other === ''
            ? ''
            : `One thing at a time: this plan is for the first wish; send me "${other}" as a goal of its own when it runs.`,
    skip: [],
  };
}

/** "Gym on Mondays, a long walk on Sundays": what is done on these days where it is something else. */
function activityOf(words: string, topic: string): string | null {
  const [own] = recipesIn(words.toLowerCase());
  return own && !own.broad && own.key !== recipeFor(topic).key ? phraseOf(words) || null : null;
}

const CAREFUL =
  /\b(?:pregnan\w*|gave birth|postpartum|surgery|operation|heart attack|stroke|chemo\w*|broke my|injur\w*|slipped disc|(?:bad|sore|weak) (?:knees?|back|hips?|shoulders?))\b/i;

function moreThanThree(plain: string): boolean {
  return /\b[4-9] times (?:a|per|each|every) day\b/i.test(plain);
}

const VERB =
  'learn|speak|run|swim|read|write|save|lose|quit|stop|find|build|start|get|cook|play|sleep|meditate|clean|declutter|study|practi[sc]e|paint|draw|eat|drink|walk|call|visit|pass|meet|finish|become|improve|do';

/** "Learn to juggle and speak better French": two wishes; one change at a time is a principle of the plan. */
function firstOfTwo(plain: string): { plain: string; other: string } {
  const joint = new RegExp(
    `,? (?:and|plus|as well as)(?: (?:also|then|I(?: also)? want to|I'd like to|finally))*(?: to)? (?=(?:${VERB})\\b)`,
    'i',
  ).exec(plain);
  if (!joint) return { plain, other: '' };
  const [left, right] = [plain.slice(0, joint.index), plain.slice(joint.index + joint[0].length)];
  const [first, second] = [recipeFor(left.toLowerCase()), recipeFor(right.toLowerCase())];
  const isOther =
    first.key !== second.key &&
    !second.broad &&
    !/^(?:anything|thing to finish)$/.test(first.key) &&
    right.split(' ').length >= 2;
  return isOther ? { plain: left, other: cutTo(right.split(/[.,;!?]/)[0] ?? '', 60) } : { plain, other: '' };
}

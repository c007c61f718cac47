// The message under a plan: what, when, how it grows, what to do after a missed day, who was missing,
// and that the person decides.
import type { AgentInput, AgentOutput } from '../agents.ts';
import type { Day } from '../kernel/week.ts';
import type { Specialist } from '../planning/plan.ts';
import type { Arranged } from './arrange.ts';
import { daysBetween, shortDate } from '../kernel/time.ts';
import { inWeekOrder } from './week.ts';
import type { Place } from './place-sessions.ts';
import { lower } from './lay-course.ts';
import type { Goal, Strand } from './recipe.ts';

interface Told {
  goal: Goal;
  arranged: Arranged;
  places: readonly Place[][];
  roadmap: AgentOutput<'planner'>['micro_goal_roadmap'];
  tasks: AgentOutput<'planner'>['proposed_tasks'];
  input: AgentInput<'planner'>;
  /** The last words asked for nothing that was understood. */
  isUnchanged: boolean;
}

const MOST_SENTENCES = 6;

/** Plain words in the tone of the profile, without a name: four to six short sentences. */
export function summarise(told: Told): string {
  const { arranged, roadmap, input } = told;
  const gentle = input.profile.tone === 'gentle';
  const sentences = [
    opening(told, gentle),
    roadmap.length > 0 ? firstPart(told) : '',
    afterMiss(told, gentle),
    ...notices(told),
    missing(input.missing_specialists),
    gentle
      ? 'If it suits you, approve it; or tell me what to change, or drop it.'
      : 'Approve it, tell me what to change, or drop it.',
  ].filter((sentence) => sentence !== '');
  const grows = growth(arranged, told.tasks);
  // The sessions show it themselves: it is the first to go where there is much to say.
  if (grows !== '' && sentences.length < MOST_SENTENCES)
    sentences.splice(roadmap.length > 0 ? 2 : 1, 0, grows);
  return sentences.join(' ');
}

function opening({ goal, arranged, places, input, isUnchanged }: Told, gentle: boolean): string {
  const { course, weeks, lastOn, sessions } = arranged;
  const isWhole = lastOn !== null && (daysBetween(arranged.firstOn, lastOn) + 1) % 7 === 0;
  const span =
    lastOn && !isWhole ? `until ${shortDate(lastOn)}` : weeks === 1 ? 'one week' : `${weeks} weeks`;
  const rhythms = sessions.flatMap((session, index) => {
    const own = places[index] ?? [];
    return own.length > 0 ? [{ session, own }] : [];
  });
  const isOneTime = new Set(rhythms.flatMap(({ own }) => own.map(({ time }) => time))).size === 1;
  const isWeekly = rhythms.every(({ session }) => session.strand.everyWeeks === 1);
  // Strands at one time of day are one rhythm for the person: three runs a week.
  const when =
    isWeekly && (isOneTime || rhythms.every(({ session }) => goal.perDay > 1 && session.strand.when === null))
      ? rhythm(
          rhythms.flatMap(({ own }) => own),
          1,
        )
      : rhythms
          .map(({ session: { strand }, own }) => named(strand, rhythm(own, strand.everyWeeks)))
          .join('; ');
  const lead = isUnchanged
    ? `I found nothing in your words that I know how to change, so "${course.title}" is as it was`
    : input.revisions.length > 0
      ? `I changed the plan for "${course.title}" as you asked`
      : gentle
        ? `Here is a plan for "${course.title}"`
        : `"${course.title}"`;
  return `${lead}: ${span}, ${when}.`;
}

function named({ name }: Strand, when: string): string {
  return name === 'main' || /^(?:morning|noon|evening|[A-Z])/.test(name) ? when : `${name} ${when}`;
}

const OFTEN: Record<number, string> = {
  2: 'every other week',
  3: 'every third week',
  4: 'about once a month',
};

function rhythm(places: readonly Place[], everyWeeks: number): string {
  const often = OFTEN[everyWeeks] ? `${OFTEN[everyWeeks]} ` : '';
  return (
    often +
    [...Map.groupBy(places, ({ time }) => time)]
      .map(([time, group]) => {
        return [daysAt(group), time] as const;
      })
      .map(([days, time], index, all) =>
        all[index - 1]?.[0] === days ? ` and ${time}` : `${index > 0 ? ', ' : ''}${days} at ${time}`,
      )
      .join('')
  );
}

function daysAt(places: readonly Place[]): string {
  const days = inWeekOrder(places.map(({ day }) => day));
  return days.length === 7 ? 'every day' : list(days);
}

function firstPart({ arranged: { course, weeks }, roadmap, goal }: Told): string {
  const [first, ...later] = roadmap.map(({ title }) => lower(title));
  const why =
    course.big && (goal.weeks === null || goal.weeks <= 7)
      ? `That is more than ${weeks === 1 ? 'one week' : `${weeks} weeks`} can honestly hold, so this`
      : 'This';
  const next = later.length > 3 ? `${later[0]} and so on to ${later.at(-1)}` : later.join('; ');
  return `${why} is the first part: ${first}; then ${next}.`;
}

function growth({ sessions, course }: Arranged, tasks: Told['tasks']): string {
  const key = sessions.filter(({ strand }) => strand.when === null && !strand.weekend).at(-1) ?? sessions[0];
  const titles = new Set([
    course.title,
    ...(key?.strand.steps ?? key?.strand.phases ?? []).map(({ title }) => title),
  ]);
  const own = tasks.filter(({ title }) => titles.has(title));
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || first.title === last.title) return '';
  const isLonger = last.duration_minutes > first.duration_minutes && !/\bminutes\b/.test(first.title);
  return isLonger
    ? `It starts small with "${first.title}" (${first.duration_minutes} minutes) and arrives at "${last.title}" (${last.duration_minutes} minutes).`
    : `It starts with "${first.title}" and arrives at "${last.title}".`;
}

function afterMiss({ arranged, places }: Told, gentle: boolean): string {
  const perWeek = places.reduce((sum, own) => sum + own.length, 0);
  const kindly = gentle ? 'that is all right: ' : '';
  if (arranged.lastOn !== null && arranged.weeks <= 3)
    return `If you miss a session, ${kindly}take its most important part into the next one.`;
  if (perWeek <= 1)
    return `If you miss a time, ${kindly}do it on the next day that suits, or go on a week later.`;
  if (perWeek >= 6) return `If you miss a day, ${kindly}go on the next day with the smallest version.`;
  return `If you miss a day, ${kindly}go on with the next session; after a missed week repeat the one before.`;
}

/** At most two things to know before they agree: what answers their words, what protects, what was assumed. */
function notices({ goal, arranged, places }: Told): string[] {
  const wanted = arranged.wishes.reduce((sum, { count }) => sum + count, 0);
  const found = places.reduce((sum, own) => sum + own.length, 0);
  const short =
    found < wanted
      ? `Your calendar has room for ${found} of the ${wanted} sessions a week that I wanted.`
      : '';
  const unknown =
    goal.recipe.key === 'anything'
      ? 'I did not recognise this kind of goal, so the plan is a general one; say a little more and it gets closer to you.'
      : '';
  return [goal.aside, short, ...arranged.answers, arranged.course.note ?? '', ...arranged.notes, unknown]
    .filter((text) => text !== '')
    .slice(0, 2);
}

const WITHOUT: Record<Specialist, string> = {
  classifier: 'the topics of the goal',
  scheduler: 'a check of your calendar wishes',
  pattern_observer: 'your habits so far',
};

function missing(specialists: readonly Specialist[]): string {
  if (specialists.length === 0) return '';
  return `I had to make this without ${specialists.map((name) => WITHOUT[name]).join(' and ')}, because that part did not answer in time.`;
}

const NAMES: Record<Day, string> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
};

function list(days: readonly Day[]): string {
  const names = days.map((day) => NAMES[day]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

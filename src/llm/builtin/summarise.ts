// The message under a plan: what, when, how it grows, what to do after a missed day, who was missing, and that the person decides.
import type { AgentInput, AgentOutput, Day, Specialist } from '../../agents.ts';
import type { Arranged, Session } from './arrange.ts';
import { minutesOf } from '../../kernel/time.ts';
import { inWeekOrder } from './week.ts';
import type { Place } from './place-sessions.ts';
import type { Part } from './read-window.ts';
import { lower } from './recipe.ts';
import type { Goal } from './understand-goal.ts';

interface Told {
  goal: Goal;
  arranged: Arranged;
  places: readonly Place[][];
  roadmap: AgentOutput<'planner'>['micro_goal_roadmap'];
  input: AgentInput<'planner'>;
}

/** Plain words in the tone of the profile, without a name. */
export function summarise(told: Told): string {
  const { arranged, roadmap, input } = told;
  const gentle = input.profile.tone === 'gentle';
  return [
    opening(told, gentle),
    ...arranged.sessions.map((session, index) =>
      rhythm(session, told.places[index] ?? [], arranged.sessions.length > 1),
    ),
    growth(arranged),
    roadmap.length > 0
      ? `After that: ${roadmap
          .slice(1)
          .map(({ title }) => lower(title))
          .join('; ')}.`
      : '',
    routine(arranged.sessions[0], told.places[0] ?? []),
    arranged.course.progress,
    gentle
      ? 'If you miss a day, that is all right: just go on with the next session, and after a missed week repeat the one before.'
      : 'Missed a day? Do not make up for it, do the next one. Missed a week? Repeat the one before.',
    arranged.course.note ?? '',
    ...arranged.notes,
    told.goal.recipe.key === 'anything'
      ? 'I did not recognise this kind of goal, so the plan is a general one; with more words (in English) it gets closer to you.'
      : '',
    missing(input.missing_specialists),
    gentle
      ? 'Does this suit you? Approve it, tell me what to change, or drop it.'
      : 'Approve it, tell me what to change, or drop it.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function opening({ arranged, roadmap, input }: Told, gentle: boolean): string {
  const { course, weeks } = arranged;
  const span = weeks === 1 ? 'one week' : `${weeks} weeks`;
  if (input.revisions.length > 0)
    return `I changed the plan for "${course.title}" as you asked; it runs for ${span}.`;
  if (roadmap.length === 0)
    return gentle ? `Here is a plan for "${course.title}" in ${span}.` : `"${course.title}": ${span}.`;
  const why = course.big
    ? `"${course.title}" is more than one sprint of ${span} can honestly hold`
    : `"${course.title}" has time for more than one sprint`;
  return `${why}, so this plan is for the first part: ${lower(roadmap[0]?.title ?? course.first)}.`;
}

function rhythm({ strand }: Session, places: readonly Place[], several: boolean): string {
  const times = [...Map.groupBy(places, ({ time }) => time)].map(
    ([time, group]) => `${list(inWeekOrder(group.map(({ day }) => day)))} at ${time}`,
  );
  const often =
    strand.everyWeeks === 2
      ? 'every other week'
      : strand.everyWeeks === 4
        ? 'about once a month'
        : places.length === 1
          ? 'once a week'
          : places.length === 7
            ? 'every day'
            : `${places.length} times a week`;
  const when = places.length === 7 && times.length === 1 ? `at ${places[0]?.time}` : times.join(', ');
  const name =
    several && strand.name !== 'main'
      ? strand.name.charAt(0).toUpperCase() + strand.name.slice(1)
      : 'Sessions';
  return `${name}: ${often}, ${when}.`;
}

function growth({ sessions }: Arranged): string {
  const phases =
    sessions.at(sessions.length > 1 && sessions[1]?.strand.when === null ? 1 : 0)?.strand.phases ?? [];
  const [first, last] = [phases[0], phases.at(-1)];
  if (!first || !last || first === last) return '';
  return `It starts small with "${first.title}" (${first.minutes} minutes) and arrives at "${last.title}" (${last.minutes} minutes) in week ${last.to}.`;
}

const ROUTINES: Partial<Record<Part, string>> = {
  before_work: 'Tie it to getting up: everything ready the evening before, phone after the session.',
  after_work: 'Tie it to the end of work: go straight into it before you sit down.',
  lunch: 'Tie it to the lunch break: first the session, then the food.',
  after_waking: 'Tie it to getting up: right after the bathroom.',
  before_bed: 'Tie it to brushing your teeth: directly before or after.',
  children_asleep: "Tie it to the children's bedtime: as soon as their door is closed.",
  after_dinner: 'Tie it to dinner: as soon as the table is cleared.',
  before_dinner: 'Tie it to dinner: before anything goes on the table.',
};

function routine(session: Session | undefined, places: readonly Place[]): string {
  const said = session?.hours.part ? ROUTINES[session.hours.part] : undefined;
  if (said) return said;
  const start = minutesOf(places[0]?.time ?? '18:00');
  if (start < 660) return 'Tie it to breakfast: right before or after it.';
  return start < 1020
    ? 'Tie it to something you do at that hour anyway, and leave what you need in sight.'
    : 'Tie it to coming home or to dinner: the same order every time.';
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

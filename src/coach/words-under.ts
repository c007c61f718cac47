// What the coach adds under a plan: how it grows, what to do after a missed day, what it did not read, and that the
// person decides.
// What the plan is and what has changed is not said here: code says it of the finished draft.
import type { AgentInput } from '../agents.ts';
import { DAY_MINUTES, minutesOf, timeOf } from '../kernel/time.ts';
import type { Specialist } from '../planning/plan.ts';
import type { Course } from './calculators/frame.ts';
import type { Goal } from './goal.ts';
import type { Task } from './lay-tasks.ts';
import type { Revised } from './revise-goal.ts';
import { sayRead } from './say-read.ts';
import type { Unheld } from './unheld.ts';

interface Told {
  goal: Goal;
  last: Revised | null;
  course: Course;
  tasks: readonly Task[];
  input: AgentInput<'planner'>;
  /** Fewer slots a week than wished. */
  short: { wanted: number; found: number } | null;
  /** What the plan does not follow. */
  unheld: readonly Unheld[];
}

const MOST_SENTENCES = 6;

/** Plain words in the tone of the profile, without a name: three to six short sentences. */
export function wordsUnder(told: Told): string {
  const { course, input } = told;
  const gentle = input.profile.tone === 'gentle';
  const ask = gentle
    ? 'If it suits you, approve it; or tell me what to change, or drop it.'
    : 'Approve it, tell me what to change, or drop it.';
  const must = [
    readBack(told),
    ...questions(told),
    ...notFollowed(told),
    ...notices(told),
    missing(input.missing_specialists),
  ].filter((text) => text !== '');
  const nice = [firstPart(course), growth(told.tasks), afterMiss(told, gentle)].filter((text) => text !== '');
  const room = Math.max(1, MOST_SENTENCES - 1 - must.length);
  return [...nice.slice(0, room), ...must, ask].join(' ');
}

/** What was named, in one line, so that a misreading is seen at once. */
const readBack = ({ goal, last }: Told): string => (last === null ? sayRead(goal) : '');

/** What the words hold that was not read: asked about, in one closed question. */
function questions({ goal, last }: Told): string[] {
  const quoted = goal.unread.map((text) => `“${text}”`).join(', ');
  if (last && !last.isRead)
    return [
      `I could not read what to change in “${last.said}”: is it the days, the time of day, the length, or how often?`,
    ];
  const unknowable =
    goal.unknowable.length === 0
      ? []
      : [`I cannot know “${goal.unknowable.join('”, “')}”: skip a session when it is so, it does not count.`];
  const told = goal.aside.length === 0 ? [] : [`Not in the plan: “${goal.aside.join('”, “')}”.`];
  if (quoted === '') return [...unknowable, ...told];
  return [
    ...unknowable,
    ...told,
    `I did not read ${quoted}: does it change the days, the hours or the length?`,
  ];
}

const ASKED: Record<Unheld['what'], string> = {
  days: 'the days',
  hours: 'the hour',
  dates: 'the dates',
  rhythm: 'how often',
  length: 'the length',
};

/** What was read and is not in the plan, if it is not asked about already. */
function notFollowed({ goal, last, unheld }: Told): string[] {
  if (last && !last.isRead) return [];
  const said = [...goal.unread, ...goal.unknowable, ...goal.aside].map((text) => text.toLowerCase());
  const open = unheld.filter(
    ({ words }) =>
      !said.some((one) => one.includes(words.toLowerCase()) || words.toLowerCase().includes(one)),
  );
  if (open.length === 0) return [];
  const quoted = [...new Set(open.map(({ words }) => `“${words}”`))].slice(0, 3).join(' and ');
  const asked = [...new Set(open.map(({ what }) => ASKED[what]))].slice(0, 3).join(' and ');
  return [`The plan does not follow ${quoted}: tell me ${asked} once more.`];
}

function notices({ goal, course, short, tasks, input }: Told): string[] {
  const room = short
    ? [`Your calendar has room for ${short.found} of the ${short.wanted} sessions a week that I wanted.`]
    : [];
  const unknown =
    goal.kind.key === 'anything'
      ? [
          'I did not recognise this kind of goal, so the steps are general ones; say a little more and they get closer to you.',
        ]
      : [];
  const { at } = goal.hours;
  const isCut = at !== null && tasks.some(({ duration_minutes }) => at + duration_minutes > DAY_MINUTES);
  const midnight = isCut ? ['A session has to be over by midnight, so it begins earlier.'] : [];
  return [
    ...goal.notes,
    ...midnight,
    ...atNight(goal, input.profile),
    ...room,
    ...course.notes,
    ...unknown,
  ].slice(0, 3);
}

/** Hours that were named and lie in the night of the profile: code moves what is laid there. */
function atNight(
  { hours, groups, kind, minutes }: Goal,
  { sleep_window: night, sleep_assumed }: Told['input']['profile'],
): string[] {
  if (sleep_assumed) return [];
  const [asleep, awake] = [minutesOf(night.from), minutesOf(night.to)];
  const isAsleep = (minute: number): boolean =>
    asleep < awake ? minute >= asleep && minute < awake : minute >= asleep || minute < awake;
  const named = [hours, ...groups.map((group) => group.hours)].flatMap(({ at, from, to }) =>
    [at ?? from ?? to, at ?? from, to]
      .map((one, index) => (index === 1 && one !== null && to === null ? one + (minutes ?? 15) : one))
      .filter((one) => one !== null),
  );
  const inNight =
    kind.key === 'sleep' ? undefined : named.find((minute) => isAsleep(minute) && minute !== asleep);
  return inNight === undefined
    ? []
    : [
        `You sleep from ${night.from} to ${night.to} as far as I know, so nothing is planned then; tell me if you are up at ${timeOf(inNight % DAY_MINUTES)}.`,
      ];
}

function firstPart({ roadmap }: Course): string {
  const [first, ...later] = roadmap;
  if (first === undefined) return '';
  return `This is the first part of it, “${first}”; then ${later.map((title) => `“${title}”`).join(', ')}.`;
}

function growth(tasks: readonly Task[]): string {
  const [first, last] = [tasks[0], tasks.at(-1)];
  if (!first || !last || first.title === last.title) return '';
  return `It begins with “${first.title}” and arrives at “${last.title}”.`;
}

function afterMiss({ tasks, goal }: Told, gentle: boolean): string {
  const kindly = gentle ? 'that is all right: ' : '';
  const days = new Set(tasks.flatMap(({ scheduled_days }) => scheduled_days)).size;
  if (goal.endsOn !== null && days > 1)
    return `If you miss a session, ${kindly}take its most important part into the next one.`;
  if (days <= 1) return `If you miss a time, ${kindly}do it on the next day that suits.`;
  if (days >= 6) return `If you miss a day, ${kindly}go on the next day with the smallest version.`;
  return `If you miss a day, ${kindly}go on with the next session.`;
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

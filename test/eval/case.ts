// What a line of the set is: what was said, when and where, and every reading of it that is right.
import { z } from 'zod';
import { planningProfile } from '../../src/account/planning-profile.ts';
import { clockTime, day, localDate } from '../../src/kernel/week.ts';
import { TAGS } from '../../src/planning/tags.ts';

/** What makes a sentence hard. */
export const SORTS = [
  'plain',
  'hard',
  'dates',
  'ambiguous',
  'several',
  'negated',
  'colloquial',
  'misspelled',
  'foreign',
  'care',
  'hostile',
] as const;

const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/);
const least = z.number().int().min(0);
/** From and until, both included. */
const range = z.tuple([least, least]);
const hours = z.tuple([clockTime, clockTime]);
const texts = z.array(z.string().min(1)).min(1);
const days = z.array(day).min(1);

const common = {
  id: z.string().regex(/^[a-z\d][a-z\d-]*$/),
  sort: z.enum(SORTS),
  /** "2026-11-23T10:00 Europe/Berlin": the clock of whoever said it. */
  said: z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d [A-Z]\w+\/\w+$/),
  /** How each date of the right readings follows from the day on which it was said: see `follow-date.ts`. */
  dates: z.record(localDate, z.string()).optional(),
};

/** A moment is judged as one, however the answer names it. `minutes`: the length that was said, null for none. */
const moment = { at: localTime.optional(), in: least.optional() };

/** What else is done about the message, by its intents. */
const also = z.array(z.string()).optional();

const messageReading = z.discriminatedUnion('intent', [
  z.strictObject({
    intent: z.literal('NEW_TASK'),
    /** Each stands in the title. */
    title: texts,
    ...moment,
    minutes: z.number().int().nullable(),
    /** Where it recurs. */
    rrule: z.string().optional(),
    also,
  }),
  z.strictObject({
    intent: z.literal('COMPLETE'),
    task: z.string(),
    status: z.enum(['done', 'missed']),
    also,
  }),
  z.strictObject({ intent: z.literal('LIST'), from: localDate, to: localDate, also }),
  /** Of one goal, or of everything. */
  z.strictObject({
    intent: z.literal('PAUSE'),
    from: localDate,
    to: localDate,
    goal: z.string().optional(),
    also,
  }),
  /** `free`: no time was named, so code takes the first one. */
  z.strictObject({
    intent: z.literal('RESCHEDULE_TASK'),
    task: z.string(),
    ...moment,
    free: z.literal(true).optional(),
    also,
  }),
  z.strictObject({
    intent: z.literal('GOAL'),
    decision: z.enum(['propose', 'approve', 'revise', 'abandon']),
    goal: z.string().optional(),
    also,
  }),
  z.strictObject({ intent: z.literal('MODIFY_GOAL'), goal: z.string(), also }),
  z.strictObject({ intent: z.literal('PROGRESS'), also }),
  /** What is to be otherwise, by the names of the payload. */
  z.strictObject({
    intent: z.literal('SETTING'),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    also,
  }),
  /** To ask back. `names`: each stands in the question; `any_of`: at least one does. */
  z.strictObject({ intent: z.literal('CLARIFY'), names: texts.optional(), any_of: texts.optional(), also }),
]);

const goal = z.strictObject({ id: z.string(), title: z.string(), status: z.enum(['negotiating', 'active']) });
const task = z.strictObject({ id: z.string(), title: z.string(), starts: localTime });

export const situation = z.strictObject({ goals: z.array(goal), tasks: z.array(task) });

/** One turn, by the person or the coach; without `said` in the minute of the message. */
const turn = z.union([
  z.strictObject({ me: z.string(), said: localTime.optional() }),
  z.strictObject({ coach: z.string(), said: localTime.optional() }),
]);

export const messageCase = z.strictObject({
  ...common,
  /** Of `situations.json`; "nothing" without it. */
  situation: z.string().optional(),
  /** Instead of the situation's. */
  ...situation.partial().shape,
  history: z.array(turn).optional(),
  say: z.string().min(1),
  right: z.array(messageReading).min(1),
});

/** `first`: one of them is the first tag; `also`: what may stand beside it; `must`: each stands there. */
const topicReading = z.strictObject({
  first: z.array(z.enum(TAGS)).min(1),
  also: z.array(z.enum(TAGS)),
  must: z.array(z.enum(TAGS)).optional(),
});

export const topicCase = z.strictObject({
  ...common,
  goal: z.string().min(1),
  right: z.array(topicReading).min(1),
});

/** What wishes and plans are both judged by. Absent: not judged. */
const rhythm = {
  /** Sessions a week. */
  per_week: range.optional(),
  /** Exactly these days, each of them used. */
  days: days.optional(),
  /** None but these. */
  only: days.optional(),
  never: days.optional(),
  /** Every session begins and ends within. */
  within: hours.optional(),
  minutes: range.optional(),
};

const wishesReading = z.strictObject({
  ...rhythm,
  /** How many wishes. */
  wishes: range.optional(),
  /** Whether the person named the hours. */
  firm: z.boolean().optional(),
  start_on: localDate.nullable().optional(),
});

/** What was asked to change, and the day on which it was. */
const revision = z.tuple([z.string().min(1), localDate]);

const goalCase = {
  ...common,
  /** Of `profiles.json`. */
  profile: z.string(),
  goal: z.string().min(1),
  /** Where it is not the day of `said`, on which the plan is made. */
  goal_said_on: localDate.optional(),
  revisions: z.array(revision).optional(),
};

export const wishesCase = z.strictObject({ ...goalCase, right: z.array(wishesReading).min(1) });

const planReading = z.strictObject({
  ...rhythm,
  /** For weeks of which some are shorter. */
  per_week_at_most: least.optional(),
  /** In all. */
  sessions: range.optional(),
  /** Days from each session to the next. */
  gap_days: range.optional(),
  /** Of the first session, and of the last: from and until. */
  first: z.tuple([localDate, localDate]).optional(),
  last: z.tuple([localDate, localDate]).optional(),
  without: z.array(localDate).optional(),
  /** Sessions on these and no others. */
  dates_are: z.array(localDate).optional(),
  feasible: z.boolean().optional(),
  /** How many steps. */
  roadmap: range.optional(),
  /** Each stands in the goal's title. */
  title: texts.optional(),
  /** Of the words that the person reads: each stands there, at least one does, none does. */
  says: texts.optional(),
  says_one_of: texts.optional(),
  never_says: texts.optional(),
});

export const planCase = z.strictObject({
  ...goalCase,
  /** Taken in every week of the plan: day, from, until. */
  busy: z.array(z.tuple([day, clockTime, clockTime])).optional(),
  right: z.array(planReading).min(1),
});

export const CASES = {
  orchestrator: messageCase,
  classifier: topicCase,
  scheduler: wishesCase,
  planner: planCase,
} as const;

export const KINDS = Object.keys(CASES) as (keyof typeof CASES)[];
export type Kind = keyof typeof CASES;
export type CaseOf<K extends Kind> = z.infer<(typeof CASES)[K]>;

export type MessageCase = CaseOf<'orchestrator'>;
export type TopicCase = CaseOf<'classifier'>;
export type WishesCase = CaseOf<'scheduler'>;
export type PlanCase = CaseOf<'planner'>;
export type MessageReading = MessageCase['right'][number];
export type WishesReading = WishesCase['right'][number];
export type PlanReading = PlanCase['right'][number];
export type Situation = z.infer<typeof situation>;

/** A case with what it refers to by name. */
export type Case = { [K in Kind]: { kind: K; asked: CaseOf<K> } }[Kind];

export const situations = z.record(z.string(), situation);
export const profiles = z.record(z.string(), planningProfile);

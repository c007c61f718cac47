// What was read out of a file, whoever made it: things that could be made of it, and what could not be read and why.
import type { Goal } from '../goals/goal.entity.ts';
import type { Task, TaskEvent, TaskRule } from '../tasks/task.entity.ts';
import type { Source } from './sources.ts';

/** By what a thing is known in its file: a second import of it makes nothing twice. */
interface Known {
  origin: string;
  /** Of the file, from 1; null where it has no lines. */
  line: number | null;
}

export interface GoalFound extends Known, Pick<Goal, 'wish' | 'title' | 'tags' | 'pipelineOrder'> {
  status: Exclude<Goal['status'], 'negotiating'>;
  createdAt: string;
  roadmapOf: string | null;
}

export interface RuleFound
  extends
    Known,
    Pick<
      TaskRule,
      | 'title'
      | 'description'
      | 'rrule'
      | 'startDate'
      | 'localTime'
      | 'zone'
      | 'durationMinutes'
      | 'exdates'
      | 'rdates'
      | 'zoneIsFixed'
    > {
  goal: string | null;
  endedAt: string | null;
  /** made: those ahead are to be made. brought: they stand in the file. plan: as brought, and it is a plan's. */
  occurrences: 'made' | 'brought' | 'plan';
}

export interface PauseFound extends Known {
  rule: string | null;
  goal: string | null;
  fromDate: string;
  untilDate: string | null;
  endedAt: string | null;
  endedOn: string | null;
}

export interface TaskFound
  extends
    Known,
    Pick<Task, 'title' | 'description' | 'durationMinutes' | 'status' | 'triggerType' | 'goalLetGo'> {
  startsAt: string;
  goal: string | null;
  sharedWith: string[];
  rule: string | null;
  ruleDate: string | null;
  pause: string | null;
  zone: string | null;
  cancelledFor: Task['cancelledFor'] | null;
  settledAt: string | null;
  settledVia: Task['settledVia'] | null;
  settledDay: string | null;
  settledHour: number | null;
}

export interface EventFound extends Known, Pick<TaskEvent, 'kind' | 'via'> {
  task: string;
  createdAt: string;
  detail: Record<string, string> | null;
}

/** Why something of a file is not taken. */
export const REASONS = [
  'all_day',
  'cancelled',
  'date_unread',
  'date_unsaid',
  'language',
  'no_title',
  'not_kept',
  'not_understood',
  'recurrence',
  'too_long',
  'too_many',
  'zone_unknown',
] as const;

export interface Refusal {
  line: number | null;
  /** Its title, as far as there is one. */
  what: string;
  reason: (typeof REASONS)[number];
  detail: string;
}

export interface Found {
  source: Source;
  goals: GoalFound[];
  rules: RuleFound[];
  pauses: PauseFound[];
  tasks: TaskFound[];
  events: EventFound[];
  refused: Refusal[];
}

export const nothing = (source: Source): Found => ({
  source,
  goals: [],
  rules: [],
  pauses: [],
  tasks: [],
  events: [],
  refused: [],
});

/** A task of elsewhere, that nobody has settled here. */
export const openTask = (
  known: Known & Pick<TaskFound, 'title' | 'description' | 'durationMinutes' | 'startsAt'>,
): TaskFound => ({
  ...known,
  status: 'pending',
  triggerType: 'time',
  goalLetGo: false,
  goal: null,
  sharedWith: [],
  rule: null,
  ruleDate: null,
  pause: null,
  zone: null,
  cancelledFor: null,
  settledAt: null,
  settledVia: null,
  settledDay: null,
  settledHour: null,
});

/** Of one file. More is refused as a whole: a part of it would be worse. */
export const MOST_TASKS = 20_000;

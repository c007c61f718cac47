// A task as its person sees it, however its row was read.
import { utcToWallClock } from '../kernel/time.ts';
import type { Task } from './task.entity.ts';

export interface RungView {
  step: 'push' | 'whatsapp' | 'call';
  state: string;
  reason: string | null;
  at: Date;
}

export interface TaskView {
  id: string;
  goalId: string | null;
  /** Other goals that it serves as well. */
  sharedWithGoalIds: string[];
  ruleId: string | null;
  /** For which date of a rule by hand it stands, also once it was moved. */
  ruleDate: string | null;
  title: string;
  description: string;
  startsAt: Date;
  /** Wall-clock in the person's zone: "2026-11-24T07:00". */
  localStart: string;
  durationMinutes: number;
  /** location: it rings when its person comes to its place. */
  triggerType: Task['triggerType'];
  status: Task['status'];
  /** Why it was cancelled where it may come back. */
  cancelledFor: Task['cancelledFor'] | null;
  generation: number;
  settledAt: Date | null;
  settledVia: Task['settledVia'] | null;
  /** What the reminder of the present generation has done so far. */
  reminder: RungView[];
}

/** What a view is made of, beside zone and rungs; what may be null may be left out. */
export type Viewed = Pick<Task, 'id' | 'title' | 'description' | 'startsAt' | 'durationMinutes'> &
  Pick<Task, 'status' | 'generation'> &
  Partial<
    Pick<
      Task,
      | 'goalId'
      | 'triggerType'
      | 'sharedWithGoalIds'
      | 'ruleId'
      | 'ruleDate'
      | 'cancelledFor'
      | 'settledAt'
      | 'settledVia'
    >
  >;

/** `zone`: the person's. `reminder`: in the order in which it went. */
export function viewOf(task: Viewed, zone: string, reminder: RungView[]): TaskView {
  const { id, title, description, startsAt, durationMinutes, status, generation } = task;
  const local = utcToWallClock(startsAt, zone);
  return {
    id,
    goalId: task.goalId ?? null,
    sharedWithGoalIds: task.sharedWithGoalIds ?? [],
    ruleId: task.ruleId ?? null,
    ruleDate: task.ruleDate ?? null,
    title,
    description,
    startsAt,
    localStart: `${local.date}T${local.time}`,
    durationMinutes,
    triggerType: task.triggerType ?? 'time',
    status,
    cancelledFor: task.cancelledFor ?? null,
    generation,
    settledAt: task.settledAt ?? null,
    settledVia: task.settledVia ?? null,
    reminder,
  };
}

// What the second opinion on a plan speaks of: its own reading of a session, and what it finds wrong with one.
import type { PlanConflict, PlanTask } from './plan.ts';
import { MINUTE_MS } from './violation-clock.ts';

export interface PlanViolation {
  kind:
    | 'overlap'
    | 'buffer'
    | 'sleep'
    | 'work_hours'
    | 'midnight'
    | 'past'
    | 'clock'
    | 'weeks'
    | 'rule'
    | 'unlisted_move';
  task_title: string;
  /** The occurrence, ISO 8601 in UTC; null when it concerns the whole task. */
  starts_at: string | null;
  /** What it collides with, where there is such a thing. */
  existing_task_title: string | null;
}

/** One occurrence of a task; the end is excluded. */
export interface Session {
  task: PlanTask;
  shown: PlanTask['occurrences'][number];
  startMs: number;
  endMs: number;
}

/** The sessions of a task, timed by their moment in UTC alone. */
export function sessionsOf(task: PlanTask): Session[] {
  return task.occurrences.map((shown) => {
    const startMs = Date.parse(shown.starts_at);
    return { task, shown, startMs, endMs: startMs + task.duration_minutes * MINUTE_MS };
  });
}

/** Whether the plan tells of such a conflict with this session or, where the scope says so, with the task as such. */
export function lists(
  conflicts: PlanConflict[],
  kind: PlanConflict['kind'],
  { task, shown }: Session,
  scope?: 'or the whole task',
): boolean {
  return conflicts.some(
    (conflict) =>
      conflict.kind === kind &&
      conflict.task_title === task.title &&
      (conflict.starts_at === shown.starts_at || (scope !== undefined && conflict.starts_at === null)),
  );
}

/** Of the whole task where there is no session. */
export function violation(
  kind: PlanViolation['kind'],
  title: string,
  session?: Session,
  existingTitle?: string,
): PlanViolation {
  const startsAt = session?.shown.starts_at ?? null;
  return { kind, task_title: title, starts_at: startsAt, existing_task_title: existingTitle ?? null };
}

// A task with what its person sees of it, as a statement reads it together with whatever else it asks for.
import type { Task } from './task.entity.ts';
import { viewOf, type RungView, type TaskView, type Viewed } from './task-view.ts';

export interface HeldTask {
  task: Required<Viewed> & Pick<Task, 'goalLetGo'>;
  /** Of the person. */
  zone: string;
  /** In the order in which it went. */
  reminder: RungView[];
}

/** The column of a query over `tasks t` and `profiles p`. */
export const HELD_TASK = `
  json_build_object('id', t.id, 'goalId', t.goal_id, 'sharedWithGoalIds', t.shared_with_goal_ids, 'goalLetGo', t.goal_let_go, 'ruleId', t.rule_id,
    'ruleDate', t.rule_date, 'cancelledFor', t.cancelled_for, 'title', t.title,
    'description', t.description, 'startsAt', t.starts_at, 'durationMinutes', t.duration_minutes, 'triggerType', t.trigger_type, 'status', t.status,
    'generation', t.generation, 'settledAt', t.settled_at, 'settledVia', t.settled_via, 'zone', p.zone,
    'reminder', (select json_agg(json_build_object('step', step, 'state', state, 'reason', reason, 'at', last_sent_at) order by id)
      from dispatch_log where org_id = t.org_id and task_id = t.id and generation = t.generation)) as held`;

/** What that column holds. */
export interface HeldColumn extends Omit<HeldTask['task'], 'startsAt' | 'settledAt'> {
  startsAt: string;
  settledAt: string | null;
  zone: string;
  reminder: (Omit<RungView, 'at'> & { at: string })[] | null;
}

export function heldTaskOf({ zone, reminder, ...held }: HeldColumn): HeldTask {
  return {
    task: {
      ...held,
      startsAt: new Date(held.startsAt),
      settledAt: held.settledAt === null ? null : new Date(held.settledAt),
    },
    zone,
    reminder: reminder?.map((rung) => ({ ...rung, at: new Date(rung.at) })) ?? [],
  };
}

/** As its person sees it, with what has changed since it was read. */
export const viewHeld = ({ task, zone, reminder }: HeldTask, change: Partial<Viewed> = {}): TaskView =>
  viewOf({ ...task, ...change }, zone, reminder);

// Takes out of a plan what is over and what nobody may change: what is left of it lies ahead, and says what it left.
import { shortDate, weekdayOf } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import { expandRule } from '../planning/expand-rule.ts';
import type { PlanConflict, PlanContent, PlanTask } from '../planning/plan.ts';
import { sessionKey } from './modification.ts';

/** `settled`: why a session is not planned again, by its key. Pure. */
export function fitToStanding(
  content: PlanContent,
  { settled, fromMs }: { settled: Map<string, string>; fromMs: number },
): PlanContent {
  const left: PlanConflict[] = [];
  const tasks = content.tasks.flatMap((task): PlanTask[] => {
    const ahead = task.occurrences.filter(({ starts_at }) => Date.parse(starts_at) > fromMs);
    const kept = ahead.filter((occurrence) => {
      const reason = settled.get(sessionKey(task.title, occurrence.starts_at));
      if (reason) left.push(leftAlone(task.title, occurrence, reason));
      return !reason;
    });
    return kept.length > 0 ? [withSessions(task, kept)] : [];
  });
  const conflicts = content.conflicts.filter(
    ({ starts_at, task_title }) =>
      (starts_at === null || Date.parse(starts_at) > fromMs) &&
      !(starts_at && settled.has(sessionKey(task_title, starts_at))),
  );
  return { ...content, tasks, conflicts: [...conflicts, ...left] };
}

function leftAlone(
  task_title: string,
  { local_date, local_time, starts_at }: PlanTask['occurrences'][number],
  reason: string,
): PlanConflict {
  const message = `“${task_title}” of ${shortDate(local_date)} ${local_time} ${reason}.`;
  return { kind: 'dropped', task_title, starts_at, existing_task_title: null, message };
}

/** Its rule begins and ends with what is left of it. */
function withSessions(task: PlanTask, occurrences: PlanTask['occurrences']): PlanTask {
  const days = occurrences.map(({ local_date }) => local_date);
  const [first, last] = [days[0]!, days.at(-1)!];
  const ruled = expandRule({
    rrule: task.rrule,
    startDate: task.occurrences[0]!.local_date,
    time: '12:00',
    zone: 'UTC',
  });
  const count = ruled.filter(({ localDate }) => localDate >= first && localDate <= last).length;
  return {
    ...task,
    days: DAYS.filter((day) => days.some((date) => weekdayOf(date) === day)),
    rrule: task.rrule.replace(/COUNT=\d+/, `COUNT=${count}`),
    occurrences,
  };
}

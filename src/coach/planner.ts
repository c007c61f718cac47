// The builtin planner: a course in steps, laid into the free slots, for six weeks at most; more becomes a roadmap.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { addDays } from '../kernel/time.ts';
import { arrange, firstDayOf, SPRINT_WEEKS } from './arrange.ts';
import type { Course } from './calculators/frame.ts';
import { courseOf } from './course.ts';
import { layTasks, type Task } from './lay-tasks.ts';
import { datedSessions, placeStrands, type Place } from './place-strands.ts';
import type { Goal } from './goal.ts';
import { readGoal } from './read-goal.ts';
import { unheldIn } from './unheld.ts';
import { wordsUnder } from './words-under.ts';

export type Plan = AgentOutput<'planner'>;

/**
 * A plan by seven principles: small start, one change at a time, tied to a routine, realistic load, visible progress,
 * a way back, the person decides. Pure.
 */
export function proposePlan(input: AgentInput<'planner'>): Plan {
  const { goal: said, last } = readGoal(input);
  const startOn = input.found?.first_available_start ?? firstDayOf(said, input.today);
  const goal = withRestWeek(said, startOn);
  const arranged = arrange(goal, input.profile, startOn);
  const places = placeStrands(arranged, input);
  const dated = datedSessions(arranged, places, startOn);
  const weekOf = dated.filter(({ isOff }) => !isOff).map(({ week }) => week);
  const longest = Math.max(...arranged.strands.map(({ minutes }) => minutes));
  const course = courseOf(goal, { weeks: arranged.weeks, weekOf, minutes: longest, firstOn: startOn });
  const tasks = layTasks(dated, course.sessions);
  const wanted = arranged.strands.reduce((sum, { count }) => sum + count, 0);
  const found = places.reduce((sum, own) => sum + own.length, 0);
  return {
    goal_title: course.title,
    goal_feasible_in_6_weeks: course.roadmap.length === 0,
    micro_goal_roadmap: roadmapOf(course, arranged.weeks),
    proposed_tasks: tasks.length > 0 ? tasks : [lonely(course, places)],
    days_off: goal.datesOff,
    ends_on: goal.endsOn,
    conflicts_detected: conflictsOf(tasks, places),
    plan_summary: wordsUnder({
      goal,
      last,
      course,
      tasks,
      input,
      short: wanted > found ? { wanted, found } : null,
      unheld: unheldIn(input, {
        goal,
        title: course.title,
        dated,
        lengths: tasks.map(({ duration_minutes }) => duration_minutes),
        firstOn: startOn,
        weeks: arranged.weeks,
        isShort: wanted > found,
      }),
    }),
    approval_status: 'negotiating',
  };
}

/** The fourth week of six is kept free. */
function withRestWeek(goal: Goal, startOn: string): Goal {
  if (!goal.restWeek) return goal;
  const week = Array.from({ length: 7 }, (_, day) => addDays(startOn, 21 + day));
  return { ...goal, datesOff: [...new Set([...goal.datesOff, ...week])].toSorted() };
}

function roadmapOf({ roadmap }: Course, weeks: number): Plan['micro_goal_roadmap'] {
  return roadmap.slice(0, 5).map((title, index) => ({
    title: title.slice(0, 80).toWellFormed(),
    description:
      index === 0
        ? 'This is what the sessions of this plan lead to.'
        : 'Opens when the part before it is done; we plan it then, with what we have learned.',
    pipeline_order: index + 1,
    target_weeks: index === 0 ? weeks : SPRINT_WEEKS,
  }));
}

/** A rule that meets no date of these weeks: code says that nothing fits. */
function lonely({ sessions, title }: Course, places: Place[][]): Task {
  const { day, time } = places[0]![0]!;
  const step = sessions[0] ?? { title, how: '', minutes: 15 };
  return {
    title: step.title,
    description: step.how,
    scheduled_days: [day],
    suggested_time: time,
    duration_minutes: step.minutes,
    recurrence_rule: `FREQ=WEEKLY;BYDAY=${day}`,
    week_range: { from: 1, to: 1 },
  };
}

function conflictsOf(tasks: readonly Task[], places: readonly Place[][]): Plan['conflicts_detected'] {
  return places.flat().flatMap(({ day, time, conflict }) => {
    if (conflict === null) return [];
    const task = tasks.find(
      ({ scheduled_days, suggested_time }) => suggested_time === time && scheduled_days.includes(day),
    );
    return [{ existing_task_title: task?.title ?? '', scheduled_at: `${day} ${time}`, message: conflict }];
  });
}

// The builtin planner: a course in steps, laid into the free slots, for six weeks at most; what is bigger becomes a roadmap.
import type { AgentInput, AgentOutput } from '../../agents.ts';
import { arrange } from './arrange.ts';
import type { Arranged } from './arrange.ts';
import { placeSessions } from './place-sessions.ts';
import type { Place } from './place-sessions.ts';
import type { Phase } from './recipe.ts';
import { summarise } from './summarise.ts';
import { understandGoal } from './understand-goal.ts';
import type { Goal } from './understand-goal.ts';

export type Plan = AgentOutput<'planner'>;
type Task = Plan['proposed_tasks'][number];

const MOST_TASKS = 24;
const SPRINT_WEEKS = 6;

/** A plan by seven principles: small start, one change at a time, tied to a routine, realistic load, visible progress, a way back, the person decides. Pure. */
export function proposePlan(input: AgentInput<'planner'>): Plan {
  const goal = understandGoal(input.goal_text, input.revisions, input.today);
  const arranged = arrange(goal, input.profile);
  const places = placeSessions(arranged.sessions, input);
  const roadmap = roadmapOf(goal, arranged);
  const tasks = tasksOf(arranged, places);
  return {
    goal_title: arranged.course.title.slice(0, 80),
    goal_feasible_in_6_weeks: roadmap.length === 0,
    micro_goal_roadmap: roadmap,
    proposed_tasks: tasks,
    conflicts_detected: conflictsOf(tasks, places),
    plan_summary: summarise({ goal, arranged, places, roadmap, input }),
    approval_status: 'negotiating',
  };
}

function roadmapOf(goal: Goal, { course, weeks }: Arranged): Plan['micro_goal_roadmap'] {
  const long = goal.weeks !== null && goal.weeks > SPRINT_WEEKS + 1;
  if (!course.big && !long) return [];
  const weeksLeft =
    goal.weeks === null || goal.weeks <= SPRINT_WEEKS ? null : Math.max(1, goal.weeks - weeks);
  const most = weeksLeft === null || course.big ? 4 : Math.max(1, Math.min(4, Math.round(weeksLeft / 4)));
  const later = (course.later.length > 0 ? course.later : [course.title]).slice(-most);
  const left = weeksLeft === null ? SPRINT_WEEKS : Math.round(weeksLeft / later.length);
  return [course.first, ...later].map((title, index) => ({
    title: title.slice(0, 120),
    description:
      index === 0
        ? 'This is what the sessions of this plan lead to.'
        : 'Opens when the part before it is done; we plan it then, with what we have learned.',
    pipeline_order: index + 1,
    target_weeks: index === 0 ? weeks : Math.max(1, Math.min(SPRINT_WEEKS, left > 0 ? left : SPRINT_WEEKS)),
  }));
}

function tasksOf({ sessions }: Arranged, places: readonly Place[][]): Task[] {
  const strands = sessions.map(({ strand }, index) => ({
    phases: strand.phases,
    groups: byTime(places[index] ?? []),
  }));
  const count = (): number =>
    strands.reduce((sum, { phases, groups }) => sum + phases.length * groups.length, 0);
  while (count() > MOST_TASKS) {
    const widest = strands.toSorted(
      (a, b) => b.phases.length * b.groups.length - a.phases.length * a.groups.length,
    )[0];
    if (!widest || widest.phases.length < 2) break;
    widest.phases = joinSmallest(widest.phases);
  }
  return strands
    .flatMap(({ phases, groups }) => phases.flatMap((phase) => groups.map((group) => taskOf(phase, group))))
    .toSorted((a, b) => a.week_range.from - b.week_range.from)
    .slice(0, MOST_TASKS);
}

/** The last phase holds the target: what is joined lies before it. */
function joinSmallest(phases: readonly Phase[]): Phase[] {
  const index = Math.max(0, phases.length - 3);
  const [first, second] = [phases[index], phases[index + 1]];
  return first && second
    ? [...phases.slice(0, index), { ...first, to: second.to }, ...phases.slice(index + 2)]
    : [...phases];
}

function byTime(places: readonly Place[]): Place[][] {
  return [...Map.groupBy(places, ({ time }) => time).values()];
}

function taskOf(phase: Phase, group: readonly Place[]): Task {
  const days = group.map(({ day }) => day);
  const room = Math.min(...group.map(({ minutes }) => minutes));
  return {
    title: phase.title.slice(0, 80),
    description: phase.description,
    scheduled_days: days,
    suggested_time: group[0]?.time ?? '18:00',
    duration_minutes: Math.max(5, Math.min(phase.minutes, room, 240)),
    recurrence_rule: `FREQ=WEEKLY;BYDAY=${days.join(',')}`,
    week_range: { from: phase.from, to: phase.to },
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

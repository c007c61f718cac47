// The builtin planner: a course in steps, laid into the free slots, for six weeks at most; more becomes a roadmap.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { addDays, minutesOf } from '../kernel/time.ts';
import { arrange } from './arrange.ts';
import type { Arranged } from './arrange.ts';
import { placeSessions } from './place-sessions.ts';
import type { Place } from './place-sessions.ts';
import { layTasks } from './lay-tasks.ts';
import type { Task } from './lay-tasks.ts';
import type { Part } from './read-window.ts';
import { summarise } from './summarise.ts';
import { understandGoal } from './understand-goal.ts';
import type { Goal } from './recipe.ts';
import { cutTo } from '../kernel/shorten.ts';

export type Plan = AgentOutput<'planner'>;

const SPRINT_WEEKS = 6;

/**
 * A plan by seven principles: small start, one change at a time, tied to a routine, realistic load, visible progress,
 * a way back, the person decides. Pure.
 */
export function proposePlan(input: AgentInput<'planner'>): Plan {
  const { revisions } = input;
  const goal = understandGoal(input);
  const before =
    revisions.length > 0 ? understandGoal({ ...input, revisions: revisions.slice(0, -1) }) : null;
  const isUnchanged =
    before !== null && JSON.stringify(before) === JSON.stringify({ ...goal, aside: before.aside });
  const arranged = arrange(goal, input.profile, input.today);
  const places = placeSessions(arranged, input);
  const roadmap = roadmapOf(goal, arranged);
  const tasks = withCue(
    layTasks(arranged, places, input.found?.first_available_start ?? addDays(input.today, 1)),
    arranged,
  );
  return {
    goal_title: cutTo(arranged.course.title, 80),
    goal_feasible_in_6_weeks: roadmap.length === 0,
    micro_goal_roadmap: roadmap,
    proposed_tasks: tasks,
    conflicts_detected: conflictsOf(tasks, places),
    plan_summary: summarise({ goal, arranged, places, roadmap, tasks, input, isUnchanged }),
    approval_status: 'negotiating',
  };
}

function roadmapOf(goal: Goal, { course, weeks }: Arranged): Plan['micro_goal_roadmap'] {
  const long = goal.weeks !== null && goal.weeks > SPRINT_WEEKS + 1 && !course.reachesAll;
  if (!course.big && !long) return [];
  const weeksLeft =
    goal.weeks === null || goal.weeks <= SPRINT_WEEKS ? null : Math.max(1, goal.weeks - weeks);
  const most = weeksLeft === null || course.big ? 4 : Math.max(1, Math.min(4, Math.round(weeksLeft / 4)));
  const named = course.later.length > 0 ? course.later : [course.title];
  const later = course.isPaced ? named : named.slice(-most);
  const left = weeksLeft === null || course.isPaced ? SPRINT_WEEKS : Math.round(weeksLeft / later.length);
  const lastWeeks =
    course.isPaced && weeksLeft !== null ? weeksLeft - SPRINT_WEEKS * (later.length - 1) : left;
  return [course.first, ...later].map((title, index, all) => ({
    title: cutTo(title, 120),
    description:
      index === 0
        ? 'This is what the sessions of this plan lead to.'
        : 'Opens when the part before it is done; we plan it then, with what we have learned.',
    pipeline_order: index + 1,
    target_weeks:
      index === 0 ? weeks : Math.max(1, Math.min(SPRINT_WEEKS, index === all.length - 1 ? lastWeeks : left)),
  }));
}

/** Cue and measure belong to the sessions themselves: the first one says what it hangs on, the next how to measure. */
function withCue(tasks: readonly Task[], { course, sessions }: Arranged): Task[] {
  const cue = cueFor(sessions[0]?.hours.part ?? null, tasks[0]?.suggested_time ?? '12:00');
  return tasks.map((task, index) => {
    const said =
      index === 0 && !/right after|same (?:seat|place|chair|hour)|always the same/i.test(task.description)
        ? cue
        : '';
    const measure = index === Math.min(1, tasks.length - 1) ? course.progress : '';
    return {
      ...task,
      description: [task.description, said, measure].filter((text) => text !== '').join(' '),
    };
  });
}

const CUES: Partial<Record<Part, string>> = {
  before_work: 'Lay everything out the evening before, and look at the phone only afterwards.',
  after_work: 'Go straight into it from work, before you sit down.',
  lunch: 'First the session, then the food.',
  after_waking: 'Do it right after the bathroom.',
  before_bed: 'Do it directly before or after brushing your teeth.',
  children_asleep: "Begin as soon as the children's door is closed.",
  after_dinner: 'Begin as soon as the table is cleared.',
  before_dinner: 'Begin before anything goes on the table.',
};

function cueFor(part: Part | null, time: string): string {
  const said = part && CUES[part];
  if (said) return said;
  const start = minutesOf(time);
  if (start < 600) return 'Lay out what you need the evening before.';
  return start >= 1140
    ? 'Begin as soon as dinner is over, before the evening decides for you.'
    : 'Leave what you need in sight.';
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

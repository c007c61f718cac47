// Sessions with their steps become tasks: the same step at the same time of the same days, for weeks in a row.
import type { AgentOutput } from '../agents.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { Step } from './calculators/frame.ts';
import type { Dated } from './place-strands.ts';

export type Task = AgentOutput<'planner'>['proposed_tasks'][number];
type Laid = Dated & { step: Step };

const MOST_TASKS = 24;

/**
 * `steps` has one for each session that is not on a day to be kept free. Where there would be more than 24 tasks, steps
 * that are alike but for their description become one.
 */
export function layTasks(dated: readonly Dated[], steps: readonly Step[]): Task[] {
  const strands = [...Map.groupBy(withSteps(dated, steps), ({ strand }) => strand.rule)];
  return strands
    .flatMap(([rule, laid]) => (rule === null ? weeklyTasks(laid) : ruledTasks(laid, rule)))
    .toSorted(
      (a, b) => a.week_range.from - b.week_range.from || a.suggested_time.localeCompare(b.suggested_time),
    )
    .slice(0, MOST_TASKS);
}

/** A day to be kept free has the step of the session before it: it lies in the same task. */
function withSteps(dated: readonly Dated[], steps: readonly Step[]): Laid[] {
  let next = 0;
  return dated.map((session) => {
    const step = steps[Math.min(steps.length - 1, session.isOff ? Math.max(0, next - 1) : next)]!;
    if (!session.isOff) next += 1;
    const { doing } = session.strand;
    if (doing === null) return { ...session, step };
    const title = `${doing.charAt(0).toUpperCase()}${doing.slice(1)}: ${step.title.charAt(0).toLowerCase()}${step.title.slice(1)}`;
    return { ...session, step: { ...step, title } };
  });
}

function weeklyTasks(laid: readonly Laid[]): Task[] {
  const groups = Map.groupBy(
    laid,
    ({ step, time, strand }) => `${step.title}|${minutesOf(step, strand)}|${time}`,
  );
  return [...groups.values()].flatMap((group) => inRuns(group).map((run) => taskOf(run, null)));
}

const minutesOf = ({ minutes }: Step, strand: Dated['strand']): number =>
  Math.max(5, Math.min(minutes, strand.minutes));

/** Weeks in a row with the same days. */
function inRuns(group: readonly Laid[]): Laid[][] {
  const runs: Laid[][] = [];
  let before = '';
  for (const [week, sessions] of Map.groupBy(group, ({ week }) => week)) {
    const days = daysOf(sessions).join();
    const run = runs.at(-1);

    const isSame = days === before;
    if (run && isSame && run.at(-1)?.week === week - 1) run.push(...sessions);
    else {
      runs.push([...sessions]);
      before = days;
    }
  }
  return runs;
}

const daysOf = (sessions: readonly Laid[]): Day[] =>
  DAYS.filter((day) => sessions.some((session) => session.day === day));

/** Weeks in a row whose sessions all have one step; a week with several has a task for the days of each. */
function ruledTasks(laid: readonly Laid[], rule: string): Task[] {
  return [...Map.groupBy(laid, ({ strand }) => strand).values()].flatMap((own) => {
    const runs: { sessions: Laid[]; key: string | null }[] = [];
    for (const week of Map.groupBy(own, (session) => session.week).values()) {
      const steps = [...Map.groupBy(week, ({ step }) => `${step.title}|${step.minutes}`)];
      const key = steps.length === 1 ? steps[0]![0] : null;
      const run = runs.at(-1);
      if (run && key !== null && run.key === key) run.sessions.push(...week);
      else runs.push(...steps.map(([, sessions]) => ({ sessions, key })));
    }
    return runs.map(({ sessions, key }) => taskOf(sessions, rule, key !== null));
  });
}

/** `isWhole`: no other session lies in its weeks. */
function taskOf(run: readonly Laid[], rule: string | null, isWhole = true): Task {
  const first = run[0]!;
  const isDaily = rule?.startsWith('FREQ=DAILY') ?? false;
  const days = isDaily && isWhole ? [...DAYS] : daysOf(run);
  return {
    title: first.step.title.slice(0, 80).toWellFormed(),
    description: first.step.how,
    scheduled_days: days,
    suggested_time: first.time,
    duration_minutes: Math.min(minutesOf(first.step, first.strand), first.minutes),
    recurrence_rule: rule === null ? `FREQ=WEEKLY;BYDAY=${days.join(',')}` : ruleOn(rule, days),
    week_range: { from: first.week, to: run.at(-1)!.week },
  };
}

/** The days that the calendar gave to a rule that left them open. */
const ruleOn = (rule: string, days: Day[]): string =>
  rule.startsWith('FREQ=MONTHLY') ? rule.replaceAll('?', days[0] ?? 'MO') : `${rule};BYDAY=${days.join(',')}`;

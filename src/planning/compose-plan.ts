// Code's last word over what a model proposes: nothing reaches a person that overlaps, lies in sleep or hides a change.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { Proposal } from './proposal.ts';
import { DAYS } from '../kernel/week.ts';
import type { AvoidSlot } from './avoid-slot.ts';
import type { Specialist } from './plan.ts';
import { MINUTE_MS, addDays, shortDate, weekdayOf } from '../kernel/time.ts';
import type { BusyTime } from './busy-time.ts';
import { Calendar, obstacleOf, type Look } from './calendar.ts';
import { chooseTime, placeSession } from './choose-time.ts';
import { describeLook, listConflicts, type Conflict } from './plan-conflicts.ts';
import type { PlanConflict, PlanContent, PlanTask } from './plan.ts';
import { readProposedTask, type Wanted } from './read-proposal.ts';

const MAX_WEEKS = 6;
const MAX_TASKS = 24;
const MAX_OCCURRENCES = 200;
/** Whoever approves a plan needs a moment, and so does its first reminder. */
const HEAD_START_MS = 5 * MINUTE_MS;

export interface ComposePlanInput {
  proposal: Proposal;
  profile: PlanningProfile;
  busy: BusyTime[];
  avoidSlots: AvoidSlot[];
  zone: string;
  /** First day of week 1, in the zone. */
  startOn: string;
  /** 1 to 6. */
  weeks: number;
  nowMs: number;
  missingSpecialists: Specialist[];
}

/**
 * Checks every session against busy times, the other tasks, sleep, clock changes and the past. What does not fit is
 * moved on its day or left out; `conflicts` lists that and each soft violation, as code finds them: a model's own are
 * ignored. Deterministic. With nothing placed, `tasks` is empty and a conflict `too_little_time` says so.
 */
export function composePlan(input: ComposePlanInput): PlanContent {
  const { proposal, zone, startOn, nowMs, profile, busy, avoidSlots } = input;
  const weeks = Math.min(Math.max(Math.trunc(input.weeks), 1), MAX_WEEKS);
  const lastDate = addDays(startOn, 7 * weeks - 1);
  const earliestMs = nowMs + HEAD_START_MS;
  const calendar = new Calendar({
    zone,
    firstDate: startOn,
    lastDate,
    earliestMs,
    profile,
    busy,
    avoidSlots,
  });
  const tasks: PlanTask[] = [];
  const conflicts: PlanConflict[] = [];
  const seen = new Set<string>();
  let room = MAX_OCCURRENCES;

  for (const proposed of proposal.proposed_tasks.slice(0, MAX_TASKS)) {
    const wanted = readProposedTask(proposed, { startOn, weeks, goalTitle: proposal.goal_title });
    const same = JSON.stringify({ ...wanted, description: '', title: wanted.title.toLowerCase() });
    const placed = seen.has(same)
      ? leftOut(wanted.title, 'it was proposed twice and is planned once')
      : placeTask(calendar, wanted, room);
    seen.add(same);
    if (placed.task) tasks.push(placed.task);
    room -= placed.task?.occurrences.length ?? 0;
    conflicts.push(...placed.conflicts.map((conflict) => listed(conflict, wanted.title)));
  }
  if (tasks.length === 0) conflicts.push(listed(nothingFits(startOn, lastDate), proposal.goal_title));

  return {
    goal_title: proposal.goal_title,
    summary: summarise(proposal.plan_summary, tasks, conflicts),
    zone,
    start_on: startOn,
    feasible_in_6_weeks: proposal.goal_feasible_in_6_weeks,
    tasks,
    conflicts,
    roadmap: proposal.micro_goal_roadmap,
    missing_specialists: input.missingSpecialists,
  };
}

type Outcome = { task: PlanTask | null; conflicts: Conflict[] };

function placeTask(calendar: Calendar, wanted: Wanted, room: number): Outcome {
  const { title, minutes } = wanted;
  const isAhead = (date: string) => calendar.look(date, wanted.time, minutes).blocked?.kind !== 'past';
  const ahead = wanted.dates.filter(isAhead);
  const dates = ahead.slice(0, room);
  if (wanted.dates.length === 0) return leftOut(title, 'its weeks come after the end of this plan');
  if (ahead.length === 0) return leftOut(title, 'it lies in the past');
  if (dates.length === 0) return leftOut(title, `a plan has at most ${MAX_OCCURRENCES} sessions`);

  const { time, because } = chooseTime(calendar, wanted, dates);
  const placed = dates.map((date) => placeSession(calendar, title, { date, time, minutes }));
  const kept = placed.flatMap(({ taken }) => taken ?? []);
  const wished = placed[0]!.wished;
  if (kept.length === 0) {
    return leftOut(title, `${describeLook(wished, obstacleOf(wished))}, and nothing else is free`);
  }
  const usual = usualTime(kept, time);
  const conflicts = listConflicts(title, placed, usual);
  if (because) conflicts.unshift(movedTask(wanted, time, because));
  if (dates.length < ahead.length) {
    const message = `“${title}” ends on ${shortDate(dates.at(-1)!)}: a plan has at most ${MAX_OCCURRENCES} sessions.`;
    conflicts.push({ kind: 'dropped', message });
  }
  return { task: taskOf(wanted, dates, usual, kept), conflicts };
}

function taskOf(wanted: Wanted, dates: string[], time: string, kept: Look[]): PlanTask {
  const [first, last] = [kept[0]!.date, kept.at(-1)!.date];
  const count = dates.filter((date) => date >= first && date <= last).length;
  return {
    title: wanted.title,
    description: wanted.description,
    days: DAYS.filter((day) => kept.some(({ date }) => weekdayOf(date) === day)),
    time,
    duration_minutes: wanted.minutes,
    rrule: `${wanted.rule};COUNT=${count}`,
    weeks: wanted.weeks,
    occurrences: kept.map((look) => ({
      local_date: look.date,
      local_time: look.time,
      starts_at: new Date(look.startMs).toISOString(),
    })),
  };
}

/** What the task is headed by is kept by a session at least: where each had to go elsewhere, it is where most went. */
function usualTime(kept: Look[], time: string): string {
  if (kept.some((look) => look.time === time)) return time;
  const byTime = [...Map.groupBy(kept, (look) => look.time)];
  return byTime.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? time;
}

function movedTask({ title, time: wished }: Wanted, time: string, because: Look): Conflict {
  const obstacle = obstacleOf(because);
  const message = `“${title}” is at ${time} instead of ${wished}: ${describeLook(because, obstacle)}.`;
  return { kind: 'moved', existing: obstacle?.title ?? null, message };
}

function leftOut(title: string, reason: string): Outcome {
  return { task: null, conflicts: [{ kind: 'dropped', message: `“${title}” is left out: ${reason}.` }] };
}

function nothingFits(startOn: string, lastDate: string): Conflict {
  const message = `Between ${shortDate(startOn)} and ${shortDate(lastDate)} there is no free time for this plan.`;
  return { kind: 'too_little_time', message };
}

function listed({ kind, message, startsAtMs, existing }: Conflict, title: string): PlanConflict {
  const startsAt = startsAtMs === undefined ? null : new Date(startsAtMs).toISOString();
  return { kind, task_title: title, starts_at: startsAt, existing_task_title: existing ?? null, message };
}

function summarise(summary: string, tasks: PlanTask[], conflicts: PlanConflict[]): string {
  if (tasks.length === 0) return `${summary} No free time was found for any of it.`.trim();
  const isChanged = conflicts.some(({ kind }) => kind === 'moved' || kind === 'dropped');
  return isChanged ? `${summary} Some sessions were moved or left out to fit your calendar.`.trim() : summary;
}

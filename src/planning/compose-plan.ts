// Code's last word over what a model proposes: nothing reaches a person that overlaps, lies in sleep or hides a change.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { Proposal } from './proposal.ts';
import { DAYS } from '../kernel/week.ts';
import type { AvoidSlot } from './avoid-slot.ts';
import type { Specialist } from './plan.ts';
import { MINUTE_MS, addDays, shortDate, weekdayOf } from '../kernel/time.ts';
import type { BusyTime } from './busy-time.ts';
import { Calendar, obstacleOf, type Look } from './calendar.ts';
import { chooseTime, placeSession, type Placed } from './choose-time.ts';
import { heldWindow, type HeldWindow } from './hold-window.ts';
import { nightBeside } from './night-beside.ts';
import { nearestAlternatives, sayAlternatives } from './nearest-alternatives.ts';
import { describeLook, listConflicts, listDaysOff, type Conflict } from './plan-conflicts.ts';
import type { PlanConflict, PlanContent, PlanTask } from './plan.ts';
import { tellDraft } from './tell-draft.ts';
import { readProposedTask, type Wanted } from './read-proposal.ts';
import type { Wish } from './wish.ts';

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
  /** What the scheduler wished: hours that the person named for all of it are held. */
  wishes?: Wish[] | null;
  /** The draft that this one is to take the place of: the summary says what is not as it was. */
  before?: PlanContent | null;
}

/**
 * Checks every session against busy times, the other tasks, sleep, clock changes and the past. What does not fit is
 * moved on its day or left out; `conflicts` lists that and each soft violation, as code finds them: a model's own are
 * ignored. Deterministic. With nothing placed, `tasks` is empty and a conflict `too_little_time` says so.
 */
export function composePlan(input: ComposePlanInput): PlanContent {
  const { proposal, zone, startOn, nowMs, busy, avoidSlots } = input;
  const profile = nightBeside(input.profile, input.wishes ?? null);
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
  const plan = { startOn, weeks, goalTitle: proposal.goal_title, endsOn: proposal.ends_on };
  const limits = { daysOff: new Set(proposal.days_off), held: heldWindow(input.wishes ?? null) };
  let room = MAX_OCCURRENCES;

  for (const proposed of proposal.proposed_tasks.slice(0, MAX_TASKS)) {
    const wanted = readProposedTask(proposed, plan);
    const same = JSON.stringify({ ...wanted, description: '', title: wanted.title.toLowerCase() });
    const placed = seen.has(same)
      ? leftOut(wanted.title, 'it was proposed twice and is planned once')
      : placeTask(calendar, wanted, { ...limits, room });
    seen.add(same);
    if (placed.task) tasks.push(placed.task);
    room -= placed.task?.occurrences.length ?? 0;
    conflicts.push(...placed.conflicts.map((conflict) => listed(conflict, wanted.title)));
  }
  if (tasks.length === 0) conflicts.push(listed(nothingFits(startOn, lastDate), proposal.goal_title));

  const content: PlanContent = {
    goal_title: proposal.goal_title,
    summary: '',
    zone,
    start_on: startOn,
    feasible_in_6_weeks: proposal.goal_feasible_in_6_weeks,
    tasks,
    conflicts,
    roadmap: proposal.micro_goal_roadmap,
    missing_specialists: input.missingSpecialists,
  };
  return { ...content, summary: summarise(proposal.plan_summary, content, input.before ?? null) };
}

type Outcome = { task: PlanTask | null; conflicts: Conflict[] };

interface Limits {
  daysOff: ReadonlySet<string>;
  held: HeldWindow | null;
  /** Of sessions that the plan can still take. */
  room: number;
}

function placeTask(calendar: Calendar, wanted: Wanted, { daysOff, held, room }: Limits): Outcome {
  const { title, minutes } = wanted;
  const isAhead = (date: string) => calendar.look(date, wanted.time, minutes).blocked?.kind !== 'past';
  const ahead = wanted.dates.filter(isAhead);
  const dates = ahead.slice(0, room);
  const open = dates.filter((date) => !daysOff.has(date));
  if (wanted.dates.length === 0) return leftOut(title, 'its weeks come after the end of this plan');
  if (ahead.length === 0) return leftOut(title, 'it lies in the past');
  if (dates.length === 0) return leftOut(title, `a plan has at most ${MAX_OCCURRENCES} sessions`);
  if (open.length === 0) {
    const looks = dates.map((date) => calendar.look(date, wanted.time, minutes));
    return { task: null, conflicts: listDaysOff(title, looks) };
  }
  const { time, because } = chooseTime(calendar, wanted, open, held);
  const placed = open.map((date) => placeSession(calendar, title, { date, time, minutes }, held));
  const kept = placed.flatMap(({ taken }) => taken ?? []);
  if (kept.length === 0) return noRoom(calendar, wanted, placed);
  const usual = usualTime(kept, time);
  const off = dates.filter((date) => daysOff.has(date)).map((date) => calendar.look(date, usual, minutes));
  const conflicts = [...listDaysOff(title, off), ...listConflicts(title, placed, usual)];
  if (because && usual === time) conflicts.unshift(movedTask(wanted, time, because));
  if (dates.length < ahead.length) {
    const message = `“${title}” ends on ${shortDate(dates.at(-1)!)}: a plan has at most ${MAX_OCCURRENCES} sessions.`;
    conflicts.push({ kind: 'dropped', message });
  }
  return { task: taskOf(wanted, dates, usual, kept), conflicts };
}

function noRoom(calendar: Calendar, { title, time, minutes, dates }: Wanted, placed: Placed[]): Outcome {
  const { wished } = placed[0]!;
  const sought = { time, minutes, firstDate: wished.date, lastDate: dates.at(-1)! };
  const nearest = sayAlternatives(nearestAlternatives(calendar, sought));
  return leftOut(title, `${describeLook(wished, obstacleOf(wished))}, and nothing else is free`, nearest);
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

function leftOut(title: string, reason: string, more = ''): Outcome {
  return {
    task: null,
    conflicts: [{ kind: 'dropped', message: `“${title}” is left out: ${reason}.${more}` }],
  };
}

function nothingFits(startOn: string, lastDate: string): Conflict {
  const message = `Between ${shortDate(startOn)} and ${shortDate(lastDate)} there is no free time for this plan.`;
  return { kind: 'too_little_time', message };
}

function listed({ kind, message, startsAtMs, existing }: Conflict, title: string): PlanConflict {
  const startsAt = startsAtMs === undefined ? null : new Date(startsAtMs).toISOString();
  return { kind, task_title: title, starts_at: startsAt, existing_task_title: existing ?? null, message };
}

/** Code says what stands and what has changed, by the finished draft; the words of whoever proposed it follow. */
export function summarise(words: string, content: PlanContent, before: PlanContent | null): string {
  const { tasks, conflicts } = content;
  if (tasks.length === 0) return `${words} No free time was found for any of it.`.trim();
  const isMoved = conflicts.some(({ kind }) => kind === 'moved' || kind === 'dropped');
  const moved = isMoved ? 'Some sessions were moved or left out; each is listed.' : '';
  return [tellDraft(content, before), words, moved].filter((text) => text.trim() !== '').join(' ');
}

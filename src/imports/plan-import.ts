// The dry run: what would come of a file, as things stand now. Nothing is written but what it found.
import { localDayOf } from '../kernel/time.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Occurrence } from '../planning/expand-rule.ts';
import { occurrencesOf } from '../planning/recurrence.ts';
import { horizonOf } from '../rules/horizon.ts';
import { whatStands } from '../rules/require-free-times.ts';
import { lockCalendar, type HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { isLongPast } from '../tasks/sensible-until.ts';
import { TaskRule } from '../tasks/task.entity.ts';
import { MOST_RULES } from '../rules/create-rule.ts';
import type { Found, RuleFound, TaskFound } from './found.ts';
import { findKnown, type Kind, type PlaceOf } from './known.ts';
import { MOST_LISTED, type Conflict, type Counts, type Report } from './report.ts';

/** Takes rules that are one too many out of `found`, and says so. */
export async function planImport(ctx: Ctx, found: Found): Promise<Report> {
  const holder = await lockCalendar(ctx);
  await refuseRules(holder, found);
  const placeOf = await findKnown(ctx, found);
  const isNew = (kind: Kind) => (one: { origin: string }) => placeOf(kind, one.origin)?.isThere === false;
  const tasks = found.tasks.filter(isNew('tasks'));
  const rules = found.rules.filter(isNew('rules'));
  const wanted = [
    ...tasks.filter(isAhead).map((one) => ({ ...one, startsAt: new Date(one.startsAt) })),
    ...rules.flatMap((rule) => occurrencesAhead(rule, found).map(({ startsAt }) => ({ ...rule, startsAt }))),
  ];
  const conflicting = await conflictsOf(holder, wanted);
  return {
    create: countsOf(found, placeOf, false),
    duplicates: countsOf(found, placeOf, true),
    recorded: tasks.filter((one) => isOpen(one) && isPast(one)).length,
    occurrences: rules.reduce((sum, rule) => sum + occurrencesAhead(rule, found).length, 0),
    refused: found.refused.length,
    refusals: found.refused.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MOST_LISTED),
    conflicts: conflicting.length,
    conflicting: conflicting.slice(0, MOST_LISTED),
  };
}

/** Of both kinds of each thing: those that are there, or those that are not. */
export function countsOf(found: Found, placeOf: PlaceOf, isThere: boolean): Counts {
  const count = (kind: Kind): number => {
    const places = found[kind].map(({ origin }) => placeOf(kind, origin)!);
    return new Set(places.filter((place) => place.isThere === isThere).map(({ id }) => id)).size;
  };
  return {
    goals: count('goals'),
    rules: count('rules'),
    pauses: count('pauses'),
    tasks: count('tasks'),
    events: count('events'),
  };
}

const isOpen = ({ status }: TaskFound): boolean => status === 'pending' || status === 'rescheduled';
export const isPast = (one: TaskFound): boolean => isLongPast({ ...one, startsAt: new Date(one.startsAt) });
const isAhead = (one: TaskFound): boolean => isOpen(one) && one.triggerType === 'time' && !isPast(one);

/** What a rule makes that has no tasks in its file, but for the dates that have one there. */
export function occurrencesAhead(rule: RuleFound, found: Found): Occurrence[] {
  if (rule.occurrences !== 'made' || rule.endedAt !== null) return [];
  const own = new Set(found.tasks.filter((one) => one.rule === rule.origin).map((one) => one.ruleDate));
  const today = localDayOf(new Date(), rule.zone);
  return occurrencesOf({ ...rule, time: rule.localTime }, { from: today, to: horizonOf(rule) }).filter(
    ({ date, startsAt }) => startsAt.getTime() > Date.now() && !own.has(date),
  );
}

async function conflictsOf(
  ctx: HoldsCalendar,
  wanted: readonly { title: string; startsAt: Date; durationMinutes: number }[],
): Promise<Conflict[]> {
  const inTheWay = await whatStands(ctx, wanted);
  return wanted.flatMap((one) => {
    const overlaps = inTheWay(one);
    return overlaps.length === 0
      ? []
      : [{ title: one.title, startsAt: one.startsAt.toISOString(), overlaps }];
  });
}

async function refuseRules({ em }: Ctx, found: Found): Promise<void> {
  const there = await em.count(TaskRule, { expandedTo: { $ne: null }, endedAt: null });
  let left = MOST_RULES - there;
  const kept = found.rules.filter(
    (rule) => rule.endedAt !== null || rule.occurrences === 'plan' || left-- > 0,
  );
  for (const { line, title } of found.rules.filter((rule) => !kept.includes(rule)))
    found.refused.push({
      line,
      what: title,
      reason: 'too_many',
      detail: `${MOST_RULES} rules are enough for one person.`,
    });
  const names = new Set(kept.map(({ origin }) => origin));
  found.rules = kept;
  // What stood in for one of its dates stands by itself.
  found.tasks = found.tasks.map((one) =>
    one.rule !== null && !names.has(one.rule) ? { ...one, rule: null, ruleDate: null } : one,
  );
}

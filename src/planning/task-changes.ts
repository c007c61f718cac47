// The difference between two drafts within one task: which sessions came, went, moved, or have another length.
import { shortDate, weekdayOf } from '../kernel/time.ts';
import { matchSittings, type Fate, type Sitting } from './match-sessions.ts';
import type { PlanChange } from './plan-change.ts';
import { listDays } from './plan-conflicts.ts';

/** What became of one task, as one change for sessions that change alike. */
export function changesOfTask(old: Sitting[], fresh: Sitting[]): PlanChange[] {
  const [first] = [...fresh, ...old];
  if (!first) return [];
  const { title } = first;
  if (old.length === 0) return [wholeTask('task_added', title, fresh)];
  if (fresh.length === 0) return [wholeTask('task_removed', title, old)];
  const fates = matchSittings(old, fresh);
  return [
    ...together(
      'removed',
      title,
      fates.filter(({ is }) => !is),
    ),
    ...together(
      'added',
      title,
      fates.filter(({ was }) => !was),
    ),
    ...together(
      'moved',
      title,
      fates.filter(({ was, is }) => was && is && isElsewhen(was, is)),
    ),
    ...together(
      'lengthened',
      title,
      fates.filter(({ was, is }) => was && is && was.minutes < is.minutes),
    ),
    ...together(
      'shortened',
      title,
      fates.filter(({ was, is }) => was && is && was.minutes > is.minutes),
    ),
  ];
}

const isElsewhen = (was: Sitting, is: Sitting): boolean =>
  Date.parse(was.startsAt) !== Date.parse(is.startsAt);

function wholeTask(kind: 'task_added' | 'task_removed', title: string, sittings: Sitting[]): PlanChange {
  const when = whenOf(sittings);
  const sessions = sittings.length;
  const isNew = kind === 'task_added';
  const message = `“${title}” is ${isNew ? 'new' : 'gone'}: ${count(sessions)}, ${when}.`;
  return { kind, task_title: title, was: isNew ? null : when, is: isNew ? when : null, sessions, message };
}

/** "Mon, Wed 07:00", or the day where it is one. */
function whenOf(sittings: Sitting[]): string {
  const [only, ...others] = sittings;
  if (only && others.length === 0) return exactly(only);
  const days = listDays(sittings.map(({ date }) => weekdayOf(date)));
  const times = [...new Set(sittings.map(({ time }) => time))];
  return times.length === 1 ? `${days} ${times[0]}` : days;
}

/** Sessions that change in the same way are one change. */
function together(
  kind: 'added' | 'removed' | 'moved' | 'lengthened' | 'shortened',
  title: string,
  fates: Fate[],
): PlanChange[] {
  const isLength = kind === 'lengthened' || kind === 'shortened';
  const usual = (sitting: Sitting | null) =>
    sitting && (isLength ? `${sitting.minutes} min` : usually(sitting));
  const alike = Map.groupBy(fates, ({ was, is }) => JSON.stringify([usual(was), usual(is)]));
  return [...alike.values()].map((same): PlanChange => {
    const said = (sitting: Sitting | null) =>
      sitting && (same.length === 1 && !isLength ? exactly(sitting) : usual(sitting));
    const [was, is] = [said(same[0]!.was), said(same[0]!.is)];
    const message = sentence(kind, title, { was, is, many: same.length });
    return { kind, task_title: title, was, is, sessions: same.length, message };
  });
}

const exactly = ({ date, time }: Sitting): string => `${shortDate(date)} ${time}`;
const NAMES = { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' };
const usually = ({ date, time }: Sitting): string => `${NAMES[weekdayOf(date)]} ${time}`;
const count = (many: number): string => (many === 1 ? 'one session' : `${many} sessions`);

function sentence(
  kind: 'added' | 'removed' | 'moved' | 'lengthened' | 'shortened',
  title: string,
  { was, is, many }: { was: string | null; is: string | null; many: number },
): string {
  const what = `“${title}”: ${count(many)}`;
  switch (kind) {
    case 'added':
      return `${what} more, ${is}.`;
    case 'removed':
      return `${what} fewer, ${was}.`;
    case 'moved':
      return `${what} moved from ${was} to ${is}.`;
    case 'lengthened':
    case 'shortened':
      return `${what} ${kind === 'lengthened' ? 'longer' : 'shorter'}: ${is} instead of ${was}.`;
  }
}

// When a task is to be that somebody moves: what was not said stays as it was.
import type { Fact } from '../../english/facts.ts';
import { addDays, minutesOf, timeOf, weekdayOf } from '../../kernel/time.ts';
import { askFor, result, type Output, type UpcomingTask } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { phrases } from './phrases.ts';
import { likelier } from './sense.ts';

const LATER = phrases(`can|could wait  back  later  postpone  delay  push  off  snooze  bump`);
/** It stands later then, whatever comes first. */
const POSTPONE = phrases(`postpone|delay|defer|snooze  push|put * back|off`);
const EARLIER = phrases(`earlier  forward  sooner  up  prepone`);

/** That task to what the facts say; what was not said stays as it was. */
export function moved(
  heard: Pick<Heard, 'text' | 'words' | 'input'>,
  task: UpcomingTask,
  to: readonly Fact[],
): Output {
  const act = result({ intent: 'RESCHEDULE_TASK', task_id: task.id });
  const at = (local: string, length = lengthOf(to)): Output => {
    if (local <= heard.input.now_local.slice(0, 16))
      return askFor(`That time has passed already. To when should I move "${task.title}"?`, 'time', act);
    return { ...act, payload: { ...act.payload, task_starts_local: local, duration_minutes: length } };
  };
  const impossible = to.find(({ value: { kind } }) => kind === 'impossible');
  if (impossible)
    return askFor(
      `There is no ${heard.text.slice(impossible.from, impossible.to)}. To when should I move "${task.title}"?`,
      'time',
      act,
    );
  const shift = shiftOf(heard.words, to);
  const [offset] = factsOf(to, 'offset');
  if (offset?.value.minutes)
    return { ...act, payload: { ...act.payload, task_starts_in_minutes: offset.value.minutes } };
  if (shift !== null) return at(later(task.starts_local, shift), null);
  const week = sameDayIn(to, task);
  if (week !== null) return at(week);
  const [date] = factsOf(to, 'date');
  const [clock] = factsOf(to, 'clock');
  const [range] = factsOf(to, 'clock_range');
  const vague = to.find(
    ({ role, value: { kind } }) =>
      (kind === 'part' && !clock && !range) ||
      (kind === 'dates' && !date) ||
      (kind === 'clock' && role !== 'to' && role !== 'at' && role !== 'for'),
  );
  const day =
    dayOf(date, task, heard) ??
    offset?.value.date ??
    nextMorning(to, task, heard.input.now_local) ??
    task.starts_local.slice(0, 10);
  if (vague)
    return askFor(
      `At what time exactly should "${task.title}" be (${heard.text.slice(vague.from, vague.to)})?`,
      'time',
      act,
      { date: day },
    );
  const length = lengthOf(to);
  if (length !== null && !date && !clock && !range && !offset)
    return { ...act, payload: { ...act.payload, duration_minutes: length } };
  if (!date && !clock && !range && !offset)
    return to.length === 0 ? act : askFor(`To when exactly should I move "${task.title}"?`, 'time', act);
  const minute = clock
    ? nearest(clock, task, `${day}T`, heard.input.now_local)
    : range
      ? range.value.from % 1440
      : minutesOf(task.starts_local.slice(11, 16));
  return at(`${day}T${timeOf(minute)}`);
}

/** "Make it 45 minutes": how long it takes, where nothing is moved by it. */
function lengthOf(to: readonly Fact[]): number | null {
  const [length] = factsOf(to, 'length').filter(({ role, value }) => role !== 'by' && value.per === null);
  const minutes = length?.value.least ?? 0;
  return minutes >= 5 && minutes <= 720 ? minutes : null;
}

/** "In the morning", said of a task of today when its morning is over. */
const nextMorning = (
  to: readonly Fact[],
  { starts_local: starts }: UpcomingTask,
  now: string,
): string | undefined =>
  starts.slice(0, 10) <= now.slice(0, 10) &&
  now.slice(11) > '12' &&
  factsOf(to, 'part').some(({ value }) => value.part === 'morning')
    ? addDays(now.slice(0, 10), 1)
    : undefined;

/** Of a weekday alone the day nearest to where the task stands, and still to come: "Wednesday" is that of its week. */
function dayOf(
  date: ReturnType<typeof factsOf<'date'>>[number] | undefined,
  task: UpcomingTask,
  { text, words, input: { now_local: now } }: Pick<Heard, 'text' | 'words' | 'input'>,
): string | undefined {
  const day = date?.value.day;
  const [today, stands] = [now.slice(0, 10), task.starts_local.slice(0, 10)];
  if (day && date.value.date <= stands && POSTPONE(words))
    return [1, 2, 3, 4, 5, 6, 7].map((days) => addDays(stands, days)).find((one) => weekdayOf(one) === day);
  if (!date || !day || /\b(?:next|this|coming|last)\b/i.test(text.slice(date.from, date.to)))
    return date?.value.date;
  const near = [0, 1, -1, 2, -2, 3, -3]
    .map((days) => addDays(stands, days))
    .find((one) => weekdayOf(one) === day && one >= today);
  return near === undefined || near === stands ? date.value.date : near;
}

/** "To next week" alone: the same day of that week, at the same hour. */
function sameDayIn(to: readonly Fact[], { starts_local: starts }: UpcomingTask): string | null {
  const [only, ...more] = to;
  if (only?.value.kind !== 'dates' || more.length > 0) return null;
  const { from, to: last } = only.value;
  if (from === null || last === null || addDays(from, 6) < last) return null;
  const day = weekdayOf(starts.slice(0, 10));
  const found = Array.from({ length: 7 }, (_, index) => addDays(from, index)).find(
    (date) => weekdayOf(date) === day,
  );
  return found !== undefined && found <= last ? `${found}${starts.slice(10, 16)}` : null;
}

const isNight = (minute: number): boolean => minute < 300 || minute >= 1350;

/** Of two hours that the words may mean, the one in the half of the day in which the task stood. */
function nearest(
  clock: ReturnType<typeof factsOf<'clock'>>[number],
  { starts_local, title }: UpcomingTask,
  day: string,
  now: string,
): number {
  const { minute } = clock.value;
  const [other] = clock.alternatives;
  if (clock.certainty === 'said' || other?.kind !== 'clock') return minute;
  const was = minutesOf(starts_local.slice(11, 16));
  // Nobody has a haircut at eleven at night.
  const meant = likelier(title.toLowerCase().split(/[^\p{L}]+/u), minute, other.minute);
  if (meant !== null && `${day}${timeOf(meant)}` > now.slice(0, 16)) return meant;
  if (isNight(minute) !== isNight(other.minute) && !isNight(was))
    return isNight(minute) ? other.minute : minute;
  const both = [minute, other.minute].toSorted((a, b) => Math.abs(a - was) - Math.abs(b - was));
  // What has passed can hardly be meant.
  return both.find((one) => `${day}${timeOf(one)}` > now.slice(0, 16)) ?? both[0]!;
}

/** In minutes; days count as days of the calendar. */
function shiftOf(words: readonly string[], to: readonly Fact[]): number | null {
  const [shift] = factsOf(to, 'shift');
  if (shift) {
    const { minutes, days } = shift.value;
    return minutes ?? (days === null ? null : days * 1440);
  }
  const [span] = factsOf(to, 'span');
  const [length] = factsOf(to, 'length');
  const sign = EARLIER(words) ? -1 : LATER(words) ? 1 : 0;
  if (length && sign !== 0) return sign * length.value.least;
  if (span && sign !== 0 && (span.value.unit === 'day' || span.value.unit === 'week'))
    return sign * span.value.least * (span.value.unit === 'week' ? 7 * 1440 : 1440);
  return null;
}

/** That many minutes later on the clock. */
export const later = (local: string, minutes: number): string => {
  const total = minutesOf(local.slice(11, 16)) + minutes;
  const days = Math.floor(total / 1440);
  return `${addDays(local.slice(0, 10), days)}T${timeOf(total - days * 1440)}`;
};

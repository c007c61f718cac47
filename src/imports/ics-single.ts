// One event or to-do that stands by itself: when it is, for how long, and what became of it.
import ICAL from 'ical.js';
import { MINUTE_MS, wallClockToUtc } from '../kernel/time.ts';
import { createHash } from 'node:crypto';
import { cleanWords } from './clean-words.ts';
import { openTask, type Found, type Refusal, type TaskFound } from './found.ts';
import { momentsOf, type Moment } from './ics-moment.ts';
import { textOf, type Component, type Reading } from './ics-component.ts';

/** What the calendar takes for one thing: shorter ones are taken for the shortest, longer ones not at all. */
export const SHORTEST_MINUTES = 5;
export const LONGEST_MINUTES = 720;
/** Of what names no length: a to-do is due at a moment, and a day is no length. */
const MINUTES_UNSAID = 30;

export interface Single extends Pick<TaskFound, 'title' | 'description' | 'durationMinutes'> {
  moment: Moment;
  /** With the hour that was asked for where it has none. */
  startsAt: Date;
  time: string;
}

/** What a component says of one time; a refusal where it cannot be taken. */
export function singleOf(one: Component, { home, allDayAt }: Reading): Single | Refusal {
  const refuse = (reason: Refusal['reason'], detail: string): Refusal => {
    return { line: null, what: words?.title ?? '', reason, detail };
  };
  const words = cleanWords(textOf(one, 'summary'), textOf(one, 'description'));
  if (!words) return refuse('no_title', 'It has no title.');
  if (textOf(one, 'status') === 'CANCELLED') return refuse('cancelled', 'It was cancelled there.');
  const start = one.getFirstProperty('dtstart') ?? one.getFirstProperty('due');
  const moment = start && momentsOf(start, home)[0];
  if (!moment) return refuse('date_unsaid', 'It has no time.');
  const time = moment.time ?? allDayAt;
  if (time === null)
    return refuse('all_day', 'It has a day and no time: say by all_day_at when such things are.');
  const minutes = moment.time === null ? MINUTES_UNSAID : minutesOf(one, moment, home);
  if (minutes > LONGEST_MINUTES) return refuse('too_long', 'It takes more than twelve hours.');
  const startsAt =
    moment.time === null ? wallClockToUtc(moment.date, time, moment.zone ?? home).startsAt : moment.startsAt;
  if (Number.isNaN(startsAt.getTime()) || !isWithinBounds(startsAt))
    return refuse('date_unread', 'Its date lies outside of 1970 to 2100.');
  return { ...words, moment, startsAt, time, durationMinutes: Math.max(minutes, SHORTEST_MINUTES) };
}

const isWithinBounds = (moment: Date): boolean =>
  moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() <= 2100;

function minutesOf(one: Component, start: Moment, home: string): number {
  const length: unknown = one.getFirstPropertyValue('duration');
  if (length instanceof ICAL.Duration) return Math.round(length.toSeconds() / 60);
  const end =
    one.getFirstProperty('dtend') ?? (one.hasProperty('dtstart') ? one.getFirstProperty('due') : null);
  const ends = end && momentsOf(end, home)[0];
  if (!ends) return one.name === 'vtodo' ? MINUTES_UNSAID : SHORTEST_MINUTES;
  return Math.max(0, Math.round((ends.startsAt.getTime() - start.startsAt.getTime()) / MINUTE_MS));
}

export function readSingle(found: Found, one: Component, reading: Reading): void {
  const single = singleOf(one, reading);
  if ('reason' in single) found.refused.push(single);
  else found.tasks.push(taskOf(one, single));
}

/** A task by itself; `origin` by its id, and by what it says where it has none. */
export function taskOf(one: Component, single: Single): TaskFound {
  const { title, description, durationMinutes, startsAt } = single;
  const uid = textOf(one, 'uid');
  const named = uid === '' ? hashOf([title, description, startsAt.toISOString()]) : uid;
  const origin = `${named} ${textOf(one, 'recurrence-id')}`.trim();
  const task = openTask({
    title,
    description,
    durationMinutes,
    origin,
    line: null,
    startsAt: startsAt.toISOString(),
  });
  const isDone = one.name === 'vtodo' && textOf(one, 'status') === 'COMPLETED';
  if (!isDone) return task;
  const completed = one.getFirstProperty('completed');
  const at = completed ? momentsOf(completed, 'UTC')[0]?.startsAt : undefined;
  return { ...task, status: 'done', settledAt: (at ?? startsAt).toISOString(), settledVia: 'rest' };
}

const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

// What a draft does differently from the one before it, found in the two drafts themselves: nobody claims any other change.
import { shortDate, weekdayOf } from '../kernel/time.ts';
import type { PlanContent } from './plan.ts';
import { describeDraft, listed, namesOf, shownSessions, type Shown } from './plan-words.ts';

/** One thing that is not as it was, both ways as a person would say them. */
export interface PlanChange {
  what: 'title' | 'days' | 'time' | 'length' | 'sessions' | 'start' | 'end' | 'dates' | 'steps';
  before: string;
  after: string;
}

/** Empty where the sessions of both are the same. */
export function planDifference(before: PlanContent, after: PlanContent): PlanChange[] {
  const [old, now] = [shownSessions(before), shownSessions(after)];
  if (old.length === 0 || now.length === 0) return old.length === now.length ? [] : [counted(old, now)];
  const aspects: PlanChange[] = [
    { what: 'title', before: `“${before.goal_title}”`, after: `“${after.goal_title}”` },
    { what: 'days', before: daysOf(old), after: daysOf(now) },
    { what: 'time', before: usual(old, 'time'), after: usual(now, 'time') },
    { what: 'length', before: minutesOf(old), after: minutesOf(now) },
    counted(old, now),
    { what: 'start', before: `from ${shortDate(old[0]!.date)}`, after: `from ${shortDate(now[0]!.date)}` },
    { what: 'end', before: `to ${shortDate(old.at(-1)!.date)}`, after: `to ${shortDate(now.at(-1)!.date)}` },
  ];
  const isOther = ({ before: was, after: is }: PlanChange): boolean => was !== is;
  // Other days begin and end on other dates: that is no change of its own.
  const changes = aspects.filter(
    (change) =>
      isOther(change) && ((change.what !== 'start' && change.what !== 'end') || !isOther(aspects[1]!)),
  );
  if (changes.length > 0) return changes;
  return [...datesChanged(old, now), ...stepsChanged(old, now)];
}

/** The sentence that stands first under a draft: what it is, and what is not as it was in the draft before. */
export function tellDraft(after: PlanContent, before: PlanContent | null): string {
  const says = describeDraft(after);
  if (before === null) return says;
  const changes = planDifference(before, after);
  if (changes.length === 0) return `Nothing has changed: the plan is as it was. ${says}`.trim();
  const parts = changes.map(({ before: old, after: now }) => `${now} instead of ${old}`);
  return `Changed: ${parts.join('; ')}. ${says}`.trim();
}

const counted = (old: Shown[], now: Shown[]): PlanChange => ({
  what: 'sessions',
  before: sessions(old.length),
  after: sessions(now.length),
});

const sessions = (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'}`;

const daysOf = (shown: Shown[]): string => listed(namesOf(shown.map(({ date }) => weekdayOf(date))));

/** What most sessions have, with every other that has a place of its own in most weeks. */
function usual(shown: Shown[], what: 'time'): string {
  const counts = [...Map.groupBy(shown, (one) => one[what])].map(([value, own]) => ({
    value,
    count: own.length,
  }));
  const most = Math.max(...counts.map(({ count }) => count));
  return listed(
    counts
      .filter(({ count }) => count * 3 >= most)
      .map(({ value }) => value)
      .toSorted(),
  );
}

function minutesOf(shown: Shown[]): string {
  const all = shown.map(({ minutes }) => minutes);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? `${least} minutes` : `${least} to ${most} minutes`;
}

function datesChanged(old: Shown[], now: Shown[]): PlanChange[] {
  const key = ({ date, time }: Shown) => `${shortDate(date)} ${time}`;
  const [before, after] = [old.map(key), now.map(key)];
  const gone = before.filter((one) => !after.includes(one));
  const come = after.filter((one) => !before.includes(one));
  if (gone.length + come.length === 0) return [];
  return [{ what: 'dates', before: listed(gone.slice(0, 4)), after: listed(come.slice(0, 4)) }];
}

function stepsChanged(old: Shown[], now: Shown[]): PlanChange[] {
  const index = now.findIndex(
    ({ title, minutes }, i) => title !== old[i]!.title || minutes !== old[i]!.minutes,
  );
  if (index === -1) return [];
  const says = ({ title, minutes }: Shown) => `“${title}” (${minutes} minutes)`;
  return [{ what: 'steps', before: says(old[index]!), after: says(now[index]!) }];
}

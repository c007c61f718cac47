// What a step of a roadmap is planned from: its title, and the days, hours and lengths of the plan before it. Nothing
// about how steps open: whoever plans reads every word of it as the person's.
import { DAY_NAMES, DAYS, type Day } from '../kernel/week.ts';
import { weekdayOf } from '../kernel/time.ts';
import type { PlanContent } from '../planning/plan.ts';

interface Before {
  title: string;
  /** It is done: what it led to is where the step begins. */
  isReached: boolean;
  /** As it was agreed to. */
  content: PlanContent;
}

/** "Run 20 km, I can already run 10 km, on Mondays and Fridays at 07:00, 30 minutes each". Pure. */
export function stepWish(title: string, whole: string, before: Before | null): string {
  const isPart = !beginsAlike(title, whole);
  const said = [title, isPart && `as part of “${whole}”`];
  if (before) said.push(before.isReached && reached(title, before), ...rhythmOf(before.content));
  return said.filter((part) => part !== false).join(', ');
}

/** Only of what grows, where both say the same of other amounts. */
function reached(title: string, { title: whole, content: { roadmap } }: Before): string | false {
  const first = roadmap.toSorted((a, b) => a.pipeline_order - b.pipeline_order)[0]?.title ?? whole;
  const isAmount = /\d/.test(first) && /\d/.test(title) && beginsAlike(first, title);
  return isAmount && `I can already ${first[0]!.toLowerCase()}${first.slice(1)}`;
}

const firstWord = (title: string): string => title.toLowerCase().split(/\s/)[0]!;
const beginsAlike = (one: string, other: string): boolean => firstWord(one) === firstWord(other);

function rhythmOf({ tasks }: PlanContent): string[] {
  const timesOn = new Map<Day, string[]>();
  for (const { occurrences } of tasks)
    for (const { local_date, local_time } of occurrences) {
      const day = weekdayOf(local_date);
      timesOn.set(day, [...(timesOn.get(day) ?? []), local_time]);
    }
  const most = Math.max(...[...timesOn.values()].map(({ length }) => length));
  const daysAt = new Map<string, string[]>();
  for (const day of DAYS) {
    const times = timesOn.get(day) ?? [];
    // A session that had to move once is no rhythm.
    if (times.length === 0 || times.length * 2 < most) continue;
    const time = mostFrequent(times);
    daysAt.set(time, [...(daysAt.get(time) ?? []), `${DAY_NAMES[day]}s`]);
  }
  const lengths = new Set(tasks.map(({ duration_minutes }) => duration_minutes));
  const [length] = lengths;
  const said = [...daysAt].map(([time, names]) => `on ${names.join(' and ')} at ${time}`);
  return lengths.size === 1 ? [...said, `${length} minutes each`] : said;
}

const mostFrequent = (times: readonly string[]): string => {
  const count = (time: string) => times.filter((other) => other === time).length;
  return times.toSorted((a, b) => count(b) - count(a))[0]!;
};

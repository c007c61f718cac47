// The sentence that stands first under a draft: what it is, and what is not as it was. Read from the drafts, never
// from a wish.
import { shortDate, weekdayOf } from '../kernel/time.ts';
import { changesBetween } from './plan-changes.ts';
import type { PlanContent } from './plan.ts';
import { describeDraft, listed, namesOf, shownSessions, type Shown } from './plan-words.ts';

/** Empty where no session is placed. `before`: the draft that this one takes the place of. */
export function tellDraft(after: PlanContent, before: PlanContent | null): string {
  const says = describeDraft(after);
  if (before === null) return says;
  if (!changesBetween(before, after).is_changed)
    return `Nothing has changed: the plan is as it was. ${says}`.trim();
  const parts = aspectsChanged(before, after);
  return `${parts.length > 0 ? `Changed: ${parts.join('; ')}.` : 'Only steps or single dates are other ones.'} ${says}`.trim();
}

interface Aspect {
  before: string;
  after: string;
}

/** "Tue and Thu instead of Mon": what a person would say of it; all of it stands in `changesBetween`. */
function aspectsChanged(before: PlanContent, after: PlanContent): string[] {
  const [old, now] = [shownSessions(before), shownSessions(after)];
  if (old.length === 0 || now.length === 0) return [`${counted(now)} instead of ${counted(old)}`];
  const of = (aspect: (shown: Shown[]) => string): Aspect => ({ before: aspect(old), after: aspect(now) });
  const days = of(daysOf);
  const aspects = [
    { before: `“${before.goal_title}”`, after: `“${after.goal_title}”` },
    days,
    of(timesOf),
    of(minutesOf),
    of(counted),
    // Other days begin and end on other dates: that is no change of its own.
    ...(days.before === days.after
      ? [
          of((shown) => `from ${shortDate(shown[0]!.date)}`),
          of((shown) => `to ${shortDate(shown.at(-1)!.date)}`),
        ]
      : []),
  ];
  return aspects
    .filter((one) => one.before !== one.after)
    .map((one) => `${one.after} instead of ${one.before}`);
}

const counted = ({ length }: Shown[]): string => `${length} ${length === 1 ? 'session' : 'sessions'}`;

const daysOf = (shown: Shown[]): string => listed(namesOf(shown.map(({ date }) => weekdayOf(date))));

/** Those that a good part of the sessions have: a single one that was moved is listed among the conflicts. */
function timesOf(shown: Shown[]): string {
  const groups = [...Map.groupBy(shown, ({ time }) => time)];
  const most = Math.max(...groups.map(([, own]) => own.length));
  return listed(groups.flatMap(([time, own]) => (own.length * 3 >= most ? [time] : [])).toSorted());
}

function minutesOf(shown: Shown[]): string {
  const all = shown.map(({ minutes }) => minutes);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? `${least} minutes` : `${least} to ${most} minutes`;
}

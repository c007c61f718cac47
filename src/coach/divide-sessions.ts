// Strands into sessions and wishes: twice a day, kinds of days with hours of their own, strands that share their days.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { Day } from '../kernel/week.ts';
import { chooseWindow } from './choose-window.ts';
import type { Hours } from './choose-window.ts';
import type { Part } from './read-window.ts';
import type { Goal, Phase, Strand } from './recipe.ts';
import type { SpreadStrand } from './spread-strands.ts';
import { isDayOff, noWindow, windowOfGoal } from './window-of-goal.ts';

/** A strand at one time of the day; twice a day makes two of it. */
export interface Session extends Omit<SpreadStrand, 'preferred'> {
  /** Index into the wishes: strands that share their hours share one wish, so that their days keep apart. */
  wish: number;
}

export interface WishedTimes {
  /** Null where it is the only one. */
  name: string | null;
  count: number;
  /** Empty where the person leaves the choice of days open. */
  preferred: Day[];
  hours: Hours;
  minutes: number;
}

/** The sessions of all strands, and one wish for those that share their hours. */
export function divideSessions(
  placed: readonly SpreadStrand[],
  goal: Goal,
  profile: PlanningProfile,
): { sessions: Session[]; wishes: WishedTimes[] } {
  const divided = goal.perDay > 1 ? repeatedInDay(placed, goal, profile) : bySegment(placed, goal, profile);
  return wishesFor(divided, goal);
}

/** Twice a day: morning and evening; three times: noon as well. */
function repeatedInDay(
  placed: readonly SpreadStrand[],
  goal: Goal,
  profile: PlanningProfile,
): SpreadStrand[] {
  const parts: Part[] = ['morning', ...(goal.perDay > 2 ? (['lunch'] as const) : []), 'evening'];
  return placed.flatMap((session, index) => {
    if (index > 0) return [session];
    const { strand, minutes } = session;
    return parts.map((part) => {
      const asked = { ...noWindow(goal), part: part === 'morning' ? 'after_waking' : part } as const;
      const hours = chooseWindow(asked, part, { minutes, exertion: strand.exertion, dayOff: false }, profile);
      return {
        ...session,
        strand: { ...strand, name: part === 'lunch' ? 'noon' : part },
        hours: { ...hours, firm: true, days: session.hours.days },
      };
    });
  });
}

/** "30 minutes on weekdays, 2 hours on Saturdays": the days of each kind with their own hours and length. */
function bySegment(placed: readonly SpreadStrand[], goal: Goal, profile: PlanningProfile): SpreadStrand[] {
  if (goal.segments.length === 0) return [...placed];
  return placed.flatMap((session) => {
    const split = goal.segments.flatMap((segment) => {
      const days = session.days.filter((day) => segment.days.includes(day));
      if (days.length === 0) return [];
      const minutes = segment.minutes ?? session.minutes;
      const dayOff = isDayOff({ ...goal, days }, profile);
      const { strand } = session;
      const hours = chooseWindow(
        mergeNamed(windowOfGoal(goal), segment.window),
        goal.recipe.when,
        { minutes, exertion: strand.exertion, dayOff },
        profile,
      );
      const phases = segment.activity
        ? [ownActivity(segment.activity, strand, minutes)]
        : strand.phases.map((phase) => ({
            ...phase,
            minutes: segment.minutes === null ? phase.minutes : minutes,
          }));
      const name = days.length === 1 ? DAY_NAMES[days[0]!] : strand.name;
      return [
        { strand: { ...strand, name, phases }, days, hours: { ...hours, days }, minutes, preferred: days },
      ];
    });
    return split.length > 0 ? split : [session];
  });
}

function ownActivity(title: string, { phases }: Strand, minutes: number): Phase {
  const description = 'At an easy pace, as you like it best. It counts like every other session.';
  return { from: 1, to: phases.at(-1)?.to ?? 1, title, description, minutes };
}

const DAY_NAMES: Record<Day, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

function mergeNamed(usual: Goal['window'], own: Goal['window']): Goal['window'] {
  const named = own.part !== null || own.at !== null || own.from !== null || own.to !== null;
  return named ? own : usual;
}

function wishesFor(
  placed: readonly SpreadStrand[],
  goal: Goal,
): { sessions: Session[]; wishes: WishedTimes[] } {
  const wishes: WishedTimes[] = [];
  const isDivided = goal.perDay > 1 || goal.segments.length > 0;
  const sessions = placed.map(({ preferred, ...session }) => {
    const { strand, hours, days, minutes } = session;
    const shared = wishes.findIndex(
      (wish) =>
        !isDivided &&
        strand.when === null &&
        !strand.weekend &&
        wish.hours.part === hours.part &&
        wish.hours.firm === hours.firm &&
        wish.preferred.join() === preferred.join(),
    );
    const wish = wishes[shared];
    if (!wish) {
      wishes.push({ name: strand.name, count: days.length, preferred, hours, minutes });
      return { ...session, wish: wishes.length - 1 };
    }
    wish.count = Math.min(7, wish.count + days.length);
    wish.name = null;
    if (minutes > wish.minutes) Object.assign(wish, { minutes, hours });
    return { ...session, wish: shared };
  });
  if (wishes.length === 1 && wishes[0]) wishes[0].name = null;
  return { sessions, wishes: wishes.map((wish) => ({ ...wish, count: Math.max(1, wish.count) })) };
}

// How much room a goal has: how many weeks, how often, how long a session may be in the hours of this person.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { addDays, daysBetween } from '../kernel/time.ts';
import { chooseWindow } from './choose-window.ts';
import { rounded } from './lay-course.ts';
import type { Frame, Goal, Recipe } from './recipe.ts';
import { isDayOff, windowOfGoal } from './window-of-goal.ts';

/** 1 to 6 weeks, 1 to 7 sessions a week, minutes of the longest session. Pure. `today` is YYYY-MM-DD. */
export function frameGoal(goal: Goal, profile: PlanningProfile, today: string): Frame {
  const { recipe, load } = goal;
  const perWeek = sessionsPerWeek(goal);
  const first = goal.startOn ?? addDays(today, 1);
  const daysLeft = goal.lastOn === null ? Infinity : daysBetween(first, goal.lastOn) + 1;
  const said =
    goal.sessionMinutes ?? (goal.weeklyMinutes === null ? null : Math.min(120, goal.weeklyMinutes / perWeek));
  const asked = said ?? usualMinutes(recipe, profile.session_minutes);
  const minutes = rounded(asked * (load < 0 ? 0.7 ** -load : 1 + 0.2 * load));
  const room = said === null ? roomFor(minutes, goal, profile) : minutes;
  return {
    weeks: Math.max(1, Math.min(6, goal.weeks ?? 6)),
    wholeWeeks: Math.max(1, Math.min(6, Math.floor(daysLeft / 7))),
    perWeek,
    minutes: Math.min(minutes, Math.floor(room / 5) * 5),
    minutesFixed: said !== null && !(recipe.exertion && minutes > 60),
  };
}

function sessionsPerWeek(goal: Goal): number {
  const { recipe } = goal;
  const named = goal.perWeek ?? (goal.days.length || null);
  const whole =
    named === null
      ? usualPerWeek(goal)
      : named % 1 === 0
        ? named
        : recipe.exertion
          ? Math.floor(named)
          : Math.ceil(named);
  return Math.max(1, Math.min(whole, 7 - new Set(goal.excludedDays).size));
}

function usualPerWeek({ recipe, load, weeks }: Goal): number {
  const usual =
    recipe.perWeek - (load < -1 && recipe.perWeek > 2 ? 1 : 0) + (load > 1 && recipe.perWeek < 5 ? 1 : 0);
  // A near end needs closer steps; a body does not.
  const hurry = weeks !== null && weeks <= 3 && !recipe.exertion && !recipe.brief ? 1 : 0;
  return Math.max(usual, Math.min(5, usual + hurry));
}

function usualMinutes({ brief, minutes }: Recipe, preferred: number | null): number {
  return brief || preferred === null ? minutes : Math.max(minutes * 0.6, Math.min(minutes * 1.25, preferred));
}

/** A part of the day that is shorter than the usual session shortens it. */
function roomFor(minutes: number, goal: Goal, profile: PlanningProfile): number {
  const { exertion, when } = goal.recipe;
  const session = { minutes, exertion, dayOff: isDayOff(goal, profile) };
  const hours = chooseWindow(windowOfGoal(goal), when, session, profile);
  return hours.part !== null && goal.window.at === null ? Math.max(10, minutesHeld(goal, profile)) : minutes;
}

/** Minutes that the window holds when nothing stretches it. */
function minutesHeld(goal: Goal, profile: PlanningProfile): number {
  const hours = chooseWindow(
    windowOfGoal(goal),
    goal.recipe.when,
    { minutes: 5, exertion: goal.recipe.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  const tight = chooseWindow(
    windowOfGoal(goal),
    goal.recipe.when,
    { minutes: 600, exertion: goal.recipe.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  const gained = hours.part === 'before_work' && tight.earliest < hours.earliest ? 30 : 0;
  return hours.latest - hours.earliest + gained;
}

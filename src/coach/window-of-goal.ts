// Which hours a goal asks for: those that were named, none, or those of a day off.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { Goal } from './recipe.ts';

/** "Get up at 6" names the goal, not the hour of a session. */
export function windowOfGoal(goal: Goal): Goal['window'] {
  return goal.recipe.ownsMorningClock && goal.window.at !== null && goal.window.at < 720
    ? noWindow(goal)
    : goal.window;
}

export function noWindow(goal: Goal): Goal['window'] {
  return {
    part: null,
    at: null,
    from: null,
    to: null,
    notParts: goal.window.notParts,
    soft: false,
    shift: 0,
  };
}

/** Every day the person named is free of work. */
export function isDayOff(goal: Goal, profile: PlanningProfile): boolean {
  const workDays = profile.work_hours?.days ?? ['MO', 'TU', 'WE', 'TH', 'FR'];
  return goal.days.length > 0 && goal.days.every((day) => !workDays.includes(day));
}

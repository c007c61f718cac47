// Another plan for a goal that is already running.
import { looksLikeChange, wantsGoal } from '../intents.ts';
import { matchTitles } from '../match-titles.ts';
import { ask, list, result } from './answer.ts';
import type { Input, Output } from './answer.ts';

/** MODIFY_GOAL, or the question which goal; null where the lower-case words change none. */
export function changeGoal(text: string, input: Input): Output | null {
  if (!looksLikeChange(text) || NEW_WISH.test(text)) return null;
  const running = input.open_goals.filter(({ awaits_approval }) => !awaits_approval);
  const named = matchTitles(text, running);
  const isSpoken = SPOKEN.test(text);
  const goals = named.length > 0 ? named : isSpoken || !wantsGoal(text) ? running : [];
  const [goal] = goals;
  if (!goal)
    return isSpoken && !wantsGoal(text)
      ? ask('There is no running goal that I could change. What would you like to work towards?')
      : null;
  return goals.length > 1
    ? ask(`Which goal do you mean: ${list(goals.map(({ title }) => title))}?`)
    : result({ intent: 'MODIFY_GOAL', goal_id: goal.id });
}

const NEW_WISH =
  /^(?:i'd like|i want|i would like|help me) to (?:learn|start|begin|save|quit|stop|write|build|find)\b/;
const SPOKEN =
  /\b(?:my|the|this|that) (?:\w+ ){0,3}(?:goals?|plan|sessions?|schedule|sprint|programme|program|routine)\b/;

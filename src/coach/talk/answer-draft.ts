// While a draft waits for its answer, most words are about it: yes, no, or what should be different.
import { answersPlan, looksLikeChange, wantsGoal } from '../intents.ts';
import { matchTitles } from '../match-titles.ts';
import { readTiming } from '../read-timing.ts';
import { kindsIn } from '../kinds.ts';
import { ask, list, result } from './answer.ts';
import type { Input, OpenGoal, Output } from './answer.ts';
import { namesTask } from './move-task.ts';

/** GOAL with approve, revise or abandon, or the question which plan; null where no draft waits or none is meant. */
export function answerDraft(plain: string, text: string, input: Input): Output | null {
  const waiting = input.open_goals.filter(({ awaits_approval }) => awaits_approval);
  if (waiting.length === 0) return null;
  const answer = answersPlan(text);
  if (answer === null) return null;
  const named = matchTitles(text, waiting);
  const namedOthers = matchTitles(
    text,
    input.open_goals.filter(({ awaits_approval }) => !awaits_approval),
  );
  if (named.length === 0 && namedOthers.length > 0 && answer !== 'approve') return null;
  if (
    answer === 'revise' &&
    (isOtherWish(plain, text, waiting) || (named.length === 0 && namesTask(text, input)))
  )
    return null;
  const goal = named.length === 1 ? named[0] : waiting.length === 1 ? waiting[0] : undefined;
  if (!goal) return ask(`Which plan do you mean: ${list(waiting.map(({ title }) => title))}?`);
  return result({ intent: 'GOAL', goal_id: goal.id, payload: { decision: answer } });
}

/** A wish about something else than the plans that wait. */
function isOtherWish(plain: string, text: string, waiting: readonly OpenGoal[]): boolean {
  if (!wantsGoal(text) && !/^(?:also|and|another|new goal)\b/.test(text)) return false;
  const topic = readTiming(plain, '2000-01-01', false).rest.toLowerCase();
  const wished = kindsIn(topic)[0];
  if (wished && !wished.broad)
    return (
      !waiting.some(({ title }) => kindsIn(title.toLowerCase())[0]?.key === wished.key) &&
      !/\binstead\b/.test(text)
    );
  return !looksLikeChange(text) && matchTitles(text, waiting).length === 0;
}

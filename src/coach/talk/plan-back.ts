// "Keep it as it was", "go back to the old plan": what is wanted is no further draft.
import { ask, askFor, result, type OpenGoal, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';

const AS_IT_IS = phrases(`
  keep|leave it|that|this|everything|things|all as|how|like it|that|everything|they|things is|are|was|were|stands|stood  keep|leave it|this|everything|things .|!? $
`);
const OLD = phrases(`
  keep|leave|restore|use|want|prefer|rather|take|to|with|back the|my old|previous|former|earlier|original plan|one|version|draft|schedule|times|days
  keep|leave it|that|this|everything|things|all as|how|like it|that|everything|they|things was|were|stood  go|change|switch|put|set it|that|everything? back to how|what|as|before  go back to the way
`);
const REFUSES = phrases(`^ no|nope|nah|naw`);
const ONLY_NO = phrases(`^ no|nope|nah|naw thanks|thank|you|,|.|!? $`);

/** The question whether a change is dropped, or what can be had back; null where nothing is to stay as it was. */
export function planBack(heard: Heard, waiting: readonly OpenGoal[]): Output | null {
  const { all, facts, input } = heard;
  const isOld = OLD(all) !== null;
  const isKept = isOld || (REFUSES(all) !== null && AS_IT_IS(all) !== null);
  const named = match(all, waiting);
  const [goal, other] = named.length > 0 ? named : waiting;
  if (facts.some(({ value: { kind } }) => /^(?:clock|days|rhythm|length|amount|number)$/.test(kind)))
    return null;
  if (!goal) return isOld && OF_PLAN.test(all.join(' ')) ? ask(NONE) : null;
  if (other) return null;
  // Whose plan has sessions in the calendar is only changed by what waits.
  const isChange = input.upcoming_tasks.some(({ goal_id: id }) => id === goal.id);
  if (isChange && (isKept || AS_IT_IS(all) !== null || ONLY_NO(all) !== null))
    return askFor(
      `Shall I drop the change of "${goal.title}"? The plan stays as it is.`,
      'yes',
      result({ intent: 'GOAL', goal_id: goal.id, payload: { decision: 'abandon' } }),
    );
  return isKept
    ? ask(
        `Nothing has changed yet, and an earlier draft does not come back by itself. The plan for "${goal.title}" waits: approve it, tell me what to change, or drop it?`,
      )
    : null;
}

const OF_PLAN = /^(?:please )?go back|\b(?:plan|schedule|version|draft)\b/;
const NONE =
  'No change of a plan waits, so there is none to take back. I can undo what I did last, or change a running plan: what shall be otherwise in it?';

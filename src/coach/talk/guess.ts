// What nobody read is not simply given back: what it is most likely gets one closed question, whose yes does it.
import { capital } from '../capital.ts';
import { askFor, result, type Input, type Output } from './answer.ts';
import { lastSaid } from './asked-before.ts';
import { isErrand } from './chore.ts';
import { doubted } from './doubt.ts';
import { factsOf, hear } from './heard.ts';
import { isHearsay } from './hearsay.ts';
import { taskOf } from './make-task.ts';
import { NOTED_NOTHING, NOT_SURE } from './small-talk.ts';
import { wordsOf } from './title.ts';
import { isOfMoment } from './when.ts';

/** How often and how long: what a goal says of itself. */
const OF_GOALS = new Set(['rhythm', 'days', 'length', 'span']);

const PAST = /\b(?:was|were|had|did|went|got|felt|been|have|has|am|feel|\p{L}+ed|yesterday|today|last)\b/iu;
const QUESTION = /\?\s*$|^(?:what|who|why|how|when|where|which)\b/i;
const TOLD = /^(?:i|we|he|she|they|on|carry|it)\b|\b(?:mute|hold|pause|everything|whatever|all)\b/i;

/** The same answer, or a better question where it was no answer at all and nothing else was asked before. */
export function orGuess(said: Output, input: Input): Output {
  const isTold = said.clarification_question === NOTED_NOTHING;
  if (said.asks || lastSaid(input)?.includes('?')) return said;
  if (!isTold && said.clarification_question !== NOT_SURE) return said;
  const heard = hear(input.message, input);
  const words = wordsOf(heard, new Set(heard.facts.filter(isOfMoment)));
  const letters = words.filter((word) => /\p{L}{3}/u.test(word));
  if (letters.length === 0 || QUESTION.test(input.message) || isHearsay(heard)) return said;
  if (isTold && (PAST.test(input.message) || !heard.facts.some(isOfMoment))) return said;
  const isDated = factsOf(heard.facts, 'date').length + factsOf(heard.facts, 'dates').length > 0;
  const isOften = heard.facts.some(({ value: { kind } }) => OF_GOALS.has(kind));
  if (isErrand(words, true) || (isDated && !isOften)) {
    const task = doubted(taskOf(heard, []));
    return task.asks?.missing === 'title' || TOLD.test(task.payload.task_title ?? '') ? said : task;
  }
  const [length] = factsOf(heard.facts, 'length');
  if (length && heard.facts.length === 1 && letters.length < 5 && length.value.least === length.value.most)
    return doubted(inMinutes(wordsOf(heard, new Set(heard.facts)), length.value.least));
  if (!isOften || letters.length > 40) return said;
  return shallPlan(input.message);
}

/** A closed question whose yes makes a plan for these words. */
export function shallPlan(words: string): Output {
  const wish = words.trim();
  return askFor(
    `Shall I make a plan for “${wish}”? Or say “remind me” and what of, and at what time.`,
    'yes',
    result({ intent: 'GOAL', payload: { decision: 'propose', wish } }),
  );
}

/** "Cake in the oven, 35 mins": as long from now on. */
const inMinutes = (words: readonly string[], minutes: number): Output =>
  result({
    intent: 'NEW_TASK',
    payload: { task_title: capital(words.join(' ')), task_starts_in_minutes: minutes },
  });

// A short answer to a question that nobody kept: it is told apart from a new wish, and asked about.
import { ask, type Input, type Output } from './answer.ts';
import { lastSaid } from './asked-before.ts';
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const ANSWER = phrases(`
  ^ no|without end|limit|date|deadline $  ^ for ever|good $  ^ forever|ongoing|indefinitely|both|neither|either|whenever|whichever|whatever|evening|evenings|morning|mornings|afternoon|afternoons
  ^ the? first|second|third|last|latter|former one? $  does not matter  do not mind|care  ^ only|just the  i|we guess|suppose|think|reckon $
`);

/** What was understood without the question, or what is asked where the words can only answer it. */
export function looseAnswer(heard: Heard, said: Output, input: Input): Output {
  const asked = /([^.!?]+\?)[^?]*$/.exec(lastSaid(input) ?? '')?.[1]?.trim();
  const isStored = Boolean(input.dialogue?.asks);
  if (asked === undefined || isStored || heard.words.length > 6) return said;
  const isAnswer = isTimeOnly(heard) || ANSWER(heard.words) !== null;
  const isEmpty =
    said.intent === 'CLARIFY' && said.asks === null && !/plan for/.test(said.clarification_question ?? '');
  const isNew =
    said.asks?.missing === 'wish' || (said.intent === 'GOAL' && said.payload.decision === 'propose');
  if (!isAnswer || !(isEmpty || isNew)) return said;
  return ask(
    `I take “${heard.text.trim()}” as the answer to “${asked}”, but I no longer have what it is for. Please say it in one sentence, with what it is about.`,
  );
}

/** "Seven, thanks": nothing but a time or a number. */
export const isTimeOnly = ({ facts, tokens }: Heard): boolean =>
  facts.length > 0 &&
  tokens.every(({ claimedBy, word }) => claimedBy !== null || POLITE.has(word) || !/[\p{L}\d]/u.test(word));

const POLITE = new Set('please thanks thank you ok okay yes i guess think the a an at on in for'.split(' '));

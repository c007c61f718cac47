// A short answer to a question that nobody kept: it is told apart from a new wish, and asked about.
import { ask, type Input, type Output } from './answer.ts';
import { lastSaid, optionsIn } from './asked-before.ts';
import { doubted } from './doubt.ts';
import type { Heard } from './heard.ts';
import { asksToNote, asksToRemind, isErrandHeard } from './new-task.ts';
import { phrases } from './phrases.ts';
import { NOTED_NOTHING, NOT_SURE } from './small-talk.ts';
import { asksAbout, named, spokenOf } from './task-meant.ts';

const ANSWER = phrases(`
  ^ no|without end|limit|date|deadline $  ^ for ever|good $  ^ forever|ongoing|indefinitely|both|neither|either|whenever|whichever|whatever|evening|evenings|morning|mornings|afternoon|afternoons
  ^ the? first|second|third|last|latter|former one? $  does not matter  do not mind|care  ^ only|just the  i|we guess|suppose|think|reckon $
`);

/** Not asked for one answer. */
const OPEN =
  /\b(?:anything|something|what (?:would|can|shall|else)|would you like|plan for|what next|how (?:is|are))\b/i;

/** What was understood without the question, or the question once more where the words can only answer it. */
export function looseAnswer(heard: Heard, said: Output, input: Input): Output {
  const asked = /([^.!?]+\?)[^?]*$/.exec(lastSaid(input) ?? '')?.[1]?.trim();
  const stored = input.dialogue?.asks;
  const isLost = said.clarification_question === NOT_SURE || said.clarification_question === NOTED_NOTHING;
  if (asked === undefined) return said;
  if (stored) return isLost ? ask(`I did not get that. ${asked}`, stored) : said;
  const [option, ...others] = /plan for/.test(said.clarification_question ?? '') ? optionsIn(asked) : [];
  if (option !== undefined && others.length > 0 && ANSWER(heard.words))
    return ask(`Please say it in full, for example “${option}”: ${asked}`);
  const isAnswer = heard.words.length <= 6 && (isTimeOnly(heard) || ANSWER(heard.words) !== null);
  const isEmpty =
    said.intent === 'CLARIFY' && said.asks === null && !/plan for/.test(said.clarification_question ?? '');
  const isNew =
    said.asks?.missing === 'wish' || (said.intent === 'GOAL' && said.payload.decision === 'propose');
  const [spoken, ...more] = isLost ? spokenOf(input) : [];
  if (spoken && more.length === 0) return ask(asksAbout(named(spoken)));
  if (!isFresh(input)) return said;
  // A whole appointment may be one of its own.
  if (!OPEN.test(asked) && !isAnswer && isUncalledFor(heard, said)) return doubted(said);
  const isOnlySo = !OPEN.test(asked) && (isLost || isUncalledFor(heard, said));
  if (!isOnlySo && !(isAnswer && (isEmpty || isNew))) return said;
  return ask(
    `I take “${heard.text.trim()}” as the answer to “${asked}”, but I no longer have what it is for. Please say it in one sentence, with what it is about.`,
  );
}

/** Nobody answers what was asked a day ago. */
const isFresh = ({ history, now_local: now }: Input): boolean =>
  Date.parse(`${now}Z`) - Date.parse(`${history.at(-1)?.said_local}Z`) <= 3_600_000;

/** A task made of what asks for none. */
const isUncalledFor = (heard: Heard, said: Output): boolean =>
  (said.asks?.act ?? said).intent === 'NEW_TASK' &&
  !asksToRemind(heard) &&
  !asksToNote(heard) &&
  !isErrandHeard(heard);

/** "Seven, thanks": nothing but a time or a number. */
export const isTimeOnly = ({ facts, tokens }: Heard): boolean =>
  facts.length > 0 &&
  tokens.every(({ claimedBy, word }) => claimedBy !== null || POLITE.has(word) || !/[\p{L}\d]/u.test(word));

const POLITE = new Set('please thanks thank you ok okay yes i guess think the a an at on in for'.split(' '));

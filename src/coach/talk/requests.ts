// Cuts a message into its requests: sentences, and what "and" adds to one with an act of its own.
import { tokensOf } from '../../english/tokens.ts';
import { phrases } from './phrases.ts';

const ENDS = new Set(['.', '!', '?', ';', '\n']);
/** "Mr. Henderson" goes on. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'st']);
const JOINTS = new Set(['and', 'then', 'also', 'plus', ',', '&', 'oh']);
const ACT = phrases(`
  ^ please? remind|ping|text me  ^ please? move|reschedule|postpone|cancel|delete|skip|add|put|book|mark|schedule|shift|push my|the|a|an|it|that|this|today's|tomorrow's
  ^ how am i  ^ what 's|is|do  ^ show|tell|list me|my  ^ i want|need to  ^ i would like|love to  ^ can|could you  ^ i just? did|finished|completed
  ^ move|reschedule|postpone|cancel|delete|skip|add|book|mark|drop|abandon|kill|scrap|shift|bump|snooze  ^ stop|end|finish it|that|this|them|my|the  ^ let * go  ^ stop reminding|calling  ^ a? reminder
`);
/** "… and at 16:00 to fetch the parcel": the same is asked for again. */
const AGAIN = phrases(`^ at|on|in|tomorrow|tonight|every * to`);
const OTHER = phrases(`^ the|my * to`);
/** "The pub is off, and the gym at four, make it five": a thing is told of, and another follows. */
const STATE = phrases(`is|are|'s off|cancelled|canceled|on|moved ,? $`);
const THING = phrases(`^ the|my|that`);
/** Reasons and thanks: nothing is asked for in them. */
const ASIDE = phrases(`
  because  cos  cuz  coz  since i|he|she|we|they|it|my|the  as i|he|she|we|they|it|my  so i|he|she|we|they|it  so that  in case  otherwise  or else  thanks  thank you  thx  before i forget
`);

/** "The nursery closes at one, so I need to leave at twelve": what is asked for stands behind its reason. */
export const asksBehindSo = (words: readonly string[]): boolean => SO(words) !== null;
const SO = phrases(`
  ^ so i|we really|also|just? need|must|should|ought|gotta|have|want|'d|would|wanna|better|had to|like|better|tae|go|leave|be?
  ^ so please|can|could|remind|move|cancel|put|make|book|skip
`);

/** In their order, without the asides. What holds one request only comes back as it was said. */
export function requestsOf(text: string): string[] {
  const tokens = tokensOf(text);
  const words = tokens.map(({ word }) => word);
  const cuts = [0];
  let isSame = '';
  const prefix = new Map<number, string>();
  for (const [index, word] of words.entries()) {
    if (word === 'remind') isSame = 'remind me ';
    if (index === 0 && (word === 'move' || word === 'shift' || word === 'push')) isSame = 'move ';
    const rest = words.slice(index + 1);
    // "Remind me tomorrow and on Friday to …" names one thing for both.
    const isNamed = words.slice(0, index).some((one) => /^(?:to|about|of|that)$/.test(one));
    if (ENDS.has(word) && !TITLES.has(words[index - 1] ?? '') && rest.some((one) => /[\p{L}\d]/u.test(one)))
      cuts.push(index + 1);
    else if (JOINTS.has(word) && !JOINTS.has(rest[0] ?? '') && index > 0) {
      if (STATE(words.slice(cuts.at(-1), index)) && THING(rest)) cuts.push(index + 1);
      else if (word === 'also' && index - cuts.at(-1)! < 2) continue;
      else if (ACT(rest) && rest.filter((one) => /\p{L}/u.test(one)).length > 2) cuts.push(index + 1);
      else if (
        word === 'and' &&
        isSame !== '' &&
        (isSame === 'move ' ? OTHER(rest) : isNamed && AGAIN(rest))
      ) {
        prefix.set(index + 1, isSame);
        cuts.push(index + 1);
      }
    }
  }
  const all = cuts.map((cut, position) => {
    const end = (cuts[position + 1] ?? tokens.length) - 1;
    const [first, last] = [tokens[cut], tokens[end]];
    if (!first || !last) return '';
    return (prefix.get(cut) ?? '') + text.slice(first.from, last.to);
  });
  return all.map(bare).filter((one) => /[\p{L}\d]/u.test(one) || /[👍👌✅]/u.test(one));
}

/** Without the joint and the aside at its end; an aside in front stays, for what is asked follows it. */
function bare(request: string): string {
  const tokens = tokensOf(request);
  const words = tokens.map(({ word }) => word);
  let end = tokens.length;
  while (end > 1 && JOINTS.has(words[end - 1]!)) end--;
  const aside = ASIDE(words.slice(0, end));
  if (aside && aside.start > 2 && !asksBehindSo(words.slice(aside.start, end))) end = aside.start;
  while (end > 1 && JOINTS.has(words[end - 1]!)) end--;
  const [first, last] = [tokens[0], tokens[end - 1]];
  return first && last ? request.slice(first.from, last.to) : request;
}

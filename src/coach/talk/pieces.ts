// Cuts a request into its pieces: what is to be done, when, and what is only told beside it.
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';
import { phrases, type Place } from './phrases.ts';
import { AWAY, NEXT, NUMBERED, sortOf, type Sort } from './piece-sort.ts';
import { asksBehindSo } from './requests.ts';
import { trimmed } from './title.ts';
import { leadsIn } from './lead.ts';
import { isOfTime, isPartOfTime } from './when.ts';

export interface Piece {
  sort: Sort;
  /** The sign or the word in front of it. */
  joint: string;
  /** Its tokens, and those of them that are no times, politeness or fillers. */
  all: number[];
  words: number[];
  facts: Fact[];
  /** It stands behind the words that ask to be reminded. */
  isAsked: boolean;
  /** It is taken for a thing to do where nothing else is. */
  isAnchor?: boolean;
}

const SIGNS = new Set([',', ';', '.', '!', '?', '(', ')', ':', '\n', '"', '“', '”']);
const SOFT = new Set(['and', '&', '+', 'plus', 'then', 'also']);
const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'prof', 'st', 'no', 'approx']);
const REASON = phrases(`
  ^ because|cos|coz|cuz|cause|otherwise  ^ so i|he|she|it|we|they|that|then  ^ since|as|or i|he|she|it|we|they|my|the|else  ^ in case  ^ as usual
  ^ before|or i forget
`);
const IF = phrases(
  `^ only? if  ^ unless|depending|provided|except|excluding|barring|bar|excepting  ^ apart|aside from  ^ other than  ^ only|not when|if`,
);
const ANCHOR = phrases(`
  ^ when|whenever|while  ^ as soon as  ^ once|until|before|after i|he|she|it|we|they|you|everyone  ^ on my|the way
`);
const SAID = phrases(
  `^ but|though|tho|although|however|which|who|normally|usually  ^ say on|at|around|about?  ^ it|that|she|he|they|i|we is|'s|are|was|will|am  ^ do|does not need|want|bother|have  ^ its on|at|in|for|due|open|till|until|a|an|the|so|just|only|not|very`,
);
const ASKS = new Set(['ask', 'tell', 'see', 'check', 'know', 'find', 'whether', 'asking', 'checking']);

/** In the order of the request; `frames`: the words that ask for it. */
export function piecesOf(heard: Heard, frames: readonly Place[]): Piece[] {
  const { tokens, all, lead } = heard;
  const framed = (index: number): Place | undefined =>
    frames.find(({ start, end }) => index >= start && index < end);
  const pieces: Piece[] = [];
  const leads = leadsIn(heard, heard.facts);
  let [start, joint, isAsked] = [lead, '', false];
  let wake: number | null = null;
  const close = (end: number, next: string): void => {
    const piece = end > start ? pieceOf(heard, start, end, joint, isAsked) : null;
    // "At the airport at five, wake me at three": waking is a thing of its own.
    const isWaking = wake !== null && piece?.sort === 'time';
    if (piece)
      pieces.push(isWaking ? { ...piece, sort: 'plain', words: [wake!], joint: ',', isAsked: false } : piece);
    isAsked &&= !isWaking;
    [wake, joint] = [null, next];
  };
  for (let index = lead; index < tokens.length; index++) {
    const frame = framed(index);
    if (frame) {
      close(index, 'frame');
      wake = all[frame.start] === 'wake' ? frame.start : null;
      isAsked = true;
      start = index = frame.end;
      index--;
      continue;
    }
    if (tokens[index]!.claimedBy !== null) continue;
    // "A week before the wedding to order flowers": what is to be done stands behind what it comes before.
    const isBehindLead = leads.some(({ to }) => to > tokens[start]!.from && to < tokens[index]!.from);
    const isBehindIf = joint === 'if' && isAsked && index > start + 2;
    if ((isBehindLead || isBehindIf) && all[index] === 'to' && index + 1 < tokens.length) {
      close(index, 'to');
      start = index;
      continue;
    }
    const isCut =
      isSign(heard, index) || (SOFT.has(all[index]!) && index > start && !NUMBERED(all.slice(start, index)));
    const sub = isCut ? '' : subordinate(all, index, start);
    if (isCut) {
      close(index, all[index]!);
      start = index + 1;
    } else if (sub !== '') {
      if (index > start) close(index, sub);
      [start, joint] = [index, sub];
      isAsked ||= sub === 'so';
    }
  }
  close(tokens.length, '');
  return pieces.filter(({ all }) => all.length > 0);
}

function isSign({ all, text, tokens }: Heard, index: number): boolean {
  const [word, token] = [all[index]!, tokens[index]!];
  const around = `${text[token.from - 1] ?? ' '}${text[token.to] ?? ' '}`;
  if (word === '.' && TITLES.has(all[index - 1] ?? '')) return false;
  if (word === '-') return /^\s\s$/.test(around);
  // Some write down what they hear.
  if (word === 'period' || word === 'comma')
    return !/^(?:a|the|my|her|their|his|free|trial|time|grace)$/.test(all[index - 1] ?? '');
  return SIGNS.has(word) && !/^\d\d$/.test(around) && !/^[\p{L}\d]{2}$/u.test(around);
}

function subordinate(all: readonly string[], index: number, start: number): string {
  const rest = all.slice(index);
  if (asksBehindSo(rest)) return 'so';
  if (REASON(rest)) return 'because';
  // "Ask whether she wants it back" is what is to be done.
  if (IF(rest) && !all.slice(start, index).some((word) => ASKS.has(word))) return 'if';
  if (ANCHOR(rest)) return 'when';
  return SAID(rest) ? 'but' : '';
}

function pieceOf(heard: Heard, start: number, end: number, joint: string, isAsked: boolean): Piece {
  const { tokens, facts } = heard;
  const all = tokens.slice(start, end).map((_, offset) => start + offset);
  if (/^[,.;(]$/.test(joint) && NUMBERED(heard.all.slice(start, end)))
    return { sort: 'note', joint, all, words: trimmed(heard, all), facts: [], isAsked };
  const factOf = (index: number): Fact | undefined => facts[tokens[index]!.claimedBy ?? -1];
  const found = [...new Set(all.flatMap((index) => factOf(index) ?? []))];
  const rest = all.filter((index) => {
    const fact = factOf(index);
    return !fact || !isWhen(fact, heard) || isParticle(heard, index);
  });
  const leads = leadsIn(heard, facts);
  // With what it stands before: "half an hour before the call".
  const event = all.find((index) => leads.some(({ to }) => to < tokens[index]!.from));
  const isOfEvent = event !== undefined && /^(?:the|my|our|his|her|their|a)$/.test(heard.all[event]!);
  const isOfLead = (index: number): boolean =>
    (isOfEvent && index >= event) ||
    leads.some(({ from, to }) => tokens[index]!.from >= from && tokens[index]!.to <= to);
  const words = trimmed(
    heard,
    rest.filter((index) => !isOfLead(index) || isParticle(heard, index)),
  );
  const raw = rest.map((index) => heard.all[index]!);
  const own = found.map((fact) => turned(fact, raw));
  const isAfterLead = words.length > 0 && all.some((index) => isOfLead(index) && index < words[0]!);
  const sort = sortOf(
    words.map((index) => heard.all[index]!),
    isAfterLead ? 'when' : joint,
    {
      isTimed: own.some(isOfTime),
      raw,
      isName: /^\p{Lu}/u.test(heard.text.slice(tokens[rest[0] ?? 0]!.from)),
    },
  );
  return { sort, joint, all, words, facts: own, isAsked };
}

/** "Check in the day before", "put it in at four": the verb's own word, and not the time's. */
function isParticle({ all, tokens }: Heard, index: number): boolean {
  const isLast = tokens[index]!.claimedBy !== tokens[index - 1]?.claimedBy;
  return (
    isLast &&
    all[index - 1] !== 'me' &&
    /^(?:in|on)$/.test(all[index]!) &&
    /^(?:at|by|around|about|from|every|each|tomorrow|tonight|the)$/.test(all[index + 1] ?? '') &&
    (all[index + 1] !== 'the' || all[index + 3] === 'before')
  );
}

/** "Off the 24th till the 4th" is left out; "the next one is on the 6th" is where it begins. */
function turned(fact: Fact, raw: readonly string[]): Fact {
  if (!/^(?:date|dates)$/.test(fact.value.kind) || fact.role !== 'at') return fact;
  if (AWAY(raw)) return { ...fact, role: 'except' };
  return NEXT(raw) ? { ...fact, role: 'from' } : fact;
}
/** "A parents' evening" is what it is, and not when. */
function isWhen(fact: Fact, { text, facts }: Heard): boolean {
  if (fact.value.kind === 'length') return fact.value.per === null;
  if (fact.value.kind !== 'part') return isOfTime(fact);
  return isPartOfTime(fact, text, facts) && !EVENT.test(text.slice(0, fact.from));
}
const EVENT =
  /\b(?:parents?['’]?s?['’]?|quiz|date|movie|film|games?|open|prize|hen|stag|opening|curry|poker|club|ladies|girls|lads|awards?|family|wedding|theme)\s$/i;

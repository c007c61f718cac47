// The words in which people speak of being written to, called and notified: what the grammars of stop and start are
// made of.
import { CHANNELS, type Channel } from '../account/change-channels.ts';

export const anyOf = (...rules: string[]): string => `(?:${rules.join('|')})`;
/** Several of them, "and" or nothing between: punctuation is gone. */
export const listOf = (rule: string): string => `${rule}(?: (?:and |or |nor )?${rule})*`;
/** Stretched letters: "stoppp". */
export const unstretched = (plain: string): string => plain.replace(/(\p{L})\1{2,}/gu, '$1');

/** In words. The rules are read in many ways at once, so that a sentence without end would take one as well. */
const LONGEST = 20;
export const isShort = (plain: string): boolean => plain.split(' ').length <= LONGEST;

const SPECIFIC: readonly [Channel, RegExp][] = [
  ['push', /\b(?:notif\w*|push\w*)\b/],
  ['whatsapp', /\b(?:messag\w*|msg\w*|text\w*|whatsapps?|writ\w*|sms)\b/],
  ['call', /\b(?:calls?|called|calling|phon\w*|ring|ringing)\b/],
];

/** Those that a sentence names, in whichever form. */
export const namedIn = (words: string): Channel[] =>
  SPECIFIC.filter(([, stems]) => stems.test(words)).map(([channel]) => channel);

/** Its last words are no part of what it is about. */
export const isOfEverything = (words: string): boolean => EVERY.test(words);

export const ALL: readonly Channel[] = CHANNELS;

const EVERY = /\b(everything|anything|(?:all|all of (?:it|this|them)))$|\b(everything|from all)\b/;

const KIND = '(?:(?:whatsapp|text|push|phone|voice) )?';
export const THING = `(?:(?:whatsapp|text|push|phone|voice) (?:stuff|things|ones|spam)|${KIND}(?:messages|msgs|texts|whatsapps?|sms|calls?|notifications|push|pushes|reminders|communications?|contact))`;
/** One call, or no contact, may be what became of a task. */
export const MANY = THING.replace('calls?', 'calls')
  .replace('communications?', 'communications')
  .replace('|contact', '');
export const WHICH =
  '(?:(?:all|any|any more|the|these|those|this|your|my|more|further|all the|all these|all your|any of these) )?' +
  '(?:(?:annoying|constant|stupid|silly|automatic|daily|unwanted) )?';
export const THINGS = listOf(WHICH + THING);
export const WHOLE =
  '(?:it|this|that|these|them|any of (?:this|it|these)|it all|all|all of it|all of this|everything|anything)';
export const BY = `(?: (?:by|on|via|with|through) ${THINGS})?`;
/** Where somebody is reached: it names no channel, though a phone stands in it. "Stop at work" is no such place. */
const WHERE =
  '(?<=\\b(?:me|calls|texts|messages|notifications|reminders|calling|texting|messaging))(?: (?:on|at) (?:my|this) (?:phone|mobile|cell|number|line)| at (?:work|home))';
export const withoutPlace = (words: string): string => words.replace(new RegExp(`${WHERE}$`), '');
export const LIST = '(?:(?:this|your|the) )?list';

export const SENDING = `sending(?: me)? ${anyOf(THINGS, WHOLE)}(?: to me)?`;
export const GETTING = `(?:getting|receiving) ${anyOf(THINGS, WHOLE)}`;

/** "Can you …" asks for it, whatever sign stands at its end. */
export const isRequest = (plain: string): boolean => REQUEST.test(plain);

const GREETING = '(?:hey|hi|hello|ok|okay|omg|bro|dude|flux|sorry|so|and|now|yes)';
const REQUEST = new RegExp(
  `^(?:${GREETING} )*(?:(?:can|could|would|may) (?:you|i)|will you(?! not)|i (?:want|would like) you to) `,
);

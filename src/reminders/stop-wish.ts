// A wish to be left alone, in plain words: a small grammar in which every word of the sentence has its place, so that
// whatever means something else has a word too many.
import type { Channel } from '../account/change-channels.ts';

/** Which channels a simplified sentence takes back; null where it is no such wish. Negations are none of its rules. */
export function readStopWish(plain: string): readonly Channel[] | null {
  const words = plain.replace(/(\p{L})\1{2,}/gu, '$1');
  if (words.split(' ').length > LONGEST) return null;
  return SENTENCE.test(words) && !UNSURE_SENTENCE.test(words) ? channelsOf(words) : null;
}

/** Whether it is likely to be such a wish and not certain: then the person is told how to stop. */
export function mayBeStopWish(plain: string): boolean {
  if (plain.split(' ').length <= LONGEST && UNSURE_SENTENCE.test(plain)) return true;
  if (FED_UP.test(plain)) return true;
  return ENDING.test(plain) && OURS.test(plain) && !UNENDING.test(plain);
}

/** In words. The rules are read in many ways at once, so that a sentence without end would take one as well. */
const LONGEST = 20;

const anyOf = (...rules: string[]): string => `(?:${rules.join('|')})`;
/** Several of them, "and" or nothing between: punctuation is gone. */
const listOf = (rule: string): string => `${rule}(?: (?:and |or |nor )?${rule})*`;

const SPECIFIC: readonly [Channel, string][] = [
  ['push', 'notif\\w*|push\\w*'],
  ['whatsapp', 'messag\\w*|msg\\w*|text\\w*|whatsapps?|writ\\w*|sms'],
  ['call', 'calls?|called|calling|phon\\w*|ring|ringing'],
];
const EVERY = /\b(everything|anything|(?:all|all of (?:it|this|them)))$|\b(everything|from all)\b/;
const GENERAL =
  /\b(remind\w*|contact\w*|bother\w*|spam\w*|disturb\w*|communication\w*|list|number|alone|remove)\b/;

function channelsOf(words: string): readonly Channel[] {
  if (EVERY.test(words.replace(BACK_AT_END, ''))) return SPECIFIC.map(([channel]) => channel);
  const named = SPECIFIC.filter(([, stems]) => new RegExp(`\\b(?:${stems})\\b`).test(words));
  if (named.length > 0) return named.map(([channel]) => channel);
  return GENERAL.test(words) ? SPECIFIC.map(([channel]) => channel) : ['whatsapp'];
}

const KIND = '(?:(?:whatsapp|text|push|phone|voice) )?';
const THING = `${KIND}(?:messages|msgs|texts|whatsapps?|sms|calls?|notifications|push|pushes|reminders|communications?|contact)`;
const WHICH =
  '(?:(?:all|any|any more|the|these|those|this|your|more|further|all the|all these|all your|any of these) )?' +
  '(?:(?:annoying|constant|stupid|silly|automatic|daily|unwanted) )?';
const THINGS = listOf(WHICH + THING);
const WHOLE =
  '(?:it|this|that|these|them|any of (?:this|it|these)|it all|all|all of it|all of this|everything|anything)';
const BY = `(?: (?:by|on|via|with|through) ${THINGS})?`;

const BASE = '(?:call|text|message|msg|phone|ring|notify|remind|contact|bother|disturb|spam|write|write to)';
const GERUND =
  '(?:calling|texting|messaging|msging|phoning|ringing|notifying|reminding|contacting|bothering|disturbing|spamming|writing|writing to)';
const DOING = listOf(`(?:stop )?${GERUND}(?: me)?`);
/** "Don't bother" alone is what people say of a task. */
const DO = listOf(
  `(?:dont |do not )?(?:(?!bother|disturb)${BASE}(?: me)?|(?:(?:bother|disturb) (?:and |or )?)?(?:bother|disturb) me)`,
);
const SENDING = `sending(?: me)? ${anyOf(THINGS, WHOLE)}(?: to me)?`;
/** One call, or no contact, may be what became of a task. */
const MANY = THING.replace('calls?', 'calls')
  .replace('communications?', 'communications')
  .replace('|contact', '');
const LIST = '(?:(?:this|your|the) )?list';

const UNWANTED = 'i (?:dont|do not|no longer) (?:want|wish|need)';
/** It may be the task that is not needed: this counts beside a certain wish, and by itself it is asked back. */
const STOP = '(?:stop|quit|cease)';
const UNSURE = anyOf(
  `${UNWANTED} (?:(?:to )?(?:get|have) )?${WHOLE}`,
  `i (?:want|need|wish|would like) to ${STOP}`,
  '(?:end|cancel) (?:it all|all|everything)',
  '(?:no more|enough)(?: of)? (?:this|these|that|it|them)',
);
const GETTING = `(?:getting|receiving) ${anyOf(THINGS, WHOLE)}`;

const CORES = [
  `(?:make it )?${STOP}(?: (?:with )?${anyOf(DOING + BY, SENDING + BY, GETTING, THINGS, WHOLE)})?`,
  `(?:no longer|not|never) (?:get|receive) ${THINGS}`,
  `(?:end|cancel|disable|turn off|switch off) ${listOf(`${WHICH}(?:${THING.replace('calls?', 'calls')})`)}`,
  '(?:disable|turn off|switch off) (?:all|everything)',
  `(?:turn|switch) ${THINGS} off`,
  `${THINGS} off`,
  `(?:unsub|unsubscribe(?: me)?|opt(?: me)? out)(?: (?:from|of) ${anyOf(THINGS, WHOLE, LIST)})?`,
  '(?:to be )?left alone',
  `(?:dont|do not|never|no longer) ${anyOf(DO + BY, `send(?: me)? ${THINGS}`, `send me ${WHOLE}`)}`,
  `(?:can|could|would|will) you not ${DO}${BY}`,
  `no ${listOf(`(?:more )?${WHICH}${MANY}`)}`,
  `no (?:more|further) ${listOf(`(?:more )?${WHICH}${THING}`)}`,
  `${UNWANTED} ${anyOf(
    `(?:(?:to )?(?:get|receive|have) )?${THINGS}`,
    `to receive ${WHOLE}`,
    `(?:you )?to ${BASE} me`,
    `to be ${listOf('(?:called|texted|messaged|notified|reminded|contacted|bothered|disturbed)')}`,
    'to hear from you',
  )}`,
  `(?:remove me|(?:remove|delete) my number(?: from (?:your|the) (?:system|list|records|phone|database))?|(?:take|remove) (?:me|my number) (?:off|from)(?: ${LIST})?)`,
  '(?:leave me alone|let me be)',
];
const FRONT = anyOf(
  'hey|hi|hello|ok|okay|omg|bruh|bro|dude|ugh|man|lol|flux|sorry|just|kindly|now|and|so|enough|already|no',
  '(?:can|could|would|will|may) you|you (?:can|may|must|should|need to|have to)',
  'i (?:want|need|ask|would like) you to|id like you to',
  'i (?:want|need|wish|would like) to|id like to',
);
const BACK = anyOf(
  'now|right now|at once|immediately|already|again|ever|ever again|anymore|any more|any longer|forever|for good',
  'i mean it|i said|i have had enough|enough|and',
);
const BACK_AT_END = new RegExp(`(?: ${BACK})+$`);
const clauseOf = (...cores: string[]): string => `(?:${FRONT} )*${anyOf(...cores)}(?: ${BACK})*`;
const CLAUSE = clauseOf(...CORES);
const SENTENCE = new RegExp(`^(?:${clauseOf(UNSURE)} )?${CLAUSE}(?: ${clauseOf(...CORES, UNSURE)}){0,4}$`);
const UNSURE_SENTENCE = new RegExp(`^${clauseOf(UNSURE)}$`);
/** Who says no more than this has had enough of something. */
const FED_UP = /^(?:enough|(?:thats |i have had |ive had )?enough(?: now| already)?)$|\bwrong number\b/;
const ENDING = new RegExp(
  `\\b(?:stop|unsubscribe|opt out|quit|cease|(?:dont|do not|never|no longer|you not) (?:send|${BASE}) (?:me|to me))\\b`,
);
const OURS =
  /\b(?:me|you|this|these|calls|calling|texts|texting|messag\w+|remind\w+|notif\w+|contact\w*|whatsapp)\b/;
const UNENDING =
  /\b(?:dont|do not|never|cant|cannot|wont|will not|not|didnt|couldnt|want to|no)(?: \w+)? (?:stop|unsubscribe|quit|cease)\b|\b(?:remind me|mum)\b/;

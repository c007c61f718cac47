// A wish to be left alone, in plain words: a small grammar in which every word of the sentence has its place, so that
// whatever means something else has a word too many.
import type { Channel } from '../account/change-channels.ts';
import {
  ALL,
  anyOf,
  BY,
  GETTING,
  isOfEverything,
  isShort,
  LIST,
  listOf,
  MANY,
  namedIn,
  SENDING,
  THING,
  THINGS,
  unstretched,
  withoutPlace,
  WHICH,
  WHOLE,
} from './wish-words.ts';

/** Which channels a simplified sentence takes back; null where it is no such wish. Negations are none of its rules. */
export function readStopWish(plain: string): readonly Channel[] | null {
  if (!isShort(plain)) return null;
  const { words, kept } = withoutExceptions(unstretched(plain));
  // "Everything but the reminders": who knows which way they mean.
  if (kept === null) return null;
  if (!SENTENCE.test(words) || UNSURE_SENTENCE.test(words)) return null;
  const channels = channelsOf(words).filter((channel) => !kept.includes(channel));
  return channels.length > 0 ? channels : null;
}

/** Whether it is such a wish or likely to be one: where it is not certain, the person is told how to stop. */
export function mayBeStopWish(plain: string): boolean {
  if (readStopWish(plain) !== null || (isShort(plain) && UNSURE_SENTENCE.test(plain))) return true;
  if (FED_UP.test(plain)) return true;
  if (UNENDING.test(plain)) return false;
  return (ENDING.test(plain) && OURS.test(plain)) || (SILENCING.test(plain) && OUR_THINGS.test(plain));
}

/** "Stop calls, messages are fine", "stop everything but the calls": what goes on by the person's own word. */
function withoutExceptions(sentence: string): { words: string; kept: Channel[] | null } {
  const [exception] = EXCEPTION.exec(sentence) ?? [];
  if (exception === undefined) return { words: withoutPlace(sentence), kept: [] };
  const kept = namedIn(exception);
  const words = withoutPlace(sentence.slice(0, -exception.length));
  return { words, kept: kept.length > 0 ? kept : null };
}

const GENERAL =
  /\b(remind\w*|contact\w*|bother\w*|spam\w*|disturb\w*|communication\w*|list|number|alone|remove)\b/;

/** Of what is not said by name the widest reading: a stop too much is undone by a word. */
function channelsOf(words: string): readonly Channel[] {
  if (isOfEverything(words.replace(BACK_AT_END, ''))) return ALL;
  const named = namedIn(words);
  if (named.length > 0) return named;
  return GENERAL.test(words) ? ALL : ['whatsapp'];
}

const EXCEPTION = new RegExp(
  ` ${anyOf(
    `(?:(?:but|and) )?${WHICH}${THING}(?: and ${WHICH}${THING})* (?:is|are|may|can)(?: still)? (?:fine|ok|okay|good|welcome|stay|go on)`,
    `(?:(?:but|and) )?keep ${THINGS}`,
    `(?:but not|but|except|except for|other than|apart from|not) ${THINGS}`,
  )}$`,
);

const BASE = '(?:call|text|message|msg|phone|ring|notify|remind|contact|bother|disturb|spam|write|write to)';
const GERUND =
  '(?:calling|texting|messaging|msging|phoning|ringing|notifying|reminding|contacting|bothering|disturbing|spamming|writing|writing to)';
const DOING = listOf(`(?:stop )?${GERUND}(?: me)?`);
/** "Don't bother" alone is what people say of a task. */
const DO = listOf(
  `(?:dont |do not )?(?:(?!bother|disturb)${BASE}(?: me)?|(?:(?:bother|disturb) (?:and |or )?)?(?:bother|disturb) me)`,
);
const PLURAL = THING.replace('calls?', 'calls');

const UNWANTED = 'i (?:dont|do not|no longer) (?:want|wish|need)';
const WISHED = '(?:i (?:want|need|wish|would like) to|id like to)';
const NEVER_AGAIN = '(?:anymore|any more|any longer|again|ever again|ever)';
const STOP = '(?:stop|quit|cease)';
/**
 * It may be the task that is not needed, or a complaint that nothing comes: this counts beside a certain wish, and by
 * itself it is asked back.
 */
const UNSURE = anyOf(
  `${UNWANTED} (?:(?:to )?(?:get|have) )?${WHOLE}`,
  `i (?:want|need|wish|would like) to ${STOP}`,
  '(?:end|cancel) (?:it all|all|everything)',
  '(?:no more|enough)(?: of)? (?:this|these|that|it|them)',
  `enough(?: of)? ${THINGS}`,
  `no ${listOf(`(?!more |further |any more )${WHICH}${MANY}`)}(?! ${NEVER_AGAIN})`,
  `(?:never|not) (?:get|getting|receive|receiving) ${THINGS}`,
);

const CORES = [
  `(?:make it )?${STOP}(?: (?:with )?${anyOf(DOING + BY, SENDING + BY, GETTING, THINGS, WHOLE)})?`,
  `no longer (?:get|receive) ${THINGS}`,
  `${WISHED} (?:never|not) (?:get|receive) ${THINGS}`,
  `(?:end|cancel|disable|deactivate|mute|silence|turn off|switch off|shut off) ${listOf(WHICH + PLURAL)}`,
  '(?:disable|turn off|switch off) (?:all|everything)',
  `(?:turn|switch) ${THINGS} off`,
  `${THINGS} off`,
  `(?:unsub|unsubscribe(?: me)?|opt(?: me)? out)(?: (?:from|of) ${anyOf(THINGS, WHOLE, LIST)})?`,
  '(?:to be )?left alone',
  `(?:dont|do not|never|no longer) ${anyOf(DO + BY, `send(?: me)? ${THINGS}`, `send me ${WHOLE}`)}`,
  `(?:can|could|would|will) you not ${DO}${BY}`,
  `no ${listOf(WHICH + MANY)} ${NEVER_AGAIN}`,
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
  WISHED,
);
const BACK = anyOf(
  'now|right now|at once|immediately|already|again|ever|ever again|anymore|any more|any longer|forever|for good',
  'i mean it|i said|i have had enough|enough|and|i get it|i got it|got it|i understand|i get the point|thats enough|it is enough|im serious',
);
const BACK_AT_END = new RegExp(`(?: ${BACK})+$`);
const clauseOf = (...cores: string[]): string => `(?:${FRONT} )*${anyOf(...cores)}(?: ${BACK})*`;
const CLAUSE = clauseOf(...CORES);
const SENTENCE = new RegExp(`^(?:${clauseOf(UNSURE)} )?${CLAUSE}(?: ${clauseOf(...CORES, UNSURE)}){0,4}$`);
const UNSURE_SENTENCE = new RegExp(`^${clauseOf(UNSURE)}(?: ${clauseOf(UNSURE)}){0,2}$`);
/** Who says no more than this has had enough of something. */
const FED_UP = /^(?:enough|(?:thats |i have had |ive had )?enough(?: now| already)?)$|\bwrong number\b/;
const NOT = '(?:dont|do not|never|no longer|you not)';
const ENDING = new RegExp(
  `\\b(?:stop|unsubscribe|opt out|quit|cease|${NOT} (?:send|${BASE}) (?:me|to me)|${NOT} (?:start|resume|continue|keep))\\b`,
);
const OURS =
  /\b(?:me|you|this|these|calls|calling|texts|texting|messag\w+|remind\w+|notif\w+|contact\w*|whatsapp)\b/;
const SILENCING = new RegExp(
  `\\b(?:(?:turn|switch|shut)(?: \\w+){0,4} off|mute|silence|pause|suspend|disable|deactivate|block|too many|fewer|less|${NOT} (?:want|need|like))\\b`,
);
const OUR_THINGS =
  /\b(?:calls|calling|texts|texting|messages|msgs|reminders|notifications?|whatsapps?|pushes|sms|contacting)\b/;
const UNENDING =
  /\b(?:dont|do not|never|cant|cannot|wont|will not|not|didnt|couldnt|want to|no)(?: \w+)? (?:stop|unsubscribe|quit|cease)\b|\b(?:remind me|mum)\b/;

// A wish to be written to, called or notified again, in plain words: the mirror of stop-wish.ts.
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
  THINGS,
  unstretched,
  withoutPlace,
  WHICH,
} from './wish-words.ts';

/** Which channels a simplified sentence gives again; null where it is no such wish. */
export function readStartWish(plain: string): readonly Channel[] | null {
  const words = withoutPlace(unstretched(plain));
  return isShort(words) && SENTENCE.test(words) ? channelsOf(words) : null;
}

/**
 * Of what is not said by name the narrowest reading: a consent is given in so many words. What stays off is named in
 * the answer.
 */
function channelsOf(words: string): readonly Channel[] {
  if (isOfEverything(words.replace(BACK_AT_END, ''))) return ALL;
  const named = namedIn(words);
  return named.length > 0 ? named : ['whatsapp'];
}

/** What one wishes for; nobody wishes to be bothered, and "start writing" may be a task. */
const VERB = '(?:call|text|message|msg|phone|ring|notify|remind|contact|write|write to)';
const DO = `(?:${VERB}(?: me)? (?:and |or )?)*${VERB} me`;
const DOING = listOf(
  anyOf(
    '(?:calling|texting|messaging|msging|notifying)(?: me)?',
    '(?:phoning|ringing|reminding|contacting|writing|writing to) me',
  ),
);
const TO_DO = `${anyOf(DO, `send(?: me)? ${THINGS}`)}${BY}`;
const DONE = listOf('(?:called|texted|messaged|notified|reminded|contacted)');
const ALLOWED =
  '(?:you (?:can|may|could|are allowed to|are welcome to)|(?:its |it is )?(?:ok|okay|fine|alright) (?:for you )?to|feel free to|go ahead and)';
const ON = '(?:turn|switch) (?:back )?on|enable|activate|reactivate|unmute|unpause|allow|unblock';
const WANTED = '(?:i (?:want|would like)|id like)';
const AGAIN = '(?:again|once more|back|as before|like before|from now on)';

const CORES = [
  `(?:start|restart|resume|continue|begin|restore)(?: with| to)? ${anyOf(DOING + BY, SENDING + BY, GETTING, THINGS, TO_DO)}`,
  '(?:start|resume|enable|turn on|switch on) (?:all|everything)',
  `(?:${ON}) ${THINGS}`,
  `(?:turn|switch|put) ${THINGS} (?:back )?on`,
  `${THINGS} (?:back )?on`,
  `${TO_DO} ${AGAIN}`,
  `send me ${listOf(WHICH + MANY)}`,
  `${ALLOWED} ${TO_DO}`,
  `i (?:want|would like) you to ${TO_DO}|id like you to ${TO_DO}`,
  `${WANTED} ${anyOf(`(?:(?:to )?(?:get|have|receive) )?${listOf(WHICH + MANY)}`, `to be ${DONE} ${AGAIN}`, `to hear from you ${AGAIN}`)}`,
  `(?:give me|let me have|let me get|(?:can|could|may) i (?:have|get)) ${THINGS} ${AGAIN}`,
  `bring ${anyOf(`back ${THINGS}`, `${THINGS} back`)}`,
  `(?:opt|sign)(?: me)?(?: back)? (?:in|up)(?: ${AGAIN})?(?: (?:to|for) ${anyOf(THINGS, LIST)})?`,
  `(?:subscribe|resubscribe)(?: me)?(?: ${AGAIN})?(?: (?:to|for) ${anyOf(THINGS, LIST)})?`,
  `(?:add|put) me back(?: (?:on|to)(?: ${LIST})?)?`,
];
const FRONT = anyOf(
  'hey|hi|hello|yes|yeah|yep|sure|ok|okay|alright|actually|flux|sorry|just|kindly|now|and|so',
  '(?:can|could|would|will|may) you|you (?:can|may|could|should)',
  'i (?:want|ask|would like) you to|id like you to',
  'i (?:want|would like) to|id like to',
);
const BACK = anyOf(
  AGAIN,
  'now|right now|at once|immediately|and',
  '(?:when|if) i (?:dont|do not|didnt|did not) (?:answer|reply|respond|react|pick up)',
);
const BACK_AT_END = new RegExp(`(?: ${BACK})+$`);
const CLAUSE = `(?:${FRONT} )*${anyOf(...CORES)}(?: ${BACK})*`;
const SENTENCE = new RegExp(`^${CLAUSE}(?: ${CLAUSE}){0,2}$`);

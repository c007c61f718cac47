// What others want, what was, what might be, and what is quoted: nothing is done about it.
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const one = (list: string): string => list.trim().split(/\s+/).join('|');
const PEOPLE = one(`
  wife husband partner son daughter brother sister sis bro mum mom mam mother dad father friend mate colleague coworker neighbour neighbor kid
  kids flatmate roommate housemate uncle aunt auntie cousin girlfriend boyfriend gf bf gran nan nana grandma granny grandpa grandad parents
  friends mates ex
`);
/** What they say is often what somebody has to do. */
const ADVISERS = one('boss team coach teacher doctor');
const VERBS = one(`
  want wants wanted does did say says said told need needs love loves like likes runs plan plans think thinks thought keep keeps kept started
  goes hope hopes sign signed would asked died passed swears reckons suggested suggests recommends can
`);
const STATES = one('is are was were has have had do run start start go got lost');

/** Somebody else does, wants or says something; their name may stand between. */
const OTHERS = phrases(`
  ^ my|his|her|their|our|a|some ${PEOPLE}|${ADVISERS} ${VERBS}|${STATES}
  ^ my|his|her|their|our|a|some ${PEOPLE} _ ${VERBS}
  ^ everyone|everybody|someone|somebody|people|he|she|they ${VERBS}|${STATES}
  ^ everyone|everybody|people at|in|on my? work|school|the? gym|office|internet|tiktok|instagram? ${VERBS}|${STATES}
`);
const WAS = phrases(`
  ^ i used to  ^ the|my|our|this|it|that * was|were|got|went|had  ^ it|that|this|there was|were  ^ i|we was|were|had|went|ran|felt|saw|met|wanted|forgot to|tried|meant|thought|dreamt|dreamed|wished|planned
  ^ i|we should|could|would have  ^ yesterday|last
`);
const MIGHT = phrases(
  `^ what if  ^ what happens|would|if if?  ^ should i  ^ if i|we|you|it|that|he|she|they|there  ^ imagine  ^ suppose  ^ i wonder  ^ let us say  would it be  ^ hypothetically`,
);

/** How somebody feels. */
const FEELS = phrases(`
  ^ i? am|'m|do? not? feeling|feel  ^ i? am? so|really|very|too|absolutely|a? bit? tired|exhausted|knackered|sad|proud|happy|stressed|sick|ill|nervous|lonely|angry|fed
`);

/** Whether the request only tells something. `me` in it asks after all: "my wife says remind me". */
export function isHearsay({ words, text, facts: [first] }: Heard): boolean {
  if (isQuoted(text)) return true;
  if (/\bremind me\b/.test(words.join(' ')) && !MIGHT(words)) return false;
  return (
    OTHERS(words) !== null ||
    FEELS(words) !== null ||
    // "The last Friday of the month" is to come.
    (WAS(words) !== null && first?.value.kind !== 'rhythm') ||
    MIGHT(words) !== null ||
    isPast(words)
  );
}

/** "I smoked two": what somebody did, but for what settles a task or begins a wish. */
const isPast = ([first = '', second = '']: readonly string[]): boolean =>
  first === 'i' && /[a-z]{2}ed$/.test(second) && !SETTLES.has(second);
const SETTLES = new Set(
  'need missed skipped finished completed managed nailed smashed ticked decided wanted feed speed succeed'.split(
    ' ',
  ),
);

/** Everything, or what asks, stands in quotation marks behind a verb of saying. */
const isQuoted = (text: string): boolean =>
  /\b(?:said|says|told me|wrote|reads?|texted|asked)\b[^"“']{0,20}["“'].{3,}["”']/i.test(text);

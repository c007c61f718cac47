// What others want, what was, what might be, and what is quoted: nothing is done about it.
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const OTHERS = phrases(`
  ^ my|his|her|their|our wife|husband|partner|son|daughter|brother|sister|mum|mom|mother|dad|father|friend|boss|colleague|neighbour|neighbor|kid|kids|flatmate|roommate|uncle|aunt|cousin|girlfriend|boyfriend|gran|grandma|grandpa|team|coach|teacher|doctor wants|want|wanted|is|was|has|had|did|does|says|said|told|needs|loves|likes|runs|plans|thinks|keeps|started|goes|hopes|signed|would|asked
  ^ he|she|they wants|want|wanted|is|was|were|are|has|had|did|does|says|said|told|needs|loves|likes|runs|plans|thinks|keeps|started|goes|would|asked
`);
const WAS = phrases(`
  ^ i used to  ^ the|my|our|this|it|that * was|were|got|went|had  ^ it|that|this|there was|were  ^ i|we was|were|had|went|ran|felt|saw|met|wanted|forgot to|tried|meant|thought|dreamt|dreamed|wished|planned
  ^ i|we should|could|would have  ^ yesterday|last
`);
const MIGHT = phrases(
  `^ what if  ^ what happens|would|if if?  ^ should i  ^ if i|we|you  ^ imagine  ^ suppose  ^ i wonder  ^ let us say  would it be  ^ hypothetically`,
);

/** Whether the request only tells something. `me` in it asks after all: "my wife says remind me". */
export function isHearsay({ words, text }: Heard): boolean {
  if (isQuoted(text)) return true;
  if (/\bremind me\b/.test(words.join(' ')) && !MIGHT(words)) return false;
  return OTHERS(words) !== null || WAS(words) !== null || MIGHT(words) !== null || isPast(words);
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

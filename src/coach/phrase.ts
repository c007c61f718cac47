// The words of a goal as a short phrase that can stand as a title:
// "I'd love to finally be juggling 3 balls" → "Juggle 3 balls".
import nlp from 'compromise';
import { capital } from './capital.ts';
import { cutTo } from '../kernel/shorten.ts';

/**
 * At most 60 characters, first letter large, "my" turned into "your"; empty where nothing is left.
 * @param rest may hold "|" for what was taken out
 */
export function phraseOf(rest: string): string {
  const wish =
    /\b(?:I(?:'d| would)?|and)(?: (?:really|also|finally|just))* (?:want|like|love|need|hope|wish|plan) (?:to )?(?=\w)/i.exec(
      rest,
    );
  const pieces = (wish ? rest.slice(wish.index) : rest).split(/\||[.;!?\n]+(?: |$)/).map(bare);
  const piece = pieces.find((text) => /\p{L}{3,}/u.test(text)) ?? '';
  return capital(shorten(toYou(toInfinitive(piece))));
}

const LEADS = [
  /^(?:hi|hello|hey|ok(?:ay)?|so|well|please|and|but|then|also|or|finally|maybe|yes|no|actually|really|just)\b[, ]*/i,
  /^(?:there|coach|flux)\b[,! ]+/i,
  /^(?:can|could|would|will) you (?:please )?/i,
  /^(?:please )?(?:help me(?: to| with)?|support me (?:in|with)|make (?:me )?a plan (?:for me )?(?:to|for))\b/i,
  /^(?:i(?:'d|'m|'ve| would| am| have|'ll| will)? )(?:(?:really|finally|also|just|always|only|so|now|very much|gonna) )*(?:(?:want|wanted|like|love|need|wish|hope|plan|aim|intend|try|trying|tried|decided|decide|have|got|must|should|ought|could|can|going|looking|planning|hoping|thinking|dream|dreaming|ready|keen|determined|supposed)\b(?: (?:to|of|about|on|myself to|i could|for)\b)*)?/i,
  /^my (?:\w+ )?(?:goal|dream|plan|aim|resolution|wish|target|challenge)s?(?: for \w+)? (?:is|would be|are):? ?(?:to )?/i,
  /^(?:my )?(?:goal|wish|plan): ?/i,
  /^(?:it's|it is|its) time (?:to|for me to) /i,
  /^(?:how (?:do|can|could|should) i|i wonder how to|what about|let's|let us|let me)\b/i,
  /^(?:want to|of|to|be able to|try(?:ing)? to|manage to|get into the habit of|get in the habit of|make (?:it )?a habit (?:of|to)|finally|someday|one day)\b/i,
];

function bare(piece: string): string {
  let text = piece.replace(/^[\s,:"'()-]+|[\s,:"'()-]+$/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    for (const lead of LEADS) text = text.replace(lead, '').replace(/^[\s,:"'-]+/, '');
  }
  text =
    text.split(
      /, |: | (?:but|because|since|so that|so I|as I|which|that|although|and I|when I|while I)\b/i,
    )[0] ?? '';
  return trail(text);
}

function trail(text: string): string {
  let result = text;
  for (let before = ''; before !== result;) {
    before = result;
    result = result
      .replace(/[\s,:;.!?"'(-]+$/, '')
      .replace(
        /\b(?:by|for|and|or|about|at least|at|on|in|with|the|a|an|to|from|within|every|each|per|instead|please|during|until|before|after|of|only|rather)$/i,
        '',
      );
  }
  return result;
}

function toInfinitive(text: string): string {
  const [first = '', ...others] = text.split(' ');
  if (
    !/^[a-z]{2,}ing$/i.test(first) ||
    /^(?:thing|something|anything|everything|evening|morning|spring|string|ring|king|wedding|building|painting|bring|sing|swing|cling|fling|sling|sting|wing)s?$/i.test(
      first,
    )
  )
    return text;
  const verb = nlp(first.toLowerCase());
  verb.tag('Gerund');
  const infinitive = verb.verbs().toInfinitive().text();
  return infinitive ? [infinitive, ...others].join(' ') : text;
}

const YOU: ReadonlyMap<string, string> = new Map([
  ['my', 'your'],
  ['mine', 'yours'],
  ['myself', 'yourself'],
  ['me', 'you'],
  ['i', 'you'],
  ["i'm", "you're"],
  ["i've", "you've"],
  ['am', 'are'],
]);

function toYou(text: string): string {
  return text.replace(
    /\b(?:i'm|i've|my|mine|myself|me|i|am)\b/gi,
    (word) => YOU.get(word.toLowerCase()) ?? word,
  );
}

function shorten(text: string): string {
  if (text.length <= 60) return text;
  const cut = cutTo(text, 60);
  return trail(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut);
}

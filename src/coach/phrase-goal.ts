// The words of a goal as a short phrase that can stand as a title: "I'd love to be juggling 3 balls" is "Juggle 3
// balls".
import nlp from 'compromise';

const MOST = 56;

/**
 * At most 56 characters, first letter large, "my" turned into "your"; empty where no title is in it. `rest`: "|" for
 * what was taken out.
 */
export function phraseGoal(rest: string): string {
  const wish =
    /\b(?:I(?:'d| would)?|and)(?: (?:really|also|finally|just))* (?:want|like|love|need|hope|wish|plan) (?:to )?(?=\w)/i.exec(
      rest,
    );
  const pieces = (wish ? rest.slice(wish.index) : rest).split(/\||[.;!?\n]+(?: |$)/).map(bare);
  const piece = pieces.find((text) => /\p{L}{3,}/u.test(text)) ?? '';
  const phrase = spellLarge(shorten(toYou(toInfinitive(piece))));
  return isTitle(phrase) ? phrase : '';
}

const LEADS = [
  /^(?:hi|hello|hey|ok(?:ay)?|so|well|please|and|but|then|also|or|finally|maybe|yes|no|actually|really|just|plus|there|coach|flux|dear|um|uh)\b[,! ]*/i,
  /^(?:can|could|would|will) you (?:please )?/i,
  /^(?:not to|keep forgetting|forgetting|always forget)\b/i,
  /^(?:please )?(?:help me(?: to| with)?|support me (?:in|with)|make (?:me )?a plan (?:for me )?(?:to|for)|set (?:me )?up (?:a goal|a plan) (?:to|for))\b/i,
  /^(?:i(?:'d|'m|'ve|'ll| would| am| have| will)? |we )(?:(?:really|finally|also|just|always|only|so|now|very much|gonna|desperately) )*(?:(?:want|wanted|like|love|need|wish|hope|plan|aim|intend|try|trying|tried|decided|decide|have|got|must|should|ought|could|can|going|looking|planning|hoping|thinking|dream|dreaming|ready|keen|determined|supposed)\b(?: (?:to|of|about|on|myself to|i could|for)\b)*)?/i,
  /^(?:my )?(?:\w+ )?(?:goals?|dream|plan|aim|resolution|wish|target|challenge)(?: for \w+)?(?: is| would be| are|:) ?(?:to )?/i,
  /^(?:it's|it is|its) time (?:to|for me to) /i,
  /^(?:how (?:do|can|could|should) i|i wonder how to|what about|let's|let us|let me|if possible|would be (?:nice|great) to)\b/i,
  /^(?:want to|want|need to|of|to|be able to|try(?:ing)? to|manage to|get into the habit of|get in the habit of|make (?:it )?a habit (?:of|to)|someday|one day|again|some)\b/i,
];

function bare(piece: string): string {
  let text = piece.replace(/^[\s,:"'()+&-]+|[\s,:"'()+&-]+$/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    for (const lead of LEADS) text = text.replace(lead, '').replace(/^[\s,:"'+&-]+/, '');
  }
  return trail(
    text.split(
      /, |: | \(| - | (?:but|because|since|so that|so I|as I|which|although|and I|when I|while|if|unless|in order)\b/i,
    )[0] ?? '',
  );
}

const TRAILING =
  /(?:^|\s)(?:by|for|and|or|about|at least|at|on|in|with|the|a|an|to|from|within|every|each|per|instead|please|pls|during|until|till|before|after|of|only|rather|starting|beginning|start|over|around|this|next|between|except|not|no|never|but|thanks|thank you|asap|again|session|sessions|times?|for once|once|max|i|is|my|your|that)$/i;

function trail(text: string): string {
  let result = text;
  for (let before = ''; before !== result;) {
    before = result;
    result = result.replace(/[\s,:;.!?"'(+&-]+$/, '').replace(TRAILING, '');
  }
  return result;
}

const NO_GERUND =
  /^(?:thing|something|anything|everything|nothing|evening|morning|spring|string|ring|king|wedding|building|bring|sing|swing|cling|sling|sting|wing|being|beijing)s?$/i;

function toInfinitive(text: string): string {
  const [first = '', ...others] = text.split(' ');
  if (!/^[a-z]{2,}ing$/i.test(first) || NO_GERUND.test(first)) return text;
  const verb = nlp(first.toLowerCase());
  verb.tag('Gerund');
  const infinitive = verb.verbs().toInfinitive().text();
  return infinitive ? [infinitive, ...others].join(' ') : text;
}

const YOU = new Map([
  ['my', 'your'],
  ['mine', 'yours'],
  ['myself', 'yourself'],
  ['me', 'you'],
  ['our', 'your'],
]);

const toYou = (text: string): string =>
  text.replace(/\b(?:myself|mine|our|my|me)\b/gi, (word) => YOU.get(word.toLowerCase()) ?? word);

function shorten(text: string): string {
  if (text.length <= MOST) return text;
  const cut = text.slice(0, MOST).toWellFormed();
  return trail(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : '');
}

const NAMES =
  /\b(?:spanish|french|german|italian|portuguese|dutch|swedish|norwegian|danish|finnish|polish|czech|russian|ukrainian|greek|turkish|arabic|hebrew|persian|hindi|urdu|mandarin|chinese|japanese|korean|vietnamese|thai|latin|irish|welsh|english|python|javascript|excel|christmas|easter)\b/gi;

/** The first letter, and languages. */
function spellLarge(text: string): string {
  const named = text.replace(NAMES, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return named.charAt(0).toUpperCase() + named.slice(1);
}

const NO_TITLE =
  /\b(?:you|i|is|are|was|have|has|am|things?|it|this|that|there|always|don't|can't|too|there's|it's|feel|be|want|need|please|would|could|should)\b|^(?:More|Better|The|A|An|In|With|For|By|On|At|No|Not|Because|Some|Every|Each|Off|Out|Up|As|If|Without|From|Than|Less)\b|[^\p{L}\p{N} '&%+.$€£/-]|\d{5,}|-\w+_|_/iu;

const WEAK =
  /^(?:spend|do|have|get|make|keep|take|go|be|start|use|find|give|put|try|begin|practi[sc]e|learn|study|finish|train|improve|call|build|prepare|set|check|plan|work|eat|drink|save|lose|quit|stop)$/i;

const isTitle = (phrase: string): boolean =>
  !WEAK.test(phrase) &&
  phrase.length >= 4 &&
  phrase.split(' ').length <= 10 &&
  /\p{L}{3}/u.test(phrase) &&
  !NO_TITLE.test(phrase.replace(/thank[- ]you/i, 'thanks'));

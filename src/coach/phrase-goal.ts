// The words of a goal as a short phrase that can stand as a title: "I'd love to be juggling 3 balls" is "Juggle 3
// balls".
import nlp from 'compromise';

/** A title of a plan holds no more. */
const MOST = 60;
const MOST_WORDS = 10;

/**
 * The wish in words, and its title: at most 60 characters, first letter large, "my" turned into "your"; both empty
 * where no title is in it. `rest`: "|" for what was taken out.
 */
export function phraseGoal(rest: string): { phrase: string; wish: string } {
  const plain = written(rest);
  const wish =
    /\b(?:I(?:'d| would| should)?|and)(?: (?:really|also|finally|just))* (?:want|like|love|need|hope|wish|plan|wanna|promised(?: \w+)?) (?:to )?(?=\w)|\bI (?:have to|must) (?=(?:finish|complete|pass|revise|learn|write|read|prepare)\b)|\bI(?:'m| am) (?:looking|hoping|trying|planning|aiming) to (?=\w)|\b(?:advised|told|asked) me to (?=\w)/i.exec(
      plain,
    );
  // Where the words of wishing lead to no title, one may stand before them.
  let act = '';
  for (const part of wish ? [plain.slice(wish.index), plain] : [plain]) {
    const pieces = part
      .split(/\||[.;!?\n]+(?: |$)/)
      .map(bare)
      .filter((text) => /\p{L}{2,}/u.test(text));
    // Behind a first piece that is no title only one that says what to do can be.
    for (const [index, piece] of pieces.slice(0, 3).entries()) {
      const said = toYou(toInfinitive(asOrder(piece)));
      const phrase = spellLarge(shorten(said));
      if (isTitle(phrase) && (index === 0 || DOES.test(phrase)))
        return {
          phrase: act === '' ? phrase : phrase.replace(/^(?:Do|Take|Sit)(?= )/, `${act} for`),
          wish: said,
        };
      if (/^(?:Revise|Study|Train|Practi[sc]e)$/.test(phrase)) act = phrase;
    }
  }
  return { phrase: '', wish: '' };
}

const DOES =
  /^(?:learn|study|practi[sc]e|read|write|run|swim|cycle|walk|train|finish|build|make|get|cook|clean|prepare|revise|pass|save|lose|quit|stop|no|play|draw|paint|knit|meditate|sleep|eat|drink|call|visit)\b/i;

/** Fillers out, short forms written out, a word that was said twice said once. */
const written = (text: string): string =>
  text
    .replace(
      /,? ?\b(?:(?:so )?help me god|god help me|god willing|fingers crossed|at \d\d(?= god| and i\b|,))(?=[ ,.;!]|$)/gi,
      ',',
    )
    .replace(/\bget me (?!to\b|in|through|out|off|up|on\b|back)/gi, 'get ')
    .replace(/\b(?:u+m+|u+h+|e+r+m*|idk|lol|tbh|ngl|haha|pls|plz|please|thx|innit|kinda|sorta)\b[, ]*/gi, '')
    .replace(/(?<= )w\/? (?=\p{L})/giu, 'with ')
    .replace(/(?<= )n (?=\p{L})/giu, 'and ')
    .replace(/\b(\p{L}+) \1\b/giu, '$1');

const LEADS = [
  /^(?:hi|hello|hey|ok(?:ay)?|so|well|right|please|and|but|then|also|or|finally|maybe|yes|no(?=,| (?:i|we)\b)|actually|really|just|plus|there|(?:coach|flux)(?=[,:!])|dear|kindly|oh)\b[,! ]*/i,
  /^(?:i )?(?:fancy|am fixin'? to|fixin'? to)(?= \w)/i,
  /^(?:i )?(?:teach me(?: how)?(?: to)?)(?= \w)/i,
  /^(?:advised|told|asked) me to\b/i,
  /^what i (?:really )?(?:want|need) (?:is )?(?:to )?/i,
  /^(?:(?:my |a |the )?(?:new|next|another) (?:one|goal|thing|plan|habit)|good (?:morning|afternoon|evening|day))\b(?: (?:is|would be))?[,:!]*(?: to\b)?/i,
  /^(?:can|could|would|will) you (?:please )?/i,
  /^(?:not to|keep forgetting|forgetting|always forget)\b/i,
  /^(?:help me(?: to| with)?|support me (?:in|with)|make (?:for )?(?:me )?(?:a |the |my )?plan (?:for me )?(?:to|for)|set (?:me )?up (?:a goal|a plan) (?:to|for))\b/i,
  /^(?:i(?:'d|'m|'ve|'ll| would| should| am| have| will)? |we )(?:(?:really|finally|also|just|always|only|so|now|very much|gonna|desperately) )*(?:(?:want|wanna|wanted|like|love|need|wish|hope|plan|aim|intend|promised|try|trying|tried|decided|decide|have|got|must|should|ought|could|can|going|looking|planning|hoping|thinking|dream|dreaming|ready|keen|determined|supposed)\b(?: (?:to|of|about|on|myself to|i could|for)\b)*)?/i,
  /^(?:for|because of) my \S+,? (?=i\b)/i,
  /^(?:should|would) (?:really )?(?:like|love) to\b/i,
  /^(?:(?:i )?(?:figure|reckon|guess)|maybe)\b(?: (?:i|we)(?:'ll| will| might| could| should)?\b)?/i,
  /^(?:(?:my|the|our) \w+|nurse|doctor|doc|gp|physio|dentist|midwife|coach) (?:has )?(?:says?|said|told me|wants me|recommend(?:s|ed)|suggest(?:s|ed)|advised?|prescribed|reckons)\b(?: (?:that|to do|to|i (?:should|need to|must|have to)(?: do)?|me to(?: do)?)\b)*/i,
  /^(?:my )?(?:\w+ )?(?:goals?|dream|plan|aim|resolution|wish|target|challenge)(?: for \w+)?(?: is| would be| are|:) ?(?:to )?/i,
  /^(?:it's|it is|its) time (?:to|for me to) /i,
  /^(?:how (?:do|can|could|should) i|i wonder how to|what about|let's|let us|let me|if possible|would be (?:nice|great) to)\b/i,
  /^(?:want to|wanna|want|need to|need(?= (?:the|my|our) )|of|to|be able to|be(?= \w+ing\b)|try(?:ing)? to|going to|gonna|hoping to|aiming to|looking to|manage to|get into the habit of|get in the habit of|make (?:it )?a habit (?:of|to)|someday|one day|again|some)\b/i,
];

/** Another clause begins: a reason, a condition, an end, what is told besides. */
const CUT = new RegExp(
  [
    ', ',
    ': ',
    ' \\(',
    ' - ',
    " (?:but|because|cos|coz|cuz|'?cause|since|so that|so (?:i|we|it|he|she|they|\\d+)|as (?:i|we|it)|which|who|that's|thats|although|though|(?:and|then) (?:i|we|it|he|she|they|my|there)|(?:when(?:ever)?|while)(?= (?:i|we|it|he|she|they|my|the|our|there)\\b)|if|unless|until|till|in order to|instead of|rather than|in time for|ahead of|now|once|where|given that|starting|let's say)\\b",
    " (?:i|we|he|she|they|it|there)(?:'s|'m|'ve|'d|'ll|s|m)? (?:am|is|are|was|were|have|has|had|can|could|want|need|do|don't|got|will|would|already|currently|know|work)\\b",
    ' (?:(?:my|the|our) \\w+|nurse|doctor|doc|gp|physio|dentist) (?:says|said|recommends|told)\\b',
    " (?:it'?s|on)$",
    ' as an? \\d+\\b',
    ' before (?=\\p{L})',
    ' (?<!\\b(?:look|looks|looking|take|taking|named|back) )after (?=\\p{L})',
    " by (?=(?:my|our|his|her|their|end|mid|early|late|next|(?:\\p{L}+'s|\\p{L}+s) (?:day|wedding|birthday|party|\\d)|the (?:end|time|start|beginning|summer|winter|new|middle)|(?:summer|winter|spring|autumn|fall|lent|ramadan|eid|diwali|payday|thanksgiving|graduation|retirement|parkrun|term|then))(?!\\p{L}))",
  ].join('|'),
  'iu',
);

function bare(piece: string): string {
  let text = piece.replace(/^[\s,:"'()+&-]+|[\s,:"'()&-]+$/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    for (const lead of LEADS) text = text.replace(lead, '').replace(/^[\s,:"'+&-]+/, '');
  }
  return trail(text.split(CUT)[0] ?? '');
}

const TRAILING =
  /(?:^|\s)(?:by|for|and|or|about|at least|at|on|in|with|the|a|an|to|from|within|every|each|per|instead|please|pls|during|until|till|before|after|of|only|rather|starting|beginning|start|over|around|this|next|between|except|not|no|never|but|thanks|thank you|asap|again|session|sessions|(?<=(?:each|every|per|a|one|this|next|first|last|\d+) )times?|for once|once|max|i|is|my|our|your|that|without|than|like|maybe|so|currently)$/i;

/** How often is said of the plan and not in its title. */
const OFTEN =
  /\s(?:every|each) (?:single )?(?:day|night|morning|evening|week|weekday|weekend|month|year)s?$/i;

function trail(text: string): string {
  let result = text;
  for (let before = ''; before !== result;) {
    before = result;
    result = result
      .replace(/(?:[\s,:;.!?"'(&-]|(?<!\d)\+)+$/, '')
      .replace(TRAILING, '')
      .replace(OFTEN, '');
  }
  return result;
}

/** "The combine rebuilt", "my balance wants improving": what is to be done with it. */
function asOrder(text: string): string {
  const [, thing, doing] = /^((?:the|my|our) .+?) (?:wants|needs) (\w+ing)\b/i.exec(text) ?? [];
  if (thing && doing) return `${doing} ${thing}`;
  return DONE.test(text) ? `get ${text}` : text;
}
const DONE =
  /^(?:the|my|our|this) \S+(?: \S+){0,3} (?:\w+ed|ready|done|sorted|built|rebuilt|learnt|written|finished)$/i;

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

/** Too long a phrase loses its last parts: "… with my grandchildren", "… on the lead". */
function shorten(text: string): string {
  let short = text;
  while (short.length > MOST || short.split(' ').length > MOST_WORDS) {
    const [part] =
      /^.+(?= (?:for|with|without|on|in|at|from|through|using|about|into|to|of|and)\b)/i.exec(short) ?? [];
    if (part === undefined || part.split(' ').length < 3) break;
    short = trail(part);
  }
  if (short.length <= MOST) return short;
  const cut = short.slice(0, MOST).toWellFormed();
  return trail(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : '');
}

const NAMES =
  /\b(?:spanish|french|german|italian|portuguese|dutch|swedish|norwegian|danish|finnish|polish|czech|russian|ukrainian|greek|turkish|arabic|hebrew|persian|hindi|urdu|mandarin|chinese|japanese|korean|vietnamese|thai|latin|irish|welsh|english|python|javascript|excel|christmas|easter|ramadan|diwali|january|february|april|june|july|august|september|october|november|december)\b/gi;

/** The first letter, and languages. */
function spellLarge(text: string): string {
  const named = text.replace(NAMES, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return named.charAt(0).toUpperCase() + named.slice(1);
}

const NO_TITLE =
  /\bdays off\b|\b(?:you|i|is|are|was|have(?! (?:the|your|an?)\b)|has|am|things?|it|this|that|there|always|don't|can't|too|there's|it's|feel|want|need|please|would|could|should)\b|(?<!^)\bbe\b|^(?:Better|The|A|An|In|With|For|By|On|At|Not|Because|Some|Every|Each|Off|Out|Up|As|If|Without|From|Than)\b|^(?:No|Less|More)$|(?<!\d):|[^\p{L}\p{N} '&%+.,:$€£₹/-]|\d{8,}|-\w+_|_/iu;

const WEAK =
  /^(?:spend|do|have|get|make|keep|take|go|be|start|use|find|give|put|try|begin|practi[sc]e|learn|study|finish|train|improve|call|build|prepare|revise|set|check|plan|work|eat|drink|save|lose|quit|stop|walk|run|swim|cycle|read|write|cook|play|sing|draw|paint|sleep|stretch|tidy|clean)$/i;

const isTitle = (phrase: string): boolean =>
  !WEAK.test(phrase) &&
  phrase.length >= 4 &&
  phrase.split(' ').length <= 10 &&
  /\p{L}{3}/u.test(phrase) &&
  !NO_TITLE.test(phrase.replace(/thank[- ]you/i, 'thanks'));

// What of a message looks like times, amounts, negations or conditions and has been read by nobody.
import type { Reading, Token, Unread } from './facts.ts';
import { MONTHS, ORDINALS, WEEKDAYS } from './words.ts';

const TIME = new Set(
  `half quarter minute minutes hour hours day days week weeks month months year years fortnight weekend weekends weekday
  weekdays morning mornings afternoon afternoons evening evenings night nights noon midday midnight today tomorrow
  yesterday tonight daily weekly monthly fortnightly yearly annually pm oclock lunchtime bedtime every each twice once
  before after until during between except since later earlier sooner soon asap ago christmas easter birthday ramadan eid
  diwali hanukkah spring summer autumn winter term holidays eod eow payday`
    .split(/\s+/)
    .concat(
      WEEKDAYS,
      WEEKDAYS.map((word) => `${word}s`),
      MONTHS.filter((word) => word !== 'may' && word !== 'march'),
    ),
);
const NEGATION = new Set('not no never none nothing without neither nor nobody skip'.split(' '));
const CONDITION = new Set(
  'if unless except only but instead depending when whenever provided otherwise except rather'.split(' '),
);

/** The stretches of such words, in the order of the text; neighbours of one sort stand together. */
export function unread({ text, tokens }: Reading): Unread[] {
  const found: Unread[] = [];
  let isNeighbour = false;
  for (const [index, token] of tokens.entries()) {
    const why =
      token.claimedBy === null ? whyHot(token, tokens[index - 1]?.word, tokens[index + 1]?.word) : null;
    const last = found.at(-1);
    if (why !== null && isNeighbour && last?.why === why) {
      last.to = token.to;
      last.text = text.slice(last.from, last.to);
    } else if (why !== null) {
      const from = startOfWord(text, token.from);
      found.push({ from, to: token.to, text: text.slice(from, token.to), why });
    }
    isNeighbour = why !== null;
  }
  return found;
}

/** "don't" is shown as a whole, not as its "'t". */
function startOfWord(text: string, from: number): number {
  let start = from;
  while (
    start > 0 &&
    /[\p{L}'’]/u.test(text.slice(start - 1, start + 1)) &&
    /[\p{L}'’]/u.test(text[start - 1]!)
  )
    start--;
  return start;
}

function whyHot(
  { word, number }: Token,
  before: string | undefined,
  after: string | undefined,
): Unread['why'] | null {
  // "My 18th" counts a birthday.
  if (number !== null && /^(st|nd|rd|th)$/.test(after ?? '')) return null;
  if ((number !== null && word !== 'one') || (/^\d/.test(word) && word.length < 20)) return 'number';
  if (NEGATION.has(word)) return 'negation';
  if (CONDITION.has(word)) return 'condition';
  if (before === 'good' || before === 'new' || (before === 'at' && word === 'once')) return null;
  return TIME.has(word) || (ORDINALS.has(word) && word !== 'last') ? 'time' : null;
}

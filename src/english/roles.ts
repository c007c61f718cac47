// What the words in front of a value, and some behind it, make of it: from, until, by, except, instead of, each, about.
import type { Fact, Role } from './facts.ts';
import { BACKS, FRONTS, type Front } from './role-words.ts';
import { FUNCTION_WORDS } from './words.ts';

/** "not after 8", where the value brings its "after" along. */
const TURNED = new Map<Role, Role>([
  ['before', 'from'],
  ['after', 'until'],
  ['until', 'from'],
]);
const COUNTED = new Set(['amount', 'length', 'rhythm', 'span', 'number']);

/** A chosen value with its tokens, `start` included and `end` excluded. */
export interface Placed {
  start: number;
  end: number;
  fact: Omit<Fact, 'from' | 'to'>;
  /** A "not" has turned its "before" or "after" round. */
  isTurned?: boolean;
  /** What stands behind it has made it an exception: "24th and 25th off". */
  isBack?: boolean;
}

const ARTICLES = new Set(['the', 'a', 'an', 'my', 'our']);

const findFront = (
  words: string[],
  isTaken: (index: number) => boolean,
  placed: Placed,
  gap: number,
): Front | undefined =>
  FRONTS.find(
    (one) =>
      !(gap > 0 && one.about) &&
      fits(words, isTaken, placed.start - gap - one.words.length, one.words) &&
      suits(one, placed),
  );

/** Takes the words around the value in, as far as no other value has them. */
export function readRoles(words: string[], isTaken: (index: number) => boolean, placed: Placed): void {
  const said = words.slice(placed.start, placed.end);
  let reach = 3;
  while (reach-- > 0) {
    const article = ARTICLES.has(words[placed.start - 1] ?? '') && !isTaken(placed.start - 1) ? 1 : 0;
    const front =
      findFront(words, isTaken, placed, 0) ?? (article ? findFront(words, isTaken, placed, 1) : undefined);
    if (!front) break;
    placed.start -= front.words.length + (words[placed.start - 1] === front.words.at(-1) ? 0 : article);
    if (isBeginning(words, placed)) break;
    if (front.role === 'except' && words[placed.start - 1] === 'why') break;
    const turned = front.role === 'except' ? TURNED.get(placed.fact.role) : undefined;
    if (front.role === 'except' && placed.fact.role === 'only') placed.fact.role = 'at';
    else if (front.role === 'from' && /^(after|before)$/.test(placed.fact.role)) continue;
    else if (turned) Object.assign(placed, { isTurned: true }).fact.role = turned;
    else if (front.role && !(placed.fact.role !== 'at' && front.role === 'at')) placed.fact.role = front.role;
    if (front.about) placed.fact.about = true;
    if (front.bound) placed.fact.bound = front.bound;
  }
  if (placed.fact.role === 'from' && placed.fact.value.kind === 'clock_range') placed.fact.role = 'at';
  // "Before the end of June": its last day is one of those that are meant.
  const isEnd = /^dates?$/.test(placed.fact.value.kind) && said.some((word) => /^end(ing)?$/.test(word));
  if (placed.fact.role === 'before' && isEnd) placed.fact.role = 'by';
  const isOfDays = /^(days|dates?|part)$/.test(placed.fact.value.kind);
  const back = BACKS.find(
    (one) =>
      fits(words, isTaken, placed.end, one.words) &&
      words[placed.end + 1] !== 'of' &&
      !(one.isOfDays && (!isOfDays || placed.fact.role !== 'at')),
  );
  if (isNoBehind(words, placed))
    Object.assign(placed, { end: placed.end + 1, isBack: true }).fact.role = 'except';
  if (back?.words[0] === 'on' && placed.fact.role !== 'from') return;
  if (!back || (back.mark.bound && !COUNTED.has(placed.fact.value.kind))) return;
  placed.end += back.words.length;
  if (back.isOfDays) placed.isBack = true;
  Object.assign(placed.fact, back.mark);
}

/** "Weekend no because …", "first Saturday of the month no": the "no" stands behind its days. */
function isNoBehind(words: string[], { end, fact }: Placed): boolean {
  const { value, role } = fact;
  const isNamed = value.kind === 'days' || (value.kind === 'rhythm' && value.days.length > 0);
  return (
    isNamed &&
    role === 'at' &&
    words[end] === 'no' &&
    /^(?:because|cos|as|but|and|since|so|[,.;!?)-])?$/.test(words[end + 1] ?? '')
  );
}

/** "Mocks start 11 January": what begins there is an event, and no plan. */
function isBeginning(words: string[], { start, fact }: Placed): boolean {
  if (!/^(start|starts|begin|begins)$/.test(words[start]!) || !/^dates?$/.test(fact.value.kind)) return false;
  if (fact.value.kind === 'date' && fact.value.day !== null) return false;
  const before = words[start - 1] ?? '';
  return /^\p{L}{3,}$/u.test(before) && !FUNCTION_WORDS.has(before);
}

/** "up to 45 min" bounds an amount, "up to Friday" ends a stretch; "nothing for three weeks" leaves no weeks out. */
function suits(front: Front, { fact }: Placed): boolean {
  const isCounted = COUNTED.has(fact.value.kind);
  const [word = ''] = front.words;
  if (front.bound)
    return (isCounted || fact.value.kind === 'part') && !(word === 'over' && fact.value.kind === 'span');
  if (/^(starts|begins)$/.test(word)) return /^dates?$/.test(fact.value.kind);
  if (word === 'less' && front.role && fact.value.kind !== 'rhythm') return false;
  if (front.role === 'except' && fact.value.kind === 'rhythm') return word !== 'no' && word !== 'nothing';
  if (front.role === 'except' && isCounted) return word === 'not' || word === 'except';
  if (word === 'some' || word === 'like') return isCounted;
  if (front.about) return isCounted || /^(clock|date|offset)/.test(fact.value.kind);
  return front.role === 'for' || !isCounted || !/^(up|over)$/.test(word);
}

function fits(
  words: string[],
  isTaken: (index: number) => boolean,
  start: number,
  wanted: string[],
): boolean {
  if (start < 0) return false;
  return wanted.every((word, index) => words[start + index] === word && !isTaken(start + index));
}

// What the words in front of a value, and some behind it, make of it: from, until, by, except, instead of, each, about.
import type { Fact, Role } from './facts.ts';

interface Front {
  words: string[];
  role?: Role;
  about?: true;
  bound?: 'least' | 'most';
}

const fronts = (role: Role, phrases: string): Front[] =>
  phrases.split(',').map((phrase) => ({ words: phrase.trim().split(' '), role }));
const bounds = (bound: 'least' | 'most', phrases: string): Front[] =>
  phrases.split(',').map((phrase) => ({ words: phrase.trim().split(' '), bound }));

/** Longer ones first, as they are tried. */
const FRONTS: Front[] = [
  ...fronts('at', 'at, on, in, during, over, this, @'),
  ...fronts(
    'from',
    'from, starting, starting from, starting on, starting at, start, start on, start at, start from, beginning, as of, as from, since',
  ),
  ...fronts(
    'from',
    'not before, no earlier than, not earlier than, never before, not until, any time after, anytime after, begin, begin on',
  ),
  ...fronts(
    'until',
    'until, up until, up to, not after, not past, no later than, not later than, never after, through, ending, ending at, finish by',
  ),
  ...fronts('by', 'by, due, due on, due by, before the end of, in time for'),
  ...fronts('before', 'before, ahead of'),
  ...fronts('after', 'after, following'),
  ...fronts('to', '>to'),
  ...fronts('instead', 'instead of, >from, rather than, in place of, not at'),
  ...fronts(
    'except',
    'anything but, everything but, everything except, anything except, any time but, anytime but, all but, except, except on, except for, except in, apart from, aside from, bar, but not, but not on, but not in, not, not on, not in, no, never, never on, never in, other than, excluding, without, skip, skipping, but never on, just not, just not on, nothing, nothing on, none, none on, unless on, less, minus',
  ),
  ...fronts('for', 'for, lasting, for the next, over the next, the next, next, for the first'),
  ...fronts('only', 'only, only on, only in, just on, only at'),
  ...bounds(
    'least',
    'at least, min, minimum, a minimum of, longer than, more than, over, no less than, not less than',
  ),
  ...bounds(
    'most',
    'at most, max, maximum, a maximum of, never longer than, no longer than, not longer than, never more than, shorter than, less than, under, no more than, not more than, up to',
  ),
  ...['about', 'around', 'roughly', '~', 'approx', 'some', 'like'].map((word) => ({
    words: [word],
    about: true as const,
  })),
].toSorted((a, b) => b.words.length - a.words.length);

const BACKS: { words: string[]; mark: Partial<Fact>; isOfDays?: true }[] = [
  { words: ['a', 'time'], mark: { role: 'each' } },
  { words: ['at', 'a', 'time'], mark: { role: 'each' } },
  { words: ['per', 'session'], mark: { role: 'each' } },
  { words: ['a', 'session'], mark: { role: 'each' } },
  { words: ['each', 'time'], mark: { role: 'each' } },
  { words: ['every', 'time'], mark: { role: 'each' } },
  { words: ['each'], mark: { role: 'each' } },
  { words: ['or', 'so'], mark: { about: true } },
  ...[
    'off',
    'excepted',
    'excluded',
    'are out',
    'is out',
    'are off',
    'is off',
    'is no good',
    'are no good',
    'not included',
  ].map((words) => ({ words: words.split(' '), mark: { role: 'except' } as const, isOfDays: true as const })),
  { words: ['instead'], mark: { role: 'to' } },
  { words: ['at', 'the', 'latest'], mark: { role: 'by' } },
  { words: ['on'], mark: { role: 'from' } },
  { words: ['onward'], mark: { role: 'from' } },
  { words: ['onwards'], mark: { role: 'from' } },
  { words: ['only'], mark: { role: 'only' } },
  { words: ['max'], mark: { bound: 'most' } },
  { words: ['tops'], mark: { bound: 'most' } },
  ...['or more', 'or longer', 'at least', 'at the least'].map((words) => ({
    words: words.split(' '),
    mark: { bound: 'least' } as const,
  })),
  ...['or less', 'or fewer', 'or shorter', 'at most', 'at the most', 'at max', 'maximum', 'no more'].map(
    (words) => ({
      words: words.split(' '),
      mark: { bound: 'most' } as const,
    }),
  ),
  ...[
    'a go',
    'at a go',
    'a pop',
    'a sitting',
    'in a sitting',
    'in one sitting',
    'at a stretch',
    'per go',
  ].map((words) => ({ words: words.split(' '), mark: { role: 'each' } as const })),
  { words: ['minimum'], mark: { bound: 'least' } },
];
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
  let reach = 3;
  while (reach-- > 0) {
    const article = ARTICLES.has(words[placed.start - 1] ?? '') && !isTaken(placed.start - 1) ? 1 : 0;
    const front =
      findFront(words, isTaken, placed, 0) ?? (article ? findFront(words, isTaken, placed, 1) : undefined);
    if (!front) break;
    placed.start -= front.words.length + (words[placed.start - 1] === front.words.at(-1) ? 0 : article);
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
  const isOfDays = /^(days|dates?)$/.test(placed.fact.value.kind);
  const back = BACKS.find(
    (one) =>
      fits(words, isTaken, placed.end, one.words) &&
      words[placed.end + 1] !== 'of' &&
      !(one.isOfDays && (!isOfDays || placed.fact.role !== 'at')),
  );
  if (back?.words[0] === 'on' && placed.fact.role !== 'from') return;
  if (!back || (back.mark.bound && !COUNTED.has(placed.fact.value.kind))) return;
  placed.end += back.words.length;
  if (back.isOfDays) placed.isBack = true;
  Object.assign(placed.fact, back.mark);
}

/** "up to 45 min" bounds an amount, "up to Friday" ends a stretch; "nothing for three weeks" leaves no weeks out. */
function suits(front: Front, { fact }: Placed): boolean {
  const isCounted = COUNTED.has(fact.value.kind);
  const [word = ''] = front.words;
  if (front.bound)
    return (isCounted || fact.value.kind === 'part') && !(word === 'over' && fact.value.kind === 'span');
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

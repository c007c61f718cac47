// Words that mean something else where they stand: "from 6 to 7" is no stretch where something is moved, and "good
// morning" no time.
import { endsClause } from './clauses.ts';

const NO_VERB_AFTER = new Set('my the a night day late early your work this that no'.split(' '));
const GREETINGS = new Set(['morning', 'afternoon', 'evening', 'night']);
const MOVES = new Set(
  'prepone move moved moving change changed shift shifted reschedule push pushed bring switch swap postpone bump put pull delay'.split(
    ' ',
  ),
);
const OWNERS = new Set(['my', 'his', 'her', 'our', 'their', 'your', "'s"]);
const COUNTED_EVENTS = new Set(
  'birthday bday anniversary floor grade century edition attempt period class form avenue street wedding'.split(
    ' ',
  ),
);
const RISES = new Set(
  'get go going getting improve raise increase grow build rise drop reduce cut lower bring double'.split(' '),
);
const NTH = /^(first|second|third|fourth|fifth|last|st|nd|rd|th)$/;
const SWAPS = new Set(['swap', 'switch', 'trade']);
/** How far behind the verb its "to" may stand, in words. */
const REACH = 12;

/** Words as patterns see them: the "to" and "from" of a move are ">to" and ">from", which no stretch takes. */
export function markWords(words: string[]): string[] {
  const marked = [...words];
  for (let index = 0; index < words.length; index++) {
    if (isCountedEvent(words, index)) marked[index] = '>th';
    // "The last working day of the month": no rule of days can say it, so nobody reads it.
    if (/^(working|business)$/.test(words[index]!) && NTH.test(words[index - 1] ?? ''))
      marked[index] = '>working';
    // "I can put in three hours" is how long, and not when.
    if (words[index] === 'in' && /^(put|fit|squeeze)$/.test(words[index - 1] ?? '')) marked[index] = '>in';
    if (RISES.has(words[index]!)) markRise(words, marked, index);
    if (/^(happy|merry)$/.test(words[index - 1] ?? '')) marked[index] = '>greeting';
    if (words[index - 1] === 'good' && GREETINGS.has(words[index]!)) marked[index] = '>greeting';
    if (!MOVES.has(words[index]!) || NO_VERB_AFTER.has(words[index - 1] ?? '')) continue;
    const end = endOf(words, index);
    const to = words.indexOf(
      SWAPS.has(words[index]!) && !words.slice(index, end).includes('to') ? 'for' : 'to',
      index,
    );
    if (to < 0 || to >= end) continue;
    marked[to] = '>to';
    const from = words.lastIndexOf('from', to);
    if (from > index) marked[from] = '>from';
  }
  return marked;
}

/** "Get from 1400 to 1600", "grow from 5 to 10": numbers, and no hours; a clock would say so. */
function markRise(words: string[], marked: string[], index: number): void {
  const from = words.slice(index, index + 5).indexOf('from');
  if (from < 1) return;
  const [first, to, last, next = ''] = words.slice(index + from + 1, index + from + 5);
  const isRise =
    [first, last].every((word) => /^\d+$/.test(word ?? '')) && to === 'to' && !/^[ap]m$/.test(next);
  if (isRise) [marked[index + from], marked[index + from + 2]] = ['>rise', '>up'];
}

/** "My 18th", "nan's 80th", "the 5th floor": no day of a month. */
function isCountedEvent(words: string[], index: number): boolean {
  if (!/^(st|nd|rd|th)$/.test(words[index]!) || !/^\d+$/.test(words[index - 1] ?? '')) return false;
  const owner = words[index - 2] ?? '';
  return (
    OWNERS.has(owner) || /^(nans|mums|moms|dads)$/.test(owner) || COUNTED_EVENTS.has(words[index + 1] ?? '')
  );
}

function endOf(words: string[], start: number): number {
  let end = start;
  while (end < words.length && end < start + REACH && !endsClause(words[end]!) && words[end] !== ',') end++;
  return end;
}

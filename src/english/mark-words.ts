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
const SWAPS = new Set(['swap', 'switch', 'trade']);
/** How far behind the verb its "to" may stand, in words. */
const REACH = 12;

/** Words as patterns see them: the "to" and "from" of a move are ">to" and ">from", which no stretch takes. */
export function markWords(words: string[]): string[] {
  const marked = [...words];
  for (let index = 0; index < words.length; index++) {
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

function endOf(words: string[], start: number): number {
  let end = start;
  while (end < words.length && end < start + REACH && !endsClause(words[end]!) && words[end] !== ',') end++;
  return end;
}

// "from 6 to 7" is a stretch of time, but not where something is moved: then it is what was and what is to be.
import { endsClause } from './clauses.ts';

const MOVES = new Set(
  'move moved moving change changed shift shifted reschedule push pushed bring switch swap postpone bump put pull delay'.split(
    ' ',
  ),
);
/** How far behind the verb its "to" may stand, in words. */
const REACH = 12;

/** Marks the "to" and "from" of a move as ">to" and ">from", which no pattern of a stretch takes for its own. */
export function markMoves(words: string[]): string[] {
  const marked = [...words];
  for (let index = 0; index < words.length; index++) {
    if (!MOVES.has(words[index]!) || words[index + 1] === 'to') continue;
    const end = endOf(words, index);
    const to = words.indexOf('to', index);
    if (to < 0 || to >= end) continue;
    marked[to] = '>to';
    const from = words.lastIndexOf('from', to);
    if (from > index) marked[from] = '>from';
  }
  return marked;
}

function endOf(words: string[], start: number): number {
  let end = start;
  while (end < words.length && end < start + REACH && !endsClause(words[end]!)) end++;
  return end;
}

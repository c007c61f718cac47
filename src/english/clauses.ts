// Where one clause of a message ends and another begins.
const ENDS = new Set(['.', ';', '!', '?', '\n', 'but']);

export const endsClause = (word: string): boolean => ENDS.has(word);

/** True where the two stand in one clause: no full stop lies between them. */
export function isOneClause(words: string[], from: number, to: number): boolean {
  return !words.slice(Math.min(from, to), Math.max(from, to)).some(endsClause);
}

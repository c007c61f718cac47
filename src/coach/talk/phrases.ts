// A small language for what people say: phrases over plain words, tried at a place or anywhere.
// `a|b` one of them · `a?` may be missing · `_` one word of any kind · `*` up to four
// `^` the beginning · `$` the end

export interface Place {
  /** Indices of words, `end` excluded. */
  start: number;
  end: number;
}

/** Finds the first of the phrases (a line each, or parted by two blanks) in plain words; null where none is. */
export function phrases(table: string): (words: readonly string[]) => Place | null {
  const sources = table
    .split(/\n| {2,}/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')
    .map(sourceOf);
  const pattern = new RegExp(`(?:${sources.join('|')})(?= |$)`, 'u');
  return (words) => {
    const match = pattern.exec(` ${words.join(' ')}`);
    if (!match) return null;
    const start = words.length === 0 ? 0 : match.input.slice(0, match.index).split(' ').length - 1;
    return { start, end: start + match[0].split(' ').length - 1 };
  };
}

function sourceOf(phrase: string): string {
  return phrase.split(/\s+/).map(stepOf).join('');
}

function stepOf(step: string): string {
  if (step === '^' || step === '$') return step;
  if (step === '_') return ' \\S+';
  if (step === '*') return '(?: \\S+){0,4}';
  const isOptional = step.length > 1 && step.endsWith('?');
  const body = (isOptional ? step.slice(0, -1) : step)
    .split('|')
    .map((word) => word.replace(/[.?+()[\]{}$^\\]/g, '\\$&'))
    .join('|');
  return isOptional ? `(?: (?:${body}))?` : ` (?:${body})`;
}

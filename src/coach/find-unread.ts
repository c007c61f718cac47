// What of a message carries meaning and was read by nobody: it is asked about, and never dropped without a word.
import { unread } from '../english/unread.ts';
import type { Taking } from './goal.ts';

const HARMLESS =
  /\b(?:never \w+(?: \w+)? before|from scratch|once and for all|for once|no longer|not so|after all|no more|any ?more|at last|not yet|no idea|instead of|rather than|in the first place|'m|'t|not|don't|without dying|once|twice|(?:two|three|four|five|six) times)\b/gi;

/** What has meaning, was not read, and does not stand in the title either. */
export function unreadIn({ reading, unused }: Taking, phrase: string): string[] {
  const harmless = [...reading.text.matchAll(HARMLESS)].map(
    ({ index, 0: words }) => [index, index + words.length] as const,
  );
  const isNegated = reading.facts.some(({ negated, role }) => negated || role === 'except');
  const open = unread(reading).filter(({ from, to, why }) => {
    if (why === 'negation' && isNegated) return false;
    // Words that join and contrast say nothing by themselves.
    if (why === 'condition' && /^(?:but|instead|rather|only)(?: |$)/i.test(reading.text.slice(from, to)))
      return false;
    return !harmless.some(([first, last]) => from >= first && to <= last);
  });
  const said = [...open, ...unused].map(({ from, to }) => ({
    from,
    text: reading.text.slice(from, to).trim(),
  }));
  const shown = phrase.toLowerCase();
  return said
    .toSorted((a, b) => a.from - b.from)
    .map(({ text }) => text)
    .filter((text) => text.length > 1 && !shown.includes(text.toLowerCase()))
    .slice(0, 4);
}

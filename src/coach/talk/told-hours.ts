// What is told of opening and closing says when, too.
import type { Fact } from '../../english/facts.ts';
import type { Piece } from './pieces.ts';

/** "They open at 8" is a morning, and "the shop shuts at 6" a deadline. */
export function ofHours(fact: Fact, { all: indices }: Piece, all: readonly string[]): Fact {
  const words = indices.map((index) => all[index]!).join(' ');
  const { value } = fact;
  // "It is there till Friday" is by when, and no rhythm.
  if (fact.role === 'until') return { ...fact, role: 'by' };
  if (value.kind !== 'clock') return fact;
  if (/\b(?:shuts?|closes?|ends?|finish(?:es)?)\b/.test(words)) return { ...fact, role: 'by' };
  if (!/\bopens?\b/.test(words)) return fact;
  return { ...fact, alternatives: [], value: { kind: 'clock', minute: value.minute % 720 } };
}

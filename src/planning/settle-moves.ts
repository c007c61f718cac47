// Many sessions that want to move at once: who can, where what stays is in the way of others.
import type { Span } from '../kernel/time.ts';

export interface Titled extends Span {
  title: string;
}

export interface WishedMove {
  id: string;
  from: Titled;
  to: Titled;
}

/** Why one stays where it is: its new time has passed, or something is there. */
export interface Stay {
  id: string;
  reason: 'past' | 'taken';
  /** Titles of what is there. */
  overlaps: string[];
}

/**
 * All that can move do, and nothing overlaps that did not before: who stays is in the way of who would come, and two
 * that stood on one time go there together. `fixed` is what does not move; nothing goes before `earliestMs`. In order
 * of time; deterministic.
 */
export function settleMoves(
  wished: readonly WishedMove[],
  fixed: readonly Titled[],
  earliestMs: number,
): { moves: WishedMove[]; stays: Stay[] } {
  const sorted = wished.toSorted((a, b) => a.to.startMs - b.to.startMs || a.id.localeCompare(b.id));
  const stays: Stay[] = sorted
    .filter(({ to }) => to.startMs < earliestMs)
    .map(({ id }) => ({ id, reason: 'past', overlaps: [] }));
  for (;;) {
    const staying = new Set(stays.map(({ id }) => id));
    const moves = sorted.filter(({ id }) => !staying.has(id));
    const standing = [...fixed, ...sorted.filter(({ id }) => staying.has(id)).map(({ from }) => from)];
    const blocked = firstBlocked(moves, standing);
    if (!blocked) return { moves, stays };
    stays.push(blocked);
  }
}

function firstBlocked(moves: readonly WishedMove[], standing: readonly Titled[]): Stay | null {
  for (const [index, { id, from, to }] of moves.entries()) {
    const apart = moves.slice(0, index).filter((move) => !overlap(move.from, from));
    const before = apart.map((move) => move.to);
    const overlaps = [...standing, ...before].filter((other) => overlap(other, to));
    if (overlaps.length > 0) return { id, reason: 'taken', overlaps: overlaps.map(({ title }) => title) };
  }
  return null;
}

const overlap = (a: Span, b: Span): boolean => a.startMs < b.endMs && b.startMs < a.endMs;

// A plan in words, for a conversation. What changed is said from the difference of the drafts, and nothing else is
// claimed.
import { sayChanges } from '../planning/say-changes.ts';
import type { DraftView } from './read-goal.ts';

/** Its summary, what it changes, and what stands in its way. */
export function planText({ content, changes }: Pick<DraftView, 'content' | 'changes'>): string {
  return [
    content.summary,
    ...(changes?.is_changed ? [sayChanges(changes)] : []),
    ...content.conflicts.map((conflict) => `• ${conflict.message}`),
  ].join('\n');
}

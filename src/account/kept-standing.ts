// Answers of the database that somebody may come in, kept for a minute: a client comes with the same token again and
// again. What is kept is thrown out when the database tells that it has ended.
import { LRUCache } from 'lru-cache';
import { Counter } from 'prom-client';
import { registry } from '../kernel/metrics.ts';
import type { Notifications } from '../kernel/notifications.ts';

/** Where triggers of the database tell whose session, key or membership has ended, or changed. */
export const STANDING_ENDED = 'standing_ended';

export interface KeptStanding<Answer> {
  /** Undefined: the database has to be asked. */
  recall(credential: string): Answer | undefined;
  /**
   * To be called before it is asked: what is told meanwhile may be about the answer, and then it is not kept. A refusal
   * is not to be kept.
   */
  asking(): (credential: string, granted: Granted<Answer>) => void;
}

interface Granted<Answer> {
  userId: string;
  answer: Answer;
  /** Until it ends by itself. */
  holdsMs: number;
}

const MOST_KEPT = 10_000;
const KEPT_MS = 60_000;

/**
 * An answer counts only while it is proven that all has been heard that was committed until 75 ms ago. So a connection
 * that is lost, or hangs, lets nobody in for longer than that: everybody is asked for, as if nothing was kept.
 */
export function keepStanding<Answer>(endings: Notifications): KeptStanding<Answer> {
  const kept = new LRUCache<string, { userId: string; answer: Answer; untilMs: number }>({ max: MOST_KEPT });
  endings.hear((userId) => {
    if (userId === null) return kept.clear();
    for (const [credential, one] of kept.entries()) if (one.userId === userId) kept.delete(credential);
  });

  const recall = (credential: string): Answer | undefined => {
    const areHeard = endings.areHeard();
    const known = kept.get(credential);
    if (!known || !areHeard) return undefined;
    if (known.untilMs > performance.now()) return known.answer;
    kept.delete(credential);
    return undefined;
  };

  return {
    recall: (credential) => {
      const answer = recall(credential);
      checks.inc({ answered_by: answer === undefined ? 'database' : 'memory' });
      return answer;
    },
    asking: () => {
      const askedMs = performance.now();
      const { heard } = endings;
      return (credential, { userId, answer, holdsMs }) => {
        const untilMs = askedMs + Math.min(holdsMs, KEPT_MS);
        if (endings.heard !== heard || untilMs <= performance.now()) return;
        kept.set(credential, { userId, answer, untilMs });
      };
    },
  };
}

const checks = new Counter({
  name: 'flux_standing_checks_total',
  help: 'Bearers whose standing was looked at, by what knew the answer: memory or database.',
  labelNames: ['answered_by'] as const,
  registers: [registry],
});

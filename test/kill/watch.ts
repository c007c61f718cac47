// Looks all the time whether every task whose reminder is due has a ladder under way.
import { setTimeout as delay } from 'node:timers/promises';
import type { Town } from './town.ts';

export interface Watched {
  /** Tasks that had none ten minutes after their reminder was due, or after it was lost. */
  withoutLadder: Set<string>;
  /** Until some task had one. */
  longestMs: number;
}

export interface Watch {
  /** Live. */
  readonly watched: Watched;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 5000;
const AT_MOST_MS = 600_000;

/** What was written down long after its time has no ladder, and needs none. */
const DUE = `
  select 'reminder/' || t.id || '/' || t.generation as id from tasks t join profiles p using (org_id, user_id)
  where t.status in ('pending', 'rescheduled') and t.created_at < t.starts_at + interval '1 hour'
    and t.starts_at - p.reminder_lead_ms * interval '1 millisecond' < now()`;

export function watchLadders({ db, world }: Pick<Town, 'db' | 'world'>): Watch {
  const watched: Watched = { withoutLadder: new Set(), longestMs: 0 };
  const missingSince = new Map<string, number>();
  const query = `TaskQueue = '${world.taskQueue}' and ExecutionStatus = 'Running'
    and WorkflowType = 'reminderEscalation'`;
  const look = async (): Promise<void> => {
    const running = new Set<string>();
    for await (const { workflowId } of world.temporal.client.workflow.list({ query }))
      running.add(workflowId);
    const { rows } = await db.query<{ id: string }>(DUE);
    const missing = new Set(rows.map(({ id }) => id).filter((id) => !running.has(id)));
    const now = Date.now();
    for (const id of missing) {
      const since = missingSince.get(id) ?? now;
      missingSince.set(id, since);
      watched.longestMs = Math.max(watched.longestMs, now - since);
      if (now - since > AT_MOST_MS) watched.withoutLadder.add(id);
    }
    for (const id of missingSince.keys()) if (!missing.has(id)) missingSince.delete(id);
  };
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) {
      // One look that fails is made up for by the next.
      await look().catch(() => undefined);
      await delay(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    watched,
    stop: async () => {
      over.abort();
      await looking;
    },
  };
}

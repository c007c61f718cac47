// What an answer did, as "undo" and a correction find it.
import type { Did } from '../orchestrator.agent.ts';

/** With everything empty that is not given. */
export const didOf = (
  kind: Did['kind'],
  { id, title }: { id: string; title: string },
  more: Partial<Did> = {},
): Did => ({ kind, task_id: id, title, starts_local: null, was_local: null, ...more });

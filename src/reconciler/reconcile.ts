// One look at one kind, for as long as one may take, with what was seen shown to Prometheus.
import { showLook } from '../kernel/reconciler-metrics.ts';
import type { ReconcilerPorts } from './kind.ts';
import { KINDS } from './kinds.ts';
import { openPosition, sealPosition } from './sealed-position.ts';

export interface LookAt {
  /** A kind's name. */
  kind: string;
  /** Where the last look had to stop: sealed. */
  from: string | null;
}

export interface Looked {
  waiting: number;
  revived: number;
  failed: number;
  /** Where the next look goes on, sealed; null: at the beginning. */
  next: string | null;
  /** False where time was up: there is more. */
  isDone: boolean;
}

/** After this no further batch begins: whoever asked for the look asks for the next one, which goes on from there. */
const FOR_MS = 40_000;

/**
 * Harmless when repeated. Ends after the batch under way where `signal` says so. A kind that this version does not
 * know, any more or yet, has nothing waiting. Throws what PostgreSQL, Temporal or the provider cannot do.
 */
export async function reconcile(
  ports: ReconcilerPorts,
  { kind, from }: LookAt,
  signal: AbortSignal,
): Promise<Looked> {
  const found = KINDS.find(({ name }) => name === kind);
  if (!found) return { waiting: 0, revived: 0, failed: 0, next: null, isDone: true };
  const endsAt = performance.now() + FOR_MS;
  const mayGoOn = () => !signal.aborted && performance.now() < endsAt;
  const { oldestAt, ...seen } = await found.look(ports, {
    from: openPosition(ports.tokenSecret, from),
    mayGoOn,
  });
  showLook(kind, { ...seen, oldestAt });
  return { ...seen, next: sealPosition(ports.tokenSecret, seen.next) };
}

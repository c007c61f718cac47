// A worker's way to Temporal, proved before it says that it is ready: one that cannot work says why, and ends.
import { setTimeout } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { connectionOptions, type Temporal, type TemporalConfig } from './connect.ts';
import { grpcCodeOf, refusalOf } from './refusals.ts';

export interface Reaching {
  /** What must be there before a workflow can run: made on the server once it answers. Harmless when repeated. */
  prepare: () => Promise<void>;
  /** How long a server that is not there may take to come. */
  patienceMs?: number;
  /** How long it may take to be prepared: one that lets us in and then says nothing is not there. */
  answerMs?: number;
}

const PATIENCE_MS = 30_000;
const ANSWER_MS = 10_000;
const PAUSE_MS = 500;

/**
 * Looks whether the namespace is there, prepares it, and connects. Waits for a server that starts together with us.
 * Throws an Error of one sentence for one that does not answer in time, or does not let us in, and for a PEM
 * file that is no good.
 */
export async function reachTemporal(
  config: TemporalConfig,
  temporal: Temporal,
  { prepare, patienceMs = PATIENCE_MS, answerMs = ANSWER_MS }: Reaching,
): Promise<NativeConnection> {
  const endMs = performance.now() + patienceMs;
  for (;;)
    try {
      await temporal.namespaceReady();
      await temporal.client.withDeadline(Date.now() + answerMs, prepare);
      return await NativeConnection.connect(connectionOptions(config));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== null) throw refusal;
      if (grpcCodeOf(error) === null && !isTransportError(error)) throw error;
      if (performance.now() >= endMs)
        throw new Error('TEMPORAL_ADDRESS leads to a server that cannot be reached.', { cause: error });
      await setTimeout(PAUSE_MS);
    }
}

/** The worker's own connection gives its errors no class that could be imported. */
const isTransportError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransportError';

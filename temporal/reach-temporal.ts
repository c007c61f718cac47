// A worker's way to Temporal, proved before it says that it is ready: one that cannot work says why, and ends.
import { setTimeout } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { connectionOptions, type Temporal, type TemporalConfig } from './connect.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

/** gRPC status codes that asking again does not help with. */
const REFUSALS: Record<number, string> = {
  5: 'TEMPORAL_NAMESPACE names a namespace that this server does not have',
  7: 'Temporal does not let this login in: look at TEMPORAL_API_KEY, or at the client certificate',
  16: 'Temporal does not know this login: look at TEMPORAL_API_KEY, or at the client certificate',
};

/**
 * Connects, and looks whether the namespace is there. Waits for a server that starts together with us. Throws an Error
 * of one sentence for one that cannot be reached in time, or does not let us in; what reading a PEM file throws as it
 * is.
 */
export async function reachTemporal(
  config: TemporalConfig,
  temporal: Temporal,
  patienceMs = PATIENCE_MS,
): Promise<NativeConnection> {
  const endMs = performance.now() + patienceMs;
  for (;;)
    try {
      await temporal.namespaceReady();
      return await NativeConnection.connect(connectionOptions(config));
    } catch (error) {
      const refusal = isGrpcServiceError(error) ? REFUSALS[error.code] : undefined;
      if (refusal !== undefined) throw new Error(`${refusal}.`, { cause: error });
      if (!isGrpcServiceError(error) && !isTransportError(error)) throw error;
      if (performance.now() >= endMs)
        throw new Error('TEMPORAL_ADDRESS leads to a server that cannot be reached.', { cause: error });
      await setTimeout(PAUSE_MS);
    }
}

/** The worker's own connection gives its errors no class that could be imported. */
const isTransportError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransportError';

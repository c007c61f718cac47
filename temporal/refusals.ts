// What Temporal says to a process that it will never serve, for whoever has to set it right: asking again is no help.
import { isGrpcServiceError } from '@temporalio/client';
import type { Temporal } from './connect.ts';

/** By gRPC status code. */
const REFUSALS: Record<number, string> = {
  5: 'TEMPORAL_NAMESPACE names a namespace that this server does not have',
  7: 'Temporal refuses this login: look at TEMPORAL_API_KEY or at the client certificate, and whether it may see our search attributes and make schedules',
  16: 'Temporal does not know this login: look at TEMPORAL_API_KEY, or at the client certificate',
};

/**
 * For a process that starts also while Temporal is away: throws an Error of one sentence where the server says for sure
 * that it has no place for us, and nothing where it does not answer.
 */
export async function refuseStrangers(temporal: Temporal): Promise<void> {
  await temporal.namespaceReady().catch((error: unknown) => {
    const refusal = refusalOf(error);
    if (refusal !== null) throw refusal;
  });
}

/** An Error of one sentence; null for what may be otherwise at the next try. */
export function refusalOf(error: unknown): Error | null {
  const code = grpcCodeOf(error);
  const refusal = code === null ? undefined : REFUSALS[code];
  return refusal === undefined ? null : new Error(`${refusal}.`, { cause: error });
}

/** Of gRPC, also where the SDK has wrapped it; null for what the server did not say. */
export function grpcCodeOf(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && isGrpcServiceError(error.cause) ? error.cause.code : null;
}

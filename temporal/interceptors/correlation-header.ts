// The id of a request as a Temporal header: the one thing that travels beside the arguments.
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { CORRELATION_HEADER } from '../../workflows/correlation.contract.ts';

/** `headers` with the id. */
export function withCorrelation(headers: Headers, correlationId: string): Headers {
  return { ...headers, [CORRELATION_HEADER]: defaultPayloadConverter.toPayload(correlationId) };
}

/** The id, or null where nobody sent one, as in a workflow that a schedule started. */
export function readCorrelation(headers: Headers): string | null {
  const payload = headers[CORRELATION_HEADER];
  const id: unknown = payload && defaultPayloadConverter.fromPayload(payload);
  return typeof id === 'string' ? id : null;
}

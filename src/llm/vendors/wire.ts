// Between an SDK and the socket: what goes out is what we mean to send, and a body that stops coming ends the call. The
// SDKs take headers from the environment, and their time-out ends with the headers of the answer.
import { ModelFailure } from '../model-failure.ts';

export interface Wire {
  /** For the SDK's option of this name. */
  fetch: typeof fetch;
  /** For the request: aborted by the caller's signal, and where no byte comes for too long. */
  signal: AbortSignal;
  /** Why it was ended from here; null where it was not. */
  ended(): ModelFailure | null;
  close(): void;
}

export interface WireOptions {
  signal: AbortSignal | undefined;
  /** How long a body may say nothing, once it has begun. */
  idleMs: number;
  /** Told of each piece of the body. */
  onBytes: ((bytes: number) => void) | undefined;
  /** All that may go out, by lower-case name. What the SDK means to send under these names goes out as it is. */
  headers: readonly string[];
}

/** For one call. */
export function openWire({ signal, idleMs, onBytes, headers: allowed }: WireOptions): Wire {
  const stop = new AbortController();
  let stalled: ModelFailure | null = null;
  let timer: NodeJS.Timeout | undefined;
  const stall = () => {
    stalled = new ModelFailure('provider', { detail: `nothing came for ${idleMs} ms` });
    stop.abort(stalled);
  };
  return {
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
    ended: () => stalled,
    close: () => {
      clearTimeout(timer);
      stop.abort();
    },
    fetch: async (url, init) => {
      const given = new Headers(init?.headers);
      const headers = [...given].filter(([name]) => allowed.includes(name));
      // A key is for the host that it was given for.
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (!response.body) return response;
      timer = setTimeout(stall, idleMs);
      return watched(response, response.body, timer, onBytes);
    },
  };
}

function watched(
  response: Response,
  body: ReadableStream,
  timer: NodeJS.Timeout,
  onBytes: WireOptions['onBytes'],
): Response {
  const watch = new TransformStream({
    transform(chunk: Uint8Array, controller) {
      timer.refresh();
      onBytes?.(chunk.byteLength);
      controller.enqueue(chunk);
    },
    flush: () => clearTimeout(timer),
  });
  const { status, statusText, headers } = response;
  return new Response(body.pipeThrough(watch), { status, statusText, headers });
}

// Between an SDK and the socket: what goes out is what we mean to send, and words that stop coming end the call. The
// SDKs take headers from the environment, and their time-out ends with the headers of the answer.
import { ModelFailure } from '../model-failure.ts';

export interface Wire {
  /** For the SDK's option of this name. */
  fetch: typeof fetch;
  /** For the request: aborted by the caller's signal, and where nothing is said for too long. */
  signal: AbortSignal;
  /**
   * Something was said: from now on what follows may not be long in coming. Signs of life of a proxy are nothing said.
   * Before the first words a model may think as long as the call lasts.
   */
  watch: () => void;
  /** Why it was ended from here; null where it was not. */
  ended(): ModelFailure | null;
  close(): void;
}

export interface WireOptions {
  signal: AbortSignal | undefined;
  /** How long nothing may be said once it is watched. */
  idleMs: number;
  /** Told of each piece of the body of what is no error. */
  onBytes: ((bytes: number) => void) | undefined;
  /** All that may go out, by lower-case name. What the SDK means to send under these names goes out as it is. */
  headers: readonly string[];
}

/** For one call. */
export function openWire({ signal, idleMs, onBytes, headers: allowed }: WireOptions): Wire {
  const stop = new AbortController();
  let failure: ModelFailure | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const fail = (detail: string) => {
    failure = new ModelFailure('provider', { detail });
    stop.abort(failure);
  };
  const stall = () => fail(`nothing was said for ${idleMs} ms`);
  const end = () => {
    isOver = true;
    clearTimeout(timer);
  };
  const onPiece = (most: number) => (bytes: number, all: number) => {
    onBytes?.(bytes);
    if (all > most) fail(`more than ${most} bytes came`);
  };
  return {
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
    ended: () => failure,
    watch() {
      if (isOver) return;
      timer?.refresh();
      timer ??= setTimeout(stall, idleMs);
    },
    close() {
      end();
      stop.abort();
    },
    fetch: async (url, init) => {
      const given = new Headers(init?.headers);
      const headers = [...given].filter(([name]) => allowed.includes(name));
      // A key is for the host that it was given for.
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (!response.body) return response;
      if (!response.ok) return beginningOf(response, response.body);
      return overheard(response, response.body, onPiece(mostBytesOf(response)), end);
    },
  };
}

/** What went wrong stands at the beginning; whoever sends more of it fills our memory. */
const MOST_OF_AN_ERROR = 64_000;

function beginningOf({ status, statusText, headers }: Response, body: ReadableStream): Response {
  let left = MOST_OF_AN_ERROR;
  const pieces = new TransformStream({
    transform(chunk: Uint8Array, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.byteLength;
      if (left <= 0) controller.terminate();
    },
  });
  return new Response(body.pipeThrough(pieces), { status, statusText, headers });
}

/** What comes at once is read at once, while nobody else has a turn. Of a stream each token is an event of its own. */
const MOST_BYTES = { whole: 8_000_000, stream: 64_000_000 };

const mostBytesOf = ({ headers }: Response): number =>
  headers.get('content-type')?.startsWith('text/event-stream') ? MOST_BYTES.stream : MOST_BYTES.whole;

function overheard(
  response: Response,
  body: ReadableStream,
  onPiece: (bytes: number, all: number) => void,
  onEnd: () => void,
): Response {
  let all = 0;
  const pieces = new TransformStream({
    transform(chunk: Uint8Array, controller) {
      all += chunk.byteLength;
      onPiece(chunk.byteLength, all);
      controller.enqueue(chunk);
    },
    flush: onEnd,
  });
  const { status, statusText, headers } = response;
  return new Response(body.pipeThrough(pieces), { status, statusText, headers });
}

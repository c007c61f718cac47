// The connection to Twilio's REST API: the real SDK, without its surprises.
import http from 'node:http';
import https from 'node:https';
import twilio from 'twilio';
import { parseRetryAfter } from './retry-after.ts';
import type { TellOperator } from './tell-operator.ts';
import { failureOf, TwilioAnswerError } from './twilio-outcome.ts';

export interface TwilioOptions {
  accountSid: string;
  /** Signs Twilio's webhooks, and authenticates us where there is no API key. */
  authToken: string;
  apiKey?: { sid: string; secret: string };
  /** Send everything to this origin (the development simulator, for every Twilio host); null: the real hosts. */
  apiOrigin: string | null;
  /** For a whole request, from connecting to the last byte of the answer. */
  timeoutMs: number;
  /** Hears of every refusal. */
  tell?: TellOperator;
}

/** Handed to the channels of this folder and to nothing else. */
export type TwilioClient = ReturnType<typeof twilio>;

/**
 * One per process. Retries nothing: whether to send again is decided by the dispatch.
 * Takes no proxy, edge or region from the environment, as the SDK by itself would.
 */
export function createTwilio(options: TwilioOptions): TwilioClient {
  const { accountSid, authToken, apiKey } = options;
  return twilio(apiKey?.sid ?? accountSid, apiKey?.secret ?? authToken, {
    accountSid,
    httpClient: createDirectClient(options),
    autoRetry: false,
    edge: '',
    region: '',
  });
}

// No cap on the number of sockets: a request that waits for one inside the agent would time out as "unknown" though
// it was never sent; the worker's slots are the limit. Idle sockets go before a server closes them (Node: 5 s), for
// the same reason.
const AGENT = { keepAlive: true, maxFreeSockets: 64, timeout: 4_000 };

/** Not VerificationCheck: it is "not found", too, once the code that it is about has run out. */
const COLLECTION = /\/(?:Messages\.json|Calls\.json|Verifications)(?:\?|$)/;

type DirectOptions = Pick<TwilioOptions, 'apiOrigin' | 'timeoutMs' | 'tell'>;

function createDirectClient({
  apiOrigin,
  timeoutMs,
  tell,
}: DirectOptions): InstanceType<typeof twilio.RequestClient> {
  const client = new twilio.RequestClient({ timeout: timeoutMs });
  const { defaults, interceptors } = client.axios;
  defaults.httpAgent = new http.Agent(AGENT);
  // In place of the SDK's: with HTTP_PROXY set that one goes through the proxy and knows no time-out.
  defaults.httpsAgent = new https.Agent(AGENT);
  interceptors.request.use((config) => {
    if (apiOrigin !== null && config.url !== undefined) config.url = withOrigin(config.url, apiOrigin);
    // The SDK's own time-out starts anew with every byte that arrives.
    config.signal = AbortSignal.timeout(timeoutMs);
    return config;
  });
  // The exceptions of the SDK come in two unrelated classes and without headers; here both are still one answer.
  interceptors.response.use((answer) => {
    if (answer.status >= 200 && answer.status < 300) return answer;
    const retryAfterMs = parseRetryAfter(answer.headers['retry-after']);
    const isOfCollection = COLLECTION.test(answer.config.url ?? '');
    const refusal = new TwilioAnswerError(answer.status, codeOf(answer.data), retryAfterMs, isOfCollection);
    tell?.('twilio', failureOf(refusal));
    throw refusal;
  });
  return client;
}

function withOrigin(href: string, origin: string): string {
  const { pathname, search } = new URL(href);
  return new URL(pathname + search, origin).href;
}

function codeOf(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('code' in body)) return null;
  return typeof body.code === 'number' ? body.code : null;
}

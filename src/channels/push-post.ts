// The HTTP request of a push: to public addresses only, no redirects, one total time-out, the answer's body thrown
// away.
import http from 'node:http';
import https from 'node:https';
import { lookUpPublicAddress } from './public-address.ts';

export interface PushPostOptions {
  /** Origins that may have any address and plain http. */
  trustedOrigins: readonly string[];
  /** From the name look-up to the headers of the answer. */
  timeoutMs: number;
}

export type PushPost = (
  href: string,
  headers: http.OutgoingHttpHeaders,
  body: Buffer,
) => Promise<{ status: number; retryAfter: string | undefined }>;

// As for Twilio: no cap on sockets, and idle ones go before the far side closes them.
const AGENT = { keepAlive: true, maxFreeSockets: 64, timeout: 4_000 };
const MAX_ANSWER_BYTES = 64 * 1024;

/** @returns a POST that resolves with the status as soon as it is known and rejects with a network error. */
export function createPushPost({ trustedOrigins, timeoutMs }: PushPostOptions): PushPost {
  const guarded = new https.Agent({ ...AGENT, lookup: lookUpPublicAddress });
  const trustedTls = new https.Agent(AGENT);
  const trustedPlain = new http.Agent(AGENT);

  return (href, headers, body) =>
    new Promise((resolve, reject) => {
      const url = new URL(href);
      const trusted = trustedOrigins.includes(url.origin);
      const options = { method: 'POST', headers, signal: AbortSignal.timeout(timeoutMs) };
      const request =
        trusted && url.protocol === 'http:'
          ? http.request(url, { ...options, agent: trustedPlain })
          : https.request(url, { ...options, agent: trusted ? trustedTls : guarded });
      request.on('error', reject);
      request.on('response', (answer) => {
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
        discard(answer);
      });
      request.end(body);
    });
}

// Read to its end, the connection can be used again; not for an answer that does not end, though.
function discard(answer: http.IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) answer.destroy();
  });
  answer.on('error', () => undefined);
}

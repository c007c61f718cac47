// Twilio calling the app: a signed form, one attempt, and a record of every answer that Twilio would not accept.
import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { World } from '../world.ts';

export interface WebhookAnswer {
  status: number;
  isXml: boolean;
  text: string;
}

/**
 * Posts (or gets) `params` to `url` with X-Twilio-Signature. Returns null when the answer is not acceptable (not
 * reached, not 2xx, or not what `expects` says: 'xml' = text/xml, or 204 where `mayBeEmpty`), having recorded why.
 * Source: twilio.com/docs/usage/webhooks/webhooks-security.
 */
export async function postWebhook(
  world: World,
  webhook: {
    about: string;
    url: string;
    method?: string;
    params: Record<string, string>;
    expects: 'anything' | 'xml';
    mayBeEmpty?: boolean;
    /** Equal across repetitions of the same event. */
    idempotencyToken?: string;
  },
): Promise<WebhookAnswer | null> {
  const { about, params, expects } = webhook;
  const method = webhook.method ?? 'POST';
  const url = new URL(webhook.url);
  url.hash = '';
  if (method === 'GET')
    for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
  const target = method === 'GET' ? url.href : webhook.url.replace(/#.*$/s, '');
  const form = method === 'GET' ? {} : params;
  const startedAt = performance.now();
  const log = (status: number) =>
    world.log({
      direction: 'out',
      about,
      method,
      path: url.pathname + url.search,
      status,
      tookMs: Math.round(performance.now() - startedAt),
      fields: params,
    });
  const refuse = (detail: string) => {
    world.fail({ about, path: url.pathname, detail });
    return null;
  };
  try {
    const res = await fetch(target, {
      method,
      redirect: 'manual',
      headers: {
        'X-Twilio-Signature': getExpectedTwilioSignature(world.options.authToken, target, form),
        'I-Twilio-Idempotency-Token': webhook.idempotencyToken ?? randomUUID(),
        'User-Agent': 'TwilioProxy/1.1',
        ...(method === 'GET' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      },
      ...(method === 'GET' ? {} : { body: new URLSearchParams(form).toString() }),
      signal: AbortSignal.any([world.ended, AbortSignal.timeout(world.timing.webhookTimeoutMs)]),
    });
    const text = await res.text();
    log(res.status);
    const isXml =
      res.status !== 204 && /^(text|application)\/xml\b/.test(res.headers.get('content-type') ?? '');
    if (!res.ok) return refuse(`answered ${res.status}: ${text.slice(0, 200)}`);
    const isEmpty = webhook.mayBeEmpty === true && res.status === 204;
    if (expects === 'xml' && !isXml && !isEmpty)
      return refuse(`answered ${res.headers.get('content-type') ?? 'no content type'} where XML is due`);
    return { status: res.status, isXml, text };
  } catch (error) {
    if (world.ended.aborted) throw error;
    log(0);
    return refuse(`not reached: ${error instanceof Error ? reason(error) : String(error)}`);
  }
}

function reason(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

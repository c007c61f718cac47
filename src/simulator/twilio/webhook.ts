// Twilio calling the app: a signed form, one attempt, and a record of every answer that Twilio would not accept.
import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { AppAnswer, World } from '../world.ts';

export interface WebhookAnswer {
  status: number;
  isXml: boolean;
  text: string;
}

export interface Webhook {
  about: string;
  url: string;
  /** POST unless told. */
  method?: string;
  params: Record<string, string>;
  expects: 'anything' | 'xml';
  /** 204 will do where XML is expected. */
  mayBeEmpty?: boolean;
  /** Equal across repetitions of the same event. */
  idempotencyToken?: string;
}

/**
 * Sends `params` to `url` with X-Twilio-Signature. Returns null when the answer is not acceptable (not reached, not
 * 2xx, or not what `expects` says: 'xml' = text/xml, or 204 where `mayBeEmpty`), having recorded why.
 * Source: twilio.com/docs/usage/webhooks/webhooks-security.
 */
export async function postWebhook(world: World, webhook: Webhook): Promise<WebhookAnswer | null> {
  const { about, params } = webhook;
  const request = requestOf(webhook);
  const { pathname, search } = request.url;
  const startedAt = performance.now();
  const log = (status: number) =>
    world.log({
      direction: 'out',
      about,
      method: request.method,
      path: pathname + search,
      status,
      tookMs: Math.round(performance.now() - startedAt),
      fields: params,
    });
  const refuse = (detail: string) => {
    world.fail({ about, path: pathname, detail });
    return null;
  };
  // What never left is no bad answer.
  world.ended.throwIfAborted();
  try {
    const answer = await send(world, request, webhook.idempotencyToken ?? randomUUID());
    const { status, type, text } = answer;
    log(status);
    const isXml = status !== 204 && /^(text|application)\/xml\b/.test(type ?? '');
    if (!answer.isOk) return refuse(`answered ${status}: ${text.slice(0, 200)}`);
    const isEmpty = webhook.mayBeEmpty === true && status === 204;
    if (webhook.expects === 'xml' && !isXml && !isEmpty)
      return refuse(`answered ${type ?? 'no content type'} where XML is due`);
    return { status, isXml, text };
  } catch (error) {
    log(0);
    return refuse(`not reached: ${error instanceof Error ? reason(error) : String(error)}`);
  }
}

interface WebhookRequest {
  method: string;
  /** With the params of a GET, without the fragment. */
  url: URL;
  /** What is asked for and signed: for a POST as the app spelt it. */
  target: string;
  /** Empty for a GET. */
  form: Record<string, string>;
}

function requestOf({ url: spelt, method = 'POST', params }: Webhook): WebhookRequest {
  const url = new URL(spelt);
  url.hash = '';
  if (method !== 'GET') return { method, url, target: spelt.replace(/#.*$/s, ''), form: params };
  for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
  return { method, url, target: url.href, form: {} };
}

function send(world: World, { method, target, form }: WebhookRequest, token: string): Promise<AppAnswer> {
  return world.request(target, {
    method,
    headers: {
      'X-Twilio-Signature': getExpectedTwilioSignature(world.options.authToken, target, form),
      'I-Twilio-Idempotency-Token': token,
      'User-Agent': 'TwilioProxy/1.1',
      ...(method === 'GET' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    },
    ...(method === 'GET' ? {} : { body: new URLSearchParams(form).toString() }),
  });
}

function reason(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

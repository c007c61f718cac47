// Reads a request of Twilio: nothing of it is looked at before its signature holds.
import type { Context } from 'hono';
import { z } from 'zod';
import { readWebhookFields, type WebhookFields } from '../channels/webhook-fields.ts';
import type { TellOperator } from '../channels/tell-operator.ts';
import { verifyWebhook } from '../channels/webhook-signature.ts';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from '../http/env.ts';
import type { BroughtAlong } from './callback-url.ts';

export interface SignatureRules {
  /** The current token and, while it is being rotated, the other one. */
  authTokens: readonly string[];
  /** What the outside world calls us; never taken from the Host header, which anybody can set. */
  publicUrl: string;
  /** Ours: what names another one is not for us. */
  twilioAccountSid: string;
  /** Hears of what only an operator can set right. */
  tell: TellOperator;
}

/**
 * The fields of a signed request. Throws BAD_SIGNATURE for every other, and BAD_REQUEST for a form whose signature
 * holds, but which was cut anew: Twilio would not have sent it.
 */
export async function readTwilioForm(c: Context<Env>, rules: SignatureRules): Promise<WebhookFields> {
  const request = {
    authTokens: rules.authTokens,
    signature: c.req.header('X-Twilio-Signature'),
    publicUrl: `${rules.publicUrl}${pathAndQuery(c.req.url)}`,
    rawBody: await c.req.text(),
    contentType: c.req.header('Content-Type'),
  };
  const form = verifyWebhook(request);
  if (form === null) {
    if (request.signature) tellOfSignature(rules, c.req.path, request.rawBody);
    throw new FluxError('BAD_SIGNATURE');
  }
  const fields = readWebhookFields(form, rules.twilioAccountSid);
  if (fields === null) throw new FluxError('BAD_REQUEST', { detail: 'not a form as Twilio sends it' });
  return fields;
}

/**
 * What names our account and is signed otherwise is most likely Twilio's own, and then every webhook fails like this
 * one. `path` is one of our routes; the query, which names a person, is left out.
 */
function tellOfSignature(
  { tell, publicUrl, twilioAccountSid }: SignatureRules,
  path: string,
  body: string,
): void {
  if (new URLSearchParams(`?${body}`).get('AccountSid') !== twilioAccountSid) return;
  const detail =
    `A webhook of our account does not have the signature that ${publicUrl}${path} and TWILIO_AUTH_TOKEN make: ` +
    'Twilio calls us by another address than PUBLIC_URL, or has another token';
  tell('twilio', {
    kind: 'refused',
    code: 'BAD_SIGNATURE',
    reason: 'configuration',
    detail,
    permanent: true,
    retryAfterMs: null,
  });
}

const callback = z.object({
  o: z.uuid(),
  u: z.uuid(),
  d: z.uuid(),
  n: z.coerce.number().int().optional(),
  k: z.string().optional(),
  a: z.string().optional(),
});

export interface ReadCallback {
  person: Person;
  dispatchId: string;
  /** Where it is no first request: `callbackUrl`. */
  along: Partial<BroughtAlong>;
}

/** Whose dispatch a callback is about: the address that we handed out says it, and the signature covers the address. */
export function readCallback(c: Context<Env>): ReadCallback {
  const parsed = callback.safeParse(c.req.query());
  if (!parsed.success) throw new FluxError('NOT_FOUND', { detail: 'not an address that we handed out' });
  const { o, u, d, n, k, a } = parsed.data;
  const along = {
    ...(n !== undefined && { tries: n }),
    ...(k !== undefined && { digits: k }),
    ...(a !== undefined && { answeredBy: a }),
  };
  return { person: { orgId: o, userId: u }, dispatchId: d, along };
}

// As it came, without a parser in between: the signature is over these very characters.
function pathAndQuery(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('://') + 3));
}

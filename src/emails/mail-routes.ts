// The doors that mail programs and mail servers knock at: one click against notices, and reports of bounces.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Env } from '../http/env.ts';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';

export interface MailRoutePorts {
  orm: MikroORM;
  /** EMAIL_WEBHOOK_SECRET; null: nobody reports. */
  emailWebhookSecret: string | null;
}

const report = z.strictObject({
  /** With or without its angle brackets. */
  message_id: z.string().max(300),
  type: z.enum(['bounce', 'complaint']),
  /** False: a mailbox that is full, a server that is away. The address is written to again. */
  permanent: z.boolean(),
});

/** A report is good for so long: nobody plays it again tomorrow. */
const REPORT_LIVES_MS = 5 * 60_000;

/** Mounted outside /v1: no bearer token; a token that never ends or a signature says what may be done. */
export function mailRoutes(ports: MailRoutePorts): Hono<Env> {
  const app = new Hono<Env>();
  // RFC 8058: the mail program posts `List-Unsubscribe=One-Click`. A look at the address alone changes nothing.
  app.post('/webhooks/email/unsubscribe/:token', async (c) => {
    await useToken(ports, 'unsubscribe_email', c.req.param('token'));
    return c.html(page('<p>No such mails any more.</p>'));
  });
  app.get('/webhooks/email/unsubscribe/:token', async (c) => {
    await useToken(ports, 'is_unsubscribe_token', c.req.param('token'));
    c.header('Content-Security-Policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
    return c.html(
      page(
        '<form method="post"><p>Invitations and the like are mailed no more, if you want so.</p>' +
          '<button>No such mails any more</button></form>',
      ),
    );
  });
  app.post('/webhooks/email/bounces', async (c) => {
    const { message_id: messageId, type, permanent } = await readReport(c, ports);
    const [, id] = /^<?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@/.exec(messageId) ?? [];
    const why = type === 'bounce' ? 'bounced' : 'complained';
    if (id !== undefined)
      await callAsLogin(ports.orm, 'note_bounce', id, why, permanent || type === 'complaint');
    // Also for a mail that was not ours: asked again, it would not be, either.
    return c.body(null, 204);
  });
  return app;
}

/** Throws NOT_FOUND for a token that is none of ours. */
async function useToken({ orm }: MailRoutePorts, door: string, token: string): Promise<void> {
  const [known]: Record<string, boolean>[] = await callAsLogin(orm, door, token);
  if (!known?.[door]) throw new FluxError('NOT_FOUND');
}

/** Signed as Standard Webhooks has it: HMAC-SHA-256 over id, time and body. */
async function readReport(
  c: Context<Env>,
  { emailWebhookSecret: secret }: MailRoutePorts,
): Promise<z.infer<typeof report>> {
  if (secret === null) throw new FluxError('NOT_FOUND');
  const [id, seconds, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => c.req.header(name) ?? '',
  );
  const body = await c.req.text();
  const expected = `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  const isFresh = Math.abs(Date.now() - Number(seconds) * 1000) < REPORT_LIVES_MS;
  if (!isFresh || !signatures!.split(' ').some((one) => isSame(one, expected)))
    throw new FluxError('BAD_SIGNATURE');
  const read = report.safeParse(parse(body));
  if (!read.success) throw new FluxError('BAD_REQUEST');
  return read.data;
}

const isSame = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Flux</title></head><body>${body}</body></html>`;

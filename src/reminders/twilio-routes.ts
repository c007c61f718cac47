// The doors that Twilio knocks at. A person waits at the other end, so a genuine request always gets words, even when
// we fail.
import { Hono, type Context } from 'hono';
import { ask, GOODBYE_TEXT, hangUp, replyMessage, say } from '../channels/twiml.ts';
import type { WebhookFields } from '../channels/webhook-fields.ts';
import { asPerson, type Person, type Store } from '../kernel/context.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { applyStatus } from './apply-status.ts';
import { callbackUrl } from './callback-url.ts';
import { promptCall } from './prompt-call.ts';
import { applyKey } from './apply-key.ts';
import { isHeard } from './is-heard.ts';
import { numberOf, readMessage, required } from './read-message.ts';
import { receiveMessage } from './receive-message.ts';
import type { Env } from '../http/env.ts';
import { readCallback, readTwilioForm, type SignatureRules } from './twilio-form.ts';

export interface TwilioPorts extends SignatureRules, Store {
  limiter: Limiter;
}

const APOLOGY = 'Sorry, something went wrong on our side. Please answer in the app.';
const WHICH_KEY = 'Please press 1 if it is done, 2 to move it, or 3 if you missed it.';

/** Mounted outside /v1: form bodies, no bearer token, each request checked by its signature before anything else. */
export function twilioRoutes(ports: TwilioPorts): Hono<Env> {
  const app = new Hono<Env>();
  app.post('/webhooks/twilio/messages', (c) => withApology(c, ports, answerMessage, replyMessage(APOLOGY)));
  app.post('/webhooks/twilio/call', (c) => withApology(c, ports, answerCall, say({ text: APOLOGY })));
  app.post('/webhooks/twilio/call-keys', (c) => withApology(c, ports, answerKey, say({ text: APOLOGY })));
  app.post('/webhooks/twilio/message-status', (c) => noteStatus(c, ports, 'Message'));
  app.post('/webhooks/twilio/call-status', (c) => noteStatus(c, ports, 'Call'));
  return app;
}

type Answer = (c: Context<Env>, ports: TwilioPorts, fields: WebhookFields) => Promise<string>;

/** TwiML in any case, once the signature holds: anything else is heard as "an application error has occurred". */
async function withApology(
  c: Context<Env>,
  ports: TwilioPorts,
  answer: Answer,
  apology: string,
): Promise<Response> {
  const fields = await readTwilioForm(c, ports);
  const twiml = await answer(c, ports, fields).catch((error: unknown) => {
    c.var.log.error({ err: error }, 'webhook failed');
    return apology;
  });
  return c.body(twiml, 200, { 'Content-Type': 'text/xml; charset=utf-8' });
}

/** A WhatsApp message from somebody: their number says who they are. */
const answerMessage: Answer = async (c, ports, fields) => {
  const received = await receiveMessage(ports, readMessage(fields));
  const mayAnswer = received.say !== null && (await isHeard(ports.limiter, received.kind, numberOf(fields)));
  if (received.say !== null && !mayAnswer) c.var.log.info({ kind: received.kind }, 'not answered once more');
  return replyMessage(mayAnswer ? received.say : null);
};

/** Somebody, or something, picked up. */
const answerCall: Answer = async (c, ports, fields) => {
  const { person, dispatchId } = readCallback(c);
  const prompt = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    promptCall(ctx, {
      dispatchId,
      callSid: required(fields, 'CallSid'),
      answeredBy: fields.get('AnsweredBy') ?? null,
    }),
  );
  if (prompt.kind === 'ask')
    return ask({ text: prompt.text, actionUrl: keysUrl(ports.publicUrl, person, dispatchId) });
  return prompt.text === '' ? hangUp() : say({ text: prompt.text });
};

/** A key was pressed, or none in time. */
const answerKey: Answer = async (c, ports, fields) => {
  const { person, dispatchId } = readCallback(c);
  // A call that was under way before the question took every key ends it with "#".
  const digits = fields.get('Digits') || fields.get('FinishedOnKey') || '';
  if (digits === '') return say({ text: GOODBYE_TEXT });
  const applied = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    applyKey(ctx, { callSid: required(fields, 'CallSid'), dispatchId, digits }),
  );
  if (!applied.understood)
    return ask({ text: WHICH_KEY, actionUrl: keysUrl(ports.publicUrl, person, dispatchId) });
  return say({ text: applied.say });
};

const VIAS = { Message: 'whatsapp', Call: 'call' } as const;

/** Nobody hears this answer: a failure is answered as one, so that Twilio may report it again. */
async function noteStatus(c: Context<Env>, ports: TwilioPorts, kind: 'Message' | 'Call'): Promise<Response> {
  const fields = await readTwilioForm(c, ports);
  const { person, dispatchId } = readCallback(c);
  await asPerson(ports, { ...person, via: VIAS[kind] }, (ctx) =>
    applyStatus(ctx, {
      dispatchId,
      externalId: required(fields, `${kind}Sid`),
      status: required(fields, `${kind}Status`),
      errorCode: fields.get('ErrorCode') || null,
    }),
  );
  return c.body(null, 204);
}

const keysUrl = (publicUrl: string, person: Person, dispatchId: string): string =>
  callbackUrl(publicUrl, 'call-keys', person, dispatchId);

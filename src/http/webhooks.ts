// The doors that Twilio knocks at. A person waits at the other end, so a genuine request always gets words, even when we fail.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Hono, type Context } from 'hono';
import type { Flows } from '../../temporal/flows.ts';
import { applyConsentReply } from '../account/apply-consent-reply.ts';
import { findPhoneOwner } from '../account/find-phone-owner.ts';
import { ask, GOODBYE_TEXT, hangUp, replyMessage, say } from '../channels/twiml.ts';
import { parseWhatsApp } from '../channels/whatsapp-address.ts';
import { asPerson, type Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { applyStatus } from '../reminders/apply-status.ts';
import { callbackUrl } from '../reminders/callback-url.ts';
import { promptCall } from '../reminders/prompt-call.ts';
import { applyKey } from '../tasks/apply-key.ts';
import { applyReply } from '../tasks/apply-reply.ts';
import { parseReply } from '../tasks/reply.ts';
import type { Env } from './env.ts';
import { tellReminders } from './tell-reminders.ts';
import { readCallback, readTwilioForm, type SignatureRules } from './twilio-form.ts';

export interface WebhookPorts extends SignatureRules {
  orm: MikroORM;
  flows: Flows;
}

const STRANGER =
  'Hello, this is Flux. This number is not connected to an account. Verify it in the app, and we can talk here.';
const APOLOGY = 'Sorry, something went wrong on our side. Please answer in the app.';
const WHICH_KEY = 'Please press 1 if it is done, 2 to move it, or 3 if you missed it.';

/** Mounted outside /v1: form bodies, no bearer token, each request checked by its signature before anything else. */
export function webhookRoutes(ports: WebhookPorts): Hono<Env> {
  const app = new Hono<Env>();
  app.post('/webhooks/twilio/messages', (c) => withApology(c, ports, answerMessage, replyMessage(APOLOGY)));
  app.post('/webhooks/twilio/call', (c) => withApology(c, ports, answerCall, say({ text: APOLOGY })));
  app.post('/webhooks/twilio/call-keys', (c) => withApology(c, ports, answerKey, say({ text: APOLOGY })));
  app.post('/webhooks/twilio/message-status', (c) => noteStatus(c, ports, 'Message'));
  app.post('/webhooks/twilio/call-status', (c) => noteStatus(c, ports, 'Call'));
  return app;
}

type Answer = (c: Context<Env>, ports: WebhookPorts, form: URLSearchParams) => Promise<string>;

/** TwiML in any case, once the signature holds: anything else is heard as "an application error has occurred". */
async function withApology(
  c: Context<Env>,
  ports: WebhookPorts,
  answer: Answer,
  apology: string,
): Promise<Response> {
  const form = await readTwilioForm(c, ports);
  const twiml = await answer(c, ports, form).catch((error: unknown) => {
    c.var.log.error({ err: error }, 'webhook failed');
    return apology;
  });
  return c.body(twiml, 200, { 'Content-Type': 'text/xml; charset=utf-8' });
}

/** A WhatsApp message from somebody: their number says who they are. */
const answerMessage: Answer = async (c, { orm, flows }, form) => {
  const from = parseWhatsApp(form.get('From'));
  const person = from?.kind === 'number' ? await findPhoneOwner(orm, from.e164) : null;
  if (!person) return replyMessage(STRANGER);

  const reply = {
    externalId: required(form, 'MessageSid'),
    text: form.get('Body') ?? '',
    buttonPayload: form.get('ButtonPayload'),
    repliedTo: form.get('OriginalRepliedMessageSid'),
  };
  const { intent } = parseReply(reply.text, {
    buttonPayload: reply.buttonPayload,
    optOutType: form.get('OptOutType'),
  });
  if (intent === 'stop' || intent === 'start')
    return replyMessage(await asPerson(orm, person, (ctx) => applyConsentReply(ctx, { ...reply, intent })));
  const applied = await asPerson(orm, person, (ctx) => applyReply(ctx, reply));
  await tellReminders(flows, c.var.log, person, applied);
  return replyMessage(applied.say || null);
};

/** Somebody, or something, picked up. */
const answerCall: Answer = async (c, { orm, publicUrl }, form) => {
  const { person, dispatchId } = readCallback(c);
  const prompt = await asPerson(orm, person, (ctx) =>
    promptCall(ctx, {
      dispatchId,
      callSid: required(form, 'CallSid'),
      answeredBy: form.get('AnsweredBy'),
    }),
  );
  if (prompt.kind === 'ask')
    return ask({ text: prompt.text, actionUrl: keysUrl(publicUrl, person, dispatchId) });
  return prompt.text === '' ? hangUp() : say({ text: prompt.text });
};

/** A key was pressed, or none in time. */
const answerKey: Answer = async (c, { orm, flows, publicUrl }, form) => {
  const { person, dispatchId } = readCallback(c);
  const digits = form.get('Digits') ?? '';
  if (digits === '') return say({ text: GOODBYE_TEXT });
  const applied = await asPerson(orm, person, (ctx) =>
    applyKey(ctx, { callSid: required(form, 'CallSid'), dispatchId, digits }),
  );
  await tellReminders(flows, c.var.log, person, applied);
  if (!applied.understood) return ask({ text: WHICH_KEY, actionUrl: keysUrl(publicUrl, person, dispatchId) });
  return say({ text: applied.say });
};

/** Nobody hears this answer: a failure is answered as one, so that Twilio may report it again. */
async function noteStatus(c: Context<Env>, ports: WebhookPorts, kind: 'Message' | 'Call'): Promise<Response> {
  const form = await readTwilioForm(c, ports);
  const { person, dispatchId } = readCallback(c);
  await asPerson(ports.orm, person, (ctx) =>
    applyStatus(ctx, {
      dispatchId,
      externalId: required(form, `${kind}Sid`),
      status: required(form, `${kind}Status`),
      errorCode: form.get('ErrorCode'),
    }),
  );
  return c.body(null, 204);
}

const keysUrl = (publicUrl: string, person: Person, dispatchId: string): string =>
  callbackUrl(publicUrl, 'call-keys', person, dispatchId);

/** Names and values that meet differently sign the same, so what we rely on must be there by name. */
function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw new FluxError('BAD_REQUEST', { detail: `${name} is missing` });
  return value;
}

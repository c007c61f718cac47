// The doors that Twilio knocks at. A person waits at the other end, so a genuine request always gets words, even when
// we fail.
import { Hono, type Context } from 'hono';
import { findPhoneOwner } from '../account/find-phone-owner.ts';
import { ask, GOODBYE_TEXT, hangUp, replyMessage, say } from '../channels/twiml.ts';
import { parseWhatsApp } from '../channels/whatsapp-address.ts';
import { asPerson, type Person, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { applyStatus } from './apply-status.ts';
import { callbackUrl } from './callback-url.ts';
import { promptCall } from './prompt-call.ts';
import { applyKey } from './apply-key.ts';
import { hearMessage } from './hear-message.ts';
import type { Env } from '../http/env.ts';
import { readCallback, readTwilioForm, type SignatureRules } from './twilio-form.ts';

export interface TwilioPorts extends SignatureRules, Store {}

const STRANGER =
  'Hello, this is Flux. This number is not connected to an account. Verify it in the app, and we can talk here.';
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

type Answer = (c: Context<Env>, ports: TwilioPorts, form: URLSearchParams) => Promise<string>;

/** TwiML in any case, once the signature holds: anything else is heard as "an application error has occurred". */
async function withApology(
  c: Context<Env>,
  ports: TwilioPorts,
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
const answerMessage: Answer = async (_c, ports, form) => {
  const from = parseWhatsApp(form.get('From'));
  const person = from?.kind === 'number' ? await findPhoneOwner(ports.orm, from.e164) : null;
  if (!person) return replyMessage(STRANGER);

  const message = {
    externalId: required(form, 'MessageSid'),
    text: form.get('Body') ?? '',
    repliedTo: form.get('OriginalRepliedMessageSid'),
    buttonPayload: form.get('ButtonPayload'),
    optOutType: form.get('OptOutType'),
    writtenAt: null,
  };
  const said = await asPerson(ports, { ...person, via: 'whatsapp' }, (ctx) => hearMessage(ctx, message));
  return replyMessage(said || null);
};

/** Somebody, or something, picked up. */
const answerCall: Answer = async (c, ports, form) => {
  const { person, dispatchId } = readCallback(c);
  const prompt = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    promptCall(ctx, {
      dispatchId,
      callSid: required(form, 'CallSid'),
      answeredBy: form.get('AnsweredBy'),
    }),
  );
  if (prompt.kind === 'ask')
    return ask({ text: prompt.text, actionUrl: keysUrl(ports.publicUrl, person, dispatchId) });
  return prompt.text === '' ? hangUp() : say({ text: prompt.text });
};

/** A key was pressed, or none in time. */
const answerKey: Answer = async (c, ports, form) => {
  const { person, dispatchId } = readCallback(c);
  const digits = form.get('Digits') ?? '';
  if (digits === '') return say({ text: GOODBYE_TEXT });
  const applied = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    applyKey(ctx, { callSid: required(form, 'CallSid'), dispatchId, digits }),
  );
  if (!applied.understood)
    return ask({ text: WHICH_KEY, actionUrl: keysUrl(ports.publicUrl, person, dispatchId) });
  return say({ text: applied.say });
};

const VIAS = { Message: 'whatsapp', Call: 'call' } as const;

/** Nobody hears this answer: a failure is answered as one, so that Twilio may report it again. */
async function noteStatus(c: Context<Env>, ports: TwilioPorts, kind: 'Message' | 'Call'): Promise<Response> {
  const form = await readTwilioForm(c, ports);
  const { person, dispatchId } = readCallback(c);
  await asPerson(ports, { ...person, via: VIAS[kind] }, (ctx) =>
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

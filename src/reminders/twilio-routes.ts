// The doors that Twilio knocks at. A person waits at the other end, so a genuine request always gets words, even when
// we fail.
import { Hono, type Context } from 'hono';
import { ask, hangUp, replyMessage, say } from '../channels/twiml.ts';
import { failureOfReport } from '../channels/twilio-outcome.ts';
import type { WebhookFields } from '../channels/webhook-fields.ts';
import { isDatabaseOutage } from '../kernel/database-outage.ts';
import { asPerson, type Person, type Store } from '../kernel/context.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { applyStatus } from './apply-status.ts';
import { callbackUrl } from './callback-url.ts';
import { promptCall } from './prompt-call.ts';
import { applyKey } from './apply-key.ts';
import { inTime, isPassing, keepOnLine, pressedIn, type OnLine } from './keep-on-line.ts';
import { isHeard } from './is-heard.ts';
import { isHeardByItsWords, numberOf, readMessage, required } from './read-message.ts';
import { receiveMessage } from './receive-message.ts';
import type { Env } from '../http/env.ts';
import { readCallback, readTwilioForm, type SignatureRules } from './twilio-form.ts';

export interface TwilioPorts extends SignatureRules, Store {
  limiter: Limiter;
}

/** The provider's list has it, and the reconciler reads that; of a number that is nobody's nothing is kept. */
const KEPT =
  'Flux cannot answer right now. If this number is connected to your account, your message is kept and counts as soon as Flux is back.';
const APOLOGY = 'Sorry, something went wrong on our side. Please answer in the app.';
const WHICH_KEY = 'Please press 1 if it is done, 2 to move it, or 3 if you missed it.';

/** Mounted outside /v1: form bodies, no bearer token, each request checked by its signature before anything else. */
export function twilioRoutes(ports: TwilioPorts): Hono<Env> {
  const app = new Hono<Env>();
  app.post('/webhooks/twilio/messages', (c) => withApology(c, ports, answerMessage, apologyFor(ports)));
  app.post('/webhooks/twilio/call', (c) =>
    withApology(c, ports, inTime(answerCall), comeBack(c, ports, 'call')),
  );
  app.post('/webhooks/twilio/call-keys', (c) =>
    withApology(c, ports, inTime(answerKey), comeBack(c, ports, 'call-keys')),
  );
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
  apologise: (error: unknown, fields: WebhookFields) => string | Promise<string>,
): Promise<Response> {
  const fields = await readTwilioForm(c, ports);
  const twiml = await answer(c, ports, fields).catch((error: unknown) => {
    c.var.log.error({ err: error }, 'webhook failed');
    return apologise(error, fields);
  });
  return c.body(twiml, 200, { 'Content-Type': 'text/xml; charset=utf-8' });
}

/** A call is kept on the line while that may help. */
const comeBack =
  (c: Context<Env>, { publicUrl }: TwilioPorts, callback: OnLine['callback']) =>
  (error: unknown, fields: WebhookFields): string => {
    const twiml = isPassing(error) ? keepOnLine({ publicUrl, callback, fields, ...readCallback(c) }) : null;
    return twiml ?? say({ text: APOLOGY });
  };

/** A WhatsApp message from somebody: their number says who they are. */
const answerMessage: Answer = async (c, ports, fields) => {
  const received = await receiveMessage(ports, readMessage(fields));
  const mayAnswer = received.say !== null && (await isHeard(ports.limiter, received.kind, numberOf(fields)));
  if (received.say !== null && !mayAnswer) c.var.log.info({ kind: received.kind }, 'not answered once more');
  return replyMessage(mayAnswer ? received.say : null);
};

/**
 * Whether it is heard once the database is back, and means the same then: the list has no button and no quote. A
 * machine at the other end is apologised to no more often than it is answered.
 */
const apologyFor =
  ({ limiter }: TwilioPorts) =>
  async (error: unknown, fields: WebhookFields): Promise<string> => {
    if (!(await isHeard(limiter, 'understood', fields.get('From') ?? ''))) return replyMessage(null);
    const isKept = isDatabaseOutage(error) && isHeardByItsWords(readMessage(fields));
    return replyMessage(isKept ? KEPT : APOLOGY);
  };

/** Somebody, or something, picked up. */
const answerCall: Answer = async (c, ports, fields) => {
  const { person, dispatchId, along } = readCallback(c);
  const prompt = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    promptCall(ctx, {
      dispatchId,
      callSid: required(fields, 'CallSid'),
      to: fields.get('To') ?? null,
      answeredBy: along.answeredBy ?? fields.get('AnsweredBy') ?? null,
    }),
  );
  if (prompt.kind === 'ask')
    return ask({ text: prompt.text, actionUrl: keysUrl(ports.publicUrl, person, dispatchId) });
  return prompt.text === '' ? hangUp() : say({ text: prompt.text });
};

/** A key was pressed, or none in time. */
const answerKey: Answer = async (c, ports, fields) => {
  const { person, dispatchId, along } = readCallback(c);
  const digits = along.digits ?? pressedIn(fields);
  const applied = await asPerson(ports, { ...person, via: 'call' }, (ctx) =>
    applyKey(ctx, {
      callSid: required(fields, 'CallSid'),
      dispatchId,
      to: fields.get('To') ?? null,
      digits,
    }),
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
  // It was taken, and is refused now. Said whether or not we can write it down, and again where it is reported again.
  const failure = failureOfReport(fields.get('ErrorCode') ?? '');
  if (failure !== null) ports.tell('twilio', failure);
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

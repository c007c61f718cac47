// What a WhatsApp message does, whoever brings it: the webhook, or a look into the provider's list after an outage.
import { findPhoneOwner, type Caller, type PhoneOwner } from '../account/find-phone-owner.ts';
import { noteWhatsApp, noteWhatsAppFirst } from '../account/note-whatsapp.ts';
import { takeInbound, takeInboundOfNobody } from '../dispatches/take-inbound.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { hearWords } from '../safety/hear-words.ts';
import { judgeWords } from '../safety/judge-words.ts';
import { readHold } from '../safety/keep-hold.ts';
import { safetyFailures } from '../safety/metrics.ts';
import { applyConsentReply } from './apply-consent-reply.ts';
import { applyReply, type Replied } from './apply-reply.ts';
import { parseReply, readNamedReply, type Reply, type ReplyHints } from './reply.ts';
import type { Written } from './written.ts';

export interface InboundMessage extends ReplyHints {
  /** MessageSid. */
  externalId: string;
  from: Caller;
  text: string;
  /** The words, if what is at their end is a field that we do not know; null where there is no doubt. */
  shorterText?: string | null;
  /** MessageSid of the message that was tapped or quoted. */
  repliedTo: string | null;
  /** Where it is heard late: when it was written. */
  written: Written | null;
}

export interface Received {
  /** Null: nothing is to be said. */
  say: string | null;
  /** Of a stranger, of somebody who was understood, or of somebody who is only asked back. */
  kind: 'stranger' | 'understood' | 'hint';
}

const STRANGER =
  'Hello, this is Flux. This number is not connected to an account. Verify it in the app, and we can talk here.';

/**
 * Applies a message once for ever, by its id. What is not understood does nothing and is not taken: it may be a form
 * that somebody cut anew, and the real one is still to come.
 */
export async function receiveMessage(store: Store, received: InboundMessage): Promise<Received> {
  const message = { ...received, text: storable(received.text) };
  const reply = parseReply(message.text, message);
  if (isInDoubt(message, reply)) return { say: null, kind: 'understood' };
  const owner = await findPhoneOwner(store.orm, message.from);
  if (!owner) return receiveFromStranger(store, message, reply);
  const actor = { ...owner.person, via: 'whatsapp' as const };
  const help = isConsent(reply) ? null : await hearDespair(store, actor, message, reply);
  if (help !== null) return { say: help || null, kind: 'understood' };
  // Before the answer and not beside it: who has the person first would wait in a circle with who holds a calendar.
  if (!isConsent(reply)) await noteWhatsAppFirst(store, message.from, owner);
  const { say, isUnderstood } = await asPerson(store, actor, (ctx) => receive(ctx, message, reply, owner));
  return { say: say || null, kind: isUnderstood ? 'understood' : 'hint' };
}

/**
 * Words of despair, and what follows them: the guard answers. A reply to a task is one all the same. Null where it has
 * nothing to do with it; a defect of the guard keeps nobody from being heard.
 */
async function hearDespair(
  store: Store,
  actor: Actor,
  { externalId, text }: InboundMessage,
  { intent }: Reply,
): Promise<string | null> {
  try {
    const verdict = judgeWords(text);
    if (verdict.level === 'none' && intent !== 'unknown') return null;
    return await asPerson(store, actor, async (ctx) => {
      if (verdict.level === 'none' && (await readHold(ctx)).state === 'clear') return null;
      if (!(await takeInbound(ctx, externalId))) return '';
      const heard = await hearWords(ctx, { text, verdict, messageId: null });
      return heard.kind === 'pass' ? '' : heard.text;
    });
  } catch (error) {
    if (error instanceof FluxError && error.row.retryable) throw error;
    safetyFailures.inc();
    return null;
  }
}

/**
 * Whether only the provider can tell what was said: its list has the words alone. Nothing is taken, and so the message
 * is heard from there as one that nobody heard.
 */
function isInDoubt({ text, shorterText, ...hints }: InboundMessage, { intent }: Reply): boolean {
  const isAnswer = (said: string) =>
    parseReply(said, hints).intent !== 'unknown' || readNamedReply(said) !== null;
  return intent === 'unknown' && typeof shorterText === 'string' && (isAnswer(shorterText) || isAnswer(text));
}

/** Whoever wants to be left alone is not greeted. What is taken here does not count for who has the number later. */
async function receiveFromStranger(
  { orm }: Store,
  { externalId }: InboundMessage,
  { intent }: Reply,
): Promise<Received> {
  const isNew = intent === 'unknown' || (await takeInboundOfNobody(orm, externalId));
  return { say: isNew && intent !== 'stop' ? STRANGER : null, kind: 'stranger' };
}

async function receive(ctx: Ctx, message: InboundMessage, reply: Reply, owner: PhoneOwner): Promise<Replied> {
  const { externalId, text, repliedTo, written } = message;
  if (!isConsent(reply))
    return applyReply(ctx, { externalId, intent: reply.intent, text, repliedTo, written });
  if (!(await takeInbound(ctx, externalId))) return SAID_BEFORE;
  await noteWhatsApp(ctx, message.from, owner);
  const { intent, channels = ['whatsapp'] } = reply;
  return { say: await applyConsentReply(ctx, { ...message, intent, channels }), isUnderstood: true };
}

const isConsent = (reply: Reply): reply is Reply & { intent: 'stop' | 'start' } =>
  reply.intent === 'stop' || reply.intent === 'start';

const SAID_BEFORE: Replied = { say: '', isUnderstood: true };

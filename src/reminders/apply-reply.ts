// A WhatsApp reply: which reminder it answers, and what it means. What is not clear is asked back, never guessed.
import { openChannels } from '../account/change-channels.ts';
import { readProfile } from '../account/read-profile.ts';
import { Dispatch, Notification } from '../dispatches/dispatch.entity.ts';
import { logNotification, noteNotification, type NotificationLine } from '../dispatches/log-notification.ts';
import { takeInbound } from '../dispatches/take-inbound.ts';
import type { Ctx } from '../kernel/context.ts';
import { inEveryOrg } from '../orgs/in-every-org.ts';
import { inOrg } from '../orgs/in-org.sql.ts';
import { answerTask, type Answer } from '../tasks/answer-task.ts';
import { chooseLatest, chooseNamed } from './choose-announced.ts';
import { sayOff, sayOn } from './consent-words.ts';
import { listAnnounced, type Announced } from './list-announced.sql.ts';
import { listWaiting } from './list-waiting.ts';
import { mayWishToStop, parseReply, readNamedReply, REPLY_INVITATION, type ReplyIntent } from './reply.ts';
import type { Written } from './written.ts';

export interface InboundReply {
  /** MessageSid. */
  externalId: string;
  text: string;
  /** What the words or the button mean (reply.ts). */
  intent: ReplyIntent;
  /** MessageSid of the message that was tapped or quoted. */
  repliedTo: string | null;
  /** Where it is heard late: when it was written. */
  written: Written | null;
}

export interface Replied {
  say: string;
  /** False where we only ask back: whoever does not read that may be a machine. */
  isUnderstood: boolean;
}

const SAID_BEFORE: Replied = { say: '', isUnderstood: true };
const SAID_AGAIN =
  'I heard an earlier message of yours late, and took it for the same answer as your later one.';
const NOTHING_OPEN = 'Nothing is waiting for an answer right now.';

/** In whichever of the person's organisations it is. STOP and START go elsewhere (apply-consent-reply.ts). */
export async function applyReply(ctx: Ctx, reply: InboundReply): Promise<Replied> {
  // What was announced after it was written is not what it answers.
  const announced = await inEveryOrg(ctx, (there) => listAnnounced(there, reply.written));
  const meant = await findMeant(ctx, reply, announced);
  const isAnswer = meant !== null || isAnswerIntent(reply.intent);
  // What is not understood does nothing, and so it is not taken: see receive-message.ts.
  if (isAnswer && !(await takeInbound(ctx, reply.externalId))) return SAID_BEFORE;
  const waiting = reply.written ? await inEveryOrg(ctx, (there) => listAnnounced(there, null)) : announced;
  if (meant && (await wasSaidAgain(ctx, reply, meant, announced))) return takeFor(ctx, reply, waiting);
  if (meant) return inOrg(ctx, meant.orgId, (there) => answer(there, reply, meant, waiting));
  const isNew = await logNotification(ctx, lineOf(reply, null));
  if (isAnswer) return { say: NOTHING_OPEN, isUnderstood: true };
  if (!isNew) return SAID_BEFORE;
  const { how, off } = await sayHow(ctx);
  // Whoever may want to be left alone is told how, however much they write: it counts as understood.
  if (reply.intent === 'unknown' && mayWishToStop(reply.text))
    return { say: `${NO_MORE}${how} ${NOTHING_CHANGED}${off}`, isUnderstood: true };
  return { say: `${HELP}${how}${off}${await listWaiting(ctx, waiting)}`, isUnderstood: false };
}

const HELP = `I am Flux, your coach. ${REPLY_INVITATION}.`;
const NO_MORE = 'Do you want to hear no more from Flux?';
const NOTHING_CHANGED = 'I have changed nothing yet.';

/** How to stop what is on, and how to have again what is off. */
async function sayHow(ctx: Ctx): Promise<{ how: string; off: string }> {
  const isOpen = openChannels(await readProfile(ctx));
  const everything = Object.values(isOpen).some(Boolean) ? ' STOP ALL ends everything.' : '';
  return { how: `${sayOn(isOpen)}${everything}`, off: sayOff(isOpen) };
}

const isAnswerIntent = (intent: ReplyIntent): intent is Answer['intent'] =>
  intent === 'done' || intent === 'reschedule' || intent === 'missed';

type Meant = Pick<Announced, 'orgId' | 'dispatchId' | 'taskId' | 'generation'> & {
  intent: Answer['intent'];
  /** Nothing but the moment says that it is this one. */
  isBare: boolean;
};

/** The very message that was answered, else what the words name, else what was announced last. */
async function findMeant(
  ctx: Ctx,
  { intent, text, repliedTo }: InboundReply,
  announced: Announced[],
): Promise<Meant | null> {
  if (isAnswerIntent(intent)) {
    const quoted = repliedTo === null ? undefined : await findQuoted(ctx, repliedTo);
    if (quoted) return { ...quoted, intent, isBare: false };
    const latest = chooseLatest(announced);
    return latest && { ...latest, intent, isBare: true };
  }
  const named = intent === 'unknown' ? readNamedReply(text) : null;
  const chosen = named && chooseNamed(announced, named.about);
  return chosen && { ...chosen, intent: named.intent, isBare: false };
}

async function findQuoted(
  ctx: Ctx,
  repliedTo: string,
): Promise<Omit<Meant, 'intent' | 'isBare'> | undefined> {
  const [quoted] = await inEveryOrg(ctx, (there) => there.em.find(Dispatch, { externalId: repliedTo }));
  return quoted && { ...quoted, dispatchId: quoted.id };
}

/**
 * Whether a bare answer that is heard late is the same that the person gave once more since, of something that they
 * knew of already: they heard nothing, and said it again.
 */
async function wasSaidAgain(
  ctx: Ctx,
  { written }: InboundReply,
  { isBare, intent }: Meant,
  announced: Announced[],
): Promise<boolean> {
  if (written === null || !isBare) return false;
  const taskId = { $in: announced.map((one) => one.taskId) };
  const later = { direction: 'in' as const, event: 'reply', taskId, externalId: { $in: written.followedBy } };
  const heard = await inEveryOrg(ctx, (there) => there.em.find(Notification, later));
  return heard.some(({ body }) => parseReply(body ?? '').intent === intent);
}

async function takeFor(ctx: Ctx, reply: InboundReply, waiting: Announced[]): Promise<Replied> {
  await noteNotification(ctx, lineOf(reply, null));
  return { say: `${SAID_AGAIN}${await listWaiting(ctx, waiting)}`, isUnderstood: true };
}

async function answer(ctx: Ctx, reply: InboundReply, meant: Meant, waiting: Announced[]): Promise<Replied> {
  await noteNotification(ctx, lineOf(reply, meant));
  const { taskId, generation, intent } = meant;
  const saidAt = reply.written?.from ?? null;
  const { say } = await answerTask(ctx, { taskId, generation, intent, saidAt });
  const others = waiting.filter((one) => !one.isLate && one.taskId !== taskId);
  return { say: meant.isBare ? `${say}${await listWaiting(ctx, others)}` : say, isUnderstood: true };
}

const lineOf = (reply: InboundReply, meant: Meant | null): NotificationLine => ({
  taskId: meant?.taskId ?? null,
  dispatchId: meant?.dispatchId ?? null,
  direction: 'in',
  channel: 'whatsapp',
  event: 'reply',
  externalId: reply.externalId,
  body: reply.text,
});

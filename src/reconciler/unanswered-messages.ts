// Has answered what people said and nobody has answered: a turn of chat, or the wish for another draft.
import { asSystem } from '../kernel/context.ts';
import { findUnansweredMessages, type UnansweredMessage } from './find-unanswered-messages.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind, ReconcilerPorts } from './kind.ts';
import { isToBeAsked } from './pauses.ts';

/** A door gets so long to have it answered. */
const GRACE_MS = 30_000;

export const unansweredMessages: Kind = {
  name: 'unanswered-messages',
  look: (ports, look) =>
    inPages<UnansweredMessage>(look, {
      find: (after) => {
        const before = new Date(Date.now() - GRACE_MS);
        return asSystem(ports.orm, (em) => findUnansweredMessages(em, { before, after }));
      },
      pick: (messages) => unattended(ports, messages),
      waits: () => true,
      revive: (message) => haveAnswered(ports, message),
      // What was said first is answered first; the drafts of a goal are put in order by its negotiation.
      laneOf: ({ awaits, conversationId, id }) => (awaits === 'reply' ? conversationId : id),
      since: ({ at }) => at,
      failed: ({ messageId }, error) =>
        ports.log.warn({ err: error, message_id: messageId }, 'message not brought to its turn'),
    }),
};

/** Turns are asked for whenever they wait; a negotiation that runs hears of its drafts now and then. */
async function unattended(
  { runs }: ReconcilerPorts,
  messages: UnansweredMessage[],
): Promise<UnansweredMessage[]> {
  const drafts = messages.flatMap(({ awaits, goalId }) => (awaits === 'draft' && goalId ? [{ goalId }] : []));
  const gone = new Set((await runs.negotiations(drafts)).map(({ goalId }) => goalId));
  const now = new Date();
  return messages.filter(
    ({ awaits, goalId, at }) => awaits === 'reply' || gone.has(goalId ?? '') || isToBeAsked(at, now),
  );
}

async function haveAnswered(
  { chatSessions, negotiations }: ReconcilerPorts,
  { orgId, userId, conversationId, messageId, goalId, awaits }: UnansweredMessage,
): Promise<boolean> {
  const person = { orgId, userId };
  if (awaits === 'reply') await chatSessions.revive(person, { conversationId, messageId });
  else if (goalId !== null) await negotiations.revive(person, goalId);
  return true;
}

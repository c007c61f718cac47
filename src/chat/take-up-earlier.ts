// What was said first is answered first, also where nobody works at it any more: its session is told before the next
// words are handed to it.
import { listWaiting } from '../conversations/list-waiting.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import type { ChatSessions, TurnRef } from './turn.ts';

/** Harmless where they are being answered. Throws UNAVAILABLE. */
export async function takeUpEarlier(
  ports: Store & { chatSessions: ChatSessions },
  person: Actor,
  turn: TurnRef,
): Promise<void> {
  const earlier = await asPerson(ports, person, (ctx) => listWaiting(ctx, turn));
  for (const one of earlier) await ports.chatSessions.revive(person, one);
}

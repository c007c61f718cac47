// Puts a summary in the place of what was said long ago. Nobody waits for it, no turn fails with it, and whatever ends
// it before it is stored, the next turn finds the window full and begins again: the database is all that remembers.
import { readUncondensed, type Uncondensed } from '../conversations/read-uncondensed.sql.ts';
import { storeSummary } from '../conversations/store-summary.sql.ts';
import type { Actor } from '../kernel/context.ts';
import { summaries } from '../kernel/metrics.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { localDayOf } from '../kernel/time.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { olderHalf } from './context-window.ts';
import { held, hold, textOfHeld } from './held.ts';
import { summariser } from './summariser.agent.ts';
import type { TurnRef } from './turn.ts';

type Outcome = 'stored' | 'needless' | 'failed';

/** One at a time for each conversation; of what several workers make at once, one is kept. Never throws. */
export async function condenseConversation(
  ports: ThinkingPorts,
  actor: Actor,
  turn: TurnRef,
): Promise<Outcome> {
  const { conversationId } = turn;
  const known = underWay.get(conversationId);
  if (known) return known;
  const work = condense(ports, actor, turn).catch((): Outcome => 'failed');
  underWay.set(conversationId, work);
  const outcome = await work;
  underWay.delete(conversationId);
  summaries.inc({ outcome });
  return outcome;
}

const underWay = new Map<string, Promise<Outcome>>();

/** What is asked for longer than this serves no turn any more. */
const PATIENCE_MS = 120_000;
/** Read at once, oldest first. */
const PAGE = 120;

async function condense(
  { orm, perform, models, meter }: ThinkingPorts,
  actor: Actor,
  turn: TurnRef,
): Promise<Outcome> {
  const { conversationId } = turn;
  const store = { orm, perform };
  const read = await inOneStatement(store, actor, (ctx) =>
    readUncondensed(ctx, { conversationId, most: PAGE }),
  );
  const older = olderHalf(settled(read.messages));
  const last = older.at(-1);
  if (!last || read.zone === null) return 'needless';
  const { zone } = read;
  const messages = older.map(({ role, text, saidAt }) => ({ role, text, said_on: localDayOf(saidAt, zone) }));
  // What an earlier version left has none.
  const earlier = held.nullable().parse(read.earlier?.held ?? null);
  const thinking = { person: actor, models, meter, signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = await ask(thinking, summariser, { earlier, messages }, turn);
  const kept = hold(earlier, answer, messages);
  const isStored = await inOneStatement(store, actor, (ctx) =>
    storeSummary(ctx, {
      conversationId,
      follows: read.earlier?.id ?? null,
      coversTo: last.id,
      text: textOfHeld(kept),
      held: kept,
      agent: summariser.name,
    }),
  );
  return isStored ? 'stored' : 'needless';
}

/** What may still be taken back, and all behind it, waits. */
function settled(messages: Uncondensed['messages']): Uncondensed['messages'] {
  const open = messages.findIndex(({ isOpen }) => isOpen);
  return open < 0 ? messages : messages.slice(0, open);
}

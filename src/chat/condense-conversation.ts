// Puts a summary in the place of what was said long ago. Nobody waits for it, no turn fails with it, and whatever ends
// it before it is stored, the next turn finds the window full and begins again: the database is all that remembers.
import { readUncondensed, type Uncondensed } from '../conversations/read-uncondensed.sql.ts';
import { storeSummary } from '../conversations/store-summary.sql.ts';
import type { Actor, Store } from '../kernel/context.ts';
import { summaries } from '../kernel/metrics.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { localDayOf } from '../kernel/time.ts';
import { within } from '../kernel/within.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { olderHalf } from './context-window.ts';
import { summaryContent, mergeContent, textOfContent } from './summary-content.ts';
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
  const underWay = underWayOf(ports);
  const known = underWay.get(conversationId);
  if (known) return known.outcome;
  const stop = new AbortController();
  const outcome = condense(ports, actor, turn, stop.signal).catch((): Outcome => 'failed');
  underWay.set(conversationId, { outcome, stop });
  summaries.inc({ outcome: await outcome });
  underWay.delete(conversationId);
  return outcome;
}

/**
 * For a worker that ends: what is under way has `limitMs` to be stored; then its calls are ended, and settled as that.
 * Waits as long again for that at most. Never throws.
 */
export async function endCondensing(store: Pick<Store, 'orm'>, limitMs: number): Promise<void> {
  const under = [...underWayOf(store).values()];
  const ended = Promise.all(under.map(({ outcome }) => outcome));
  const isOver = () => within(limitMs, ended).then(Boolean, () => false);
  if (await isOver()) return;
  for (const { stop } of under) stop.abort(new Error('the worker ends'));
  await isOver();
}

interface UnderWay {
  outcome: Promise<Outcome>;
  stop: AbortController;
}

/** Of one worker, by conversation. */
function underWayOf({ orm }: Pick<Store, 'orm'>): Map<string, UnderWay> {
  const known = UNDER_WAY.get(orm) ?? new Map<string, UnderWay>();
  UNDER_WAY.set(orm, known);
  return known;
}

const UNDER_WAY = new WeakMap<Store['orm'], Map<string, UnderWay>>();

/** What is asked for longer than this serves no turn any more. */
const PATIENCE_MS = 120_000;
/** Read at once, oldest first. */
const PAGE = 120;

async function condense(
  { orm, perform, models, meter }: ThinkingPorts,
  actor: Actor,
  turn: TurnRef,
  stop: AbortSignal,
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
  const earlier = summaryContent.nullable().parse(read.earlier?.content ?? null);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
  const thinking = { person: actor, models, meter, signal };
  const answer = await ask(thinking, summariser, { earlier, messages }, turn);
  const kept = await mergeContent(earlier, answer, messages);
  const isStored = await inOneStatement(store, actor, (ctx) =>
    storeSummary(ctx, {
      conversationId,
      follows: read.earlier?.id ?? null,
      coversTo: last.id,
      text: textOfContent(kept),
      content: kept,
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

// One conversation: turns are decided one after the other, each exactly once; one that waits for a plan waits beside
// the next ones. Idle sessions end; the next word starts one again.
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { NegotiationMove } from '../src/chat/turn.ts';
import { records, turns, waiting } from './activities.ts';
import {
  sendMessage,
  stopTurn,
  takeUp,
  type ChatInput,
  type OpenTurn,
  type Turn,
} from './chat-session.contract.ts';
import { onBehalf } from './correlation.ts';

const IDLE_MS = 30 * 60_000;
/** The server holds ten requests of a workflow open at once: these many turns may be waited for. */
const WAITED_FOR = 6;

type Answered = 'working' | undefined;

interface Session {
  conversation: Pick<ChatInput, 'orgId' | 'userId' | 'conversationId'>;
  /** Turns that are to be decided. */
  queue: (() => Promise<void>)[];
  /** Turns that are not answered yet, by message. */
  turns: Map<string, Promise<Answered>>;
  /** Those of them that wait for a plan. */
  open: Map<string, OpenTurn>;
  /** What works at a turn, by message. */
  scopes: Map<string, CancellationScope>;
}

export async function chatSession(input: ChatInput): Promise<void> {
  const { orgId, userId, conversationId, open = [], answered = [] } = input;
  const conversation = { orgId, userId, conversationId };
  const session: Session = { conversation, queue: [], turns: new Map(), open: new Map(), scopes: new Map() };
  for (const { messageId, next } of open)
    void remember(session, messageId, () => finish(session, messageId, next));
  setHandler(
    sendMessage,
    async ({ messageId }: Turn) => {
      if (answered.includes(messageId)) return undefined;
      return remember(session, messageId, () => inTurn(session, messageId));
    },
    // What waits when the session goes on as a new run is waited for there.
    { unfinishedPolicy: 'ABANDON' },
  );
  setHandler(takeUp, ({ messageId }) => {
    remember(session, messageId, () => inTurn(session, messageId)).catch(() => undefined);
  });
  setHandler(stopTurn, ({ messageId }) => session.scopes.get(messageId)?.cancel());

  for (;;) {
    const woken = await condition(() => session.queue.length > 0 || isLong(), IDLE_MS, {
      summary: 'next message',
    });
    const turn = session.queue.shift();
    if (turn) await turn();
    else if (isLong())
      await continueAsNew<typeof chatSession>({ ...conversation, open: [...session.open.values()] });
    else if (!woken && session.open.size === 0 && allHandlersFinished()) return;
  }
}

const isLong = () => workflowInfo().continueAsNewSuggested;

/** A message that is asked for twice, under whatever request, is one turn, as long as it waits for its plan, too. */
function remember(session: Session, messageId: string, begin: () => Promise<Answered>): Promise<Answered> {
  const known = session.turns.get(messageId);
  if (known) return known;
  if (session.open.has(messageId)) return Promise.resolve('working');
  const turn = begin();
  session.turns.set(messageId, turn);
  const forget = () => void session.turns.delete(messageId);
  turn.then(forget, forget);
  return turn;
}

/** Only deciding is in turn. */
function inTurn(session: Session, messageId: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const decideAndGoOn = async () => {
      const next = await decide(session, messageId);
      if (next.kind === 'none') return resolve(undefined);
      const isBeside = patched('turns-wait-beside');
      const waited = finish(session, messageId, next);
      if (isBeside) return resolve(session.open.size > WAITED_FOR ? 'working' : waited);
      return resolve(await waited);
    };
    session.queue.push(onBehalf(() => decideAndGoOn().catch(reject)));
  });
}

async function decide(session: Session, messageId: string) {
  const turn = { ...session.conversation, messageId };
  return answering(session, turn, () => turns.answerMessage(turn));
}

async function finish(session: Session, messageId: string, next: NegotiationMove): Promise<undefined> {
  const turn = { ...session.conversation, messageId };
  session.open.set(messageId, { messageId, next });
  const negotiate = () => waiting(workflowInfo().taskQueue).negotiate({ ...turn, next });
  try {
    await answering(session, turn, negotiate);
  } finally {
    session.open.delete(messageId);
  }
}

/** A stop has answered the turn already. */
async function answering<T>(
  session: Session,
  turn: OfTurn,
  work: () => Promise<T>,
): Promise<T | typeof NOTHING> {
  const scope = new CancellationScope();
  session.scopes.set(turn.messageId, scope);
  try {
    return await scope.run(work);
  } catch (error) {
    const isStopped = scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
    if (isStopped) return NOTHING;
    return await apologise(turn, error);
  } finally {
    session.scopes.delete(turn.messageId);
  }
}

type OfTurn = Parameters<typeof records.apologise>[0];
const NOTHING = { kind: 'none' } as const;

/** No turn ends without an answer. */
async function apologise(turn: OfTurn, error: unknown) {
  if (isCancellation(error)) throw error;
  await records.apologise(turn);
  return NOTHING;
}

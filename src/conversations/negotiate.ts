// The part of a turn in which a goal's negotiation moves; its outcome becomes the answer.
import type { MikroORM } from '@mikro-orm/postgresql';
import { readDraft } from '../goals/read-goal.ts';
import type { PlanContent } from '../goals/plan.ts';
import { asPerson, type Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { NextMove, TurnRef } from './answer-message.ts';
import { storeReply } from './store-reply.ts';

interface DraftRef {
  number: number;
  hash: string;
}

/** The negotiation's own doors; `temporal/flows.ts` implements them. */
export interface Negotiations {
  propose(person: Person, goalId: string): Promise<DraftRef>;
  revise(person: Person, goalId: string, messageId: string): Promise<DraftRef>;
  approve(
    person: Person,
    goalId: string,
    draft: DraftRef,
    requestId: string,
  ): Promise<{ draft: DraftRef; tasks: number }>;
  abandon(person: Person, goalId: string): Promise<void>;
}

/** Safe to repeat: the message's id is the request's id. */
export async function negotiate(
  deps: { orm: MikroORM; negotiations: Negotiations },
  person: Person,
  turn: TurnRef & { next: Exclude<NextMove, { kind: 'none' }> },
): Promise<void> {
  const { goalId } = turn.next;
  const answer = await move(deps, person, turn).catch((error: unknown) => explain(error));
  await asPerson(deps.orm, person, async (ctx) => {
    const draft = answer.draft && (await readDraft(ctx, { goalId, number: answer.draft.number }));
    await storeReply(ctx, {
      conversationId: turn.conversationId,
      replyTo: turn.messageId,
      text: draft ? [answer.text, planText(draft.content)].filter(Boolean).join(' ') : answer.text,
      agent: draft ? 'planner' : 'orchestrator',
      goalId,
      draftNumber: draft?.number ?? null,
      requiresUserAction: draft !== null,
    });
  });
}

interface Answer {
  text: string;
  /** The draft to show. */
  draft: DraftRef | null;
}

async function move(
  { negotiations }: { negotiations: Negotiations },
  person: Person,
  { next, messageId }: TurnRef & { next: Exclude<NextMove, { kind: 'none' }> },
): Promise<Answer> {
  switch (next.kind) {
    case 'propose':
      return { text: '', draft: await negotiations.propose(person, next.goalId) };
    case 'revise':
      return { text: '', draft: await negotiations.revise(person, next.goalId, messageId) };
    case 'abandon':
      await negotiations.abandon(person, next.goalId);
      return { text: 'Let go. If you change your mind, just say so.', draft: null };
    case 'approve': {
      const { tasks } = await negotiations.approve(person, next.goalId, next.draft, messageId);
      const sessions = tasks === 1 ? 'One session is' : `${tasks} sessions are`;
      return { text: `Agreed. ${sessions} in your calendar, and I will remind you of each.`, draft: null };
    }
  }
}

/** What the person can see to is said to them; everything else is tried again. */
function explain(error: unknown): Answer {
  if (!(error instanceof FluxError) || error.row.retryable) throw error;
  const latest = error.fields['latest'] as DraftRef | null | undefined;
  if (error.code === 'PLAN_STALE' && latest)
    return { text: 'The plan has changed since you saw it. This is how it stands now:', draft: latest };
  return { text: error.row.sentence, draft: null };
}

function planText(content: PlanContent): string {
  return [content.summary, ...content.conflicts.map((conflict) => `• ${conflict.message}`)].join('\n');
}

// What a model may do where a plan is drafted and agreed to: a negotiation stands in the middle.
import { z } from '@hono/zod-openapi';
import { id, words, working } from '../http/schemas.ts';
import { carryOut } from '../kernel/carry-out.ts';
import { asPerson, type Actor } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { defineTool } from '../llm/tool.ts';
import { activatePlan } from './activate-plan.ts';
import { beginDraft } from './begin-draft.ts';
import { draftHash, draftJson, draftNumber, presentDraft } from './goal-json.ts';
import { openModification } from './modify-goal.ts';
import { approvePlan, proposePlan, revisePlan, type Drafted, type NegotiationPorts } from './negotiations.ts';
import { readDraft, readDraftFor } from './read-goal.ts';
import { requestRevision } from './request-revision.ts';
import { withdrawRevision } from './withdraw-request.ts';

const stillWorking = z.strictObject({ status: working.describe('It goes on by itself: call again later.') });
const drafted = z.union([z.strictObject({ status: z.literal('drafted'), draft: draftJson }), stillWorking]);

export const proposePlanTool = defineTool({
  name: 'propose_plan',
  description: 'Has a six-week plan drafted for an open goal, or shows the draft that waits for a decision.',
  scope: 'goals:write',
  limit: 'agent',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ goal_id: id }),
  output: drafted,
  rehearse: async (ctx, { goal_id: goalId }) => {
    const begun = await beginDraft(ctx, { goalId });
    return begun.kind === 'drafted'
      ? `Shows draft ${begun.draft.number}, which waits for a decision.`
      : 'Has a plan of six weeks drafted. Nothing comes into the calendar before it is approved.';
  },
  run: async (ports: NegotiationPorts, actor, { goal_id: goalId }) =>
    show(ports, actor, goalId, await proposePlan(ports, actor, { goalId })),
});

export const revisePlanTool = defineTool({
  name: 'revise_plan',
  description:
    'Asks for another draft in plain words ("not on Mondays"), also as a change of a plan that runs. Nothing changes in the calendar before it is approved.',
  scope: 'goals:write',
  limit: 'agent',
  readOnly: false,
  destructive: false,
  idempotent: false,
  ownId: 'message_id',
  hears: ['message'],
  input: z.strictObject({
    goal_id: id,
    message: words(4000),
    message_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
  }),
  output: drafted,
  rehearse: async (ctx, { goal_id: goalId, message: text, message_id }) => {
    await openModification(ctx, { goalId });
    const messageId = message_id ?? newId();
    await requestRevision(ctx, { goalId, messageId, text });
    const begun = await beginDraft(ctx, { goalId, messageId });
    return begun.kind === 'drafted'
      ? `Shows draft ${begun.draft.number}, which answers this message.`
      : 'Has another draft made as the message asks. Nothing in the calendar changes before it is approved.';
  },
  run: async (ports: NegotiationPorts, actor, { goal_id: goalId, message: text, message_id }) => {
    const messageId = message_id ?? newId();
    const request = { goalId, messageId };
    const { isNew } = await asPerson(ports, actor, async (ctx) => {
      await openModification(ctx, { goalId });
      return requestRevision(ctx, { ...request, text });
    });
    const revised = await carryOut<boolean, Drafted>(ports, actor, isNew, {
      work: () => revisePlan(ports, actor, request),
      otherwise: {
        isNew: () => isNew,
        undo: async (ctx) =>
          (await withdrawRevision(ctx, request))
            ? null
            : { kind: 'drafted', draft: await readDraftFor(ctx, request) },
        kept: () => ({ kind: 'working' }),
      },
    });
    return show(ports, actor, goalId, revised);
  },
});

export const approvePlanTool = defineTool({
  name: 'approve_plan',
  description:
    'Agrees to the very draft that the person has seen: its tasks and reminders come to life, exactly once.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ goal_id: id, draft: draftNumber, hash: draftHash }),
  output: z.union([z.strictObject({ status: z.literal('approved'), tasks: z.int() }), stillWorking]),
  rehearse: async (ctx, { goal_id: goalId, draft: number, hash }) => {
    const activation = await activatePlan(ctx, { goalId, draft: { number, hash } });
    return activation.kind === 'activated'
      ? `Puts the ${activation.tasks} sessions of this plan into the calendar.`
      : 'Has another draft made, since this one no longer fits the calendar. Nothing is agreed to.';
  },
  run: async (ports: NegotiationPorts, actor, { goal_id: goalId, draft: number, hash }) => {
    const approved = await approvePlan(ports, actor, { goalId, draft: { number, hash } });
    if (approved.kind === 'working') return { status: 'working' as const };
    return { status: 'approved' as const, tasks: approved.tasks };
  },
});

async function show(
  ports: NegotiationPorts,
  actor: Actor,
  goalId: string,
  outcome: Drafted,
): Promise<z.input<typeof drafted>> {
  if (outcome.kind === 'working') return { status: 'working' };
  const { number } = outcome.draft;
  const draft = await asPerson(ports, actor, (ctx) => readDraft(ctx, { goalId, number }));
  return { status: 'drafted', draft: presentDraft(draft) };
}

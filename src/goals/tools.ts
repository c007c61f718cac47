// What a model may do with goals.
import { z } from '@hono/zod-openapi';
import { carryOut } from '../kernel/carry-out.ts';
import { id, words, working } from '../http/schemas.ts';
import { asPerson, type Actor } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { defineTool, defineTransactionTool } from '../llm/tool.ts';
import { draftHash, draftJson, draftNumber, presentDraft } from './goal-json.ts';
import { abandonGoal } from './abandon-goal.ts';
import { approvePlan, proposePlan, revisePlan, type Drafted, type NegotiationPorts } from './negotiations.ts';
import { dropModification, openModification, restorePlan } from './modify-goal.ts';
import { openGoal } from './open-goal.ts';
import { openStep } from './open-step.ts';
import { readDraft, readDraftFor } from './read-goal.ts';
import { requestRevision } from './request-revision.ts';
import { withdrawRevision } from './withdraw-request.ts';

const stillWorking = z.strictObject({ status: working.describe('It goes on by itself: call again later.') });
const drafted = z.union([z.strictObject({ status: z.literal('drafted'), draft: draftJson }), stillWorking]);

export const openGoalTool = defineTransactionTool({
  name: 'open_goal',
  description: 'Writes down what the person wants to reach, in their own words. Propose a plan for it next.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({
    wish: words(4000, 3),
    goal_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
  }),
  output: z.strictObject({ goal_id: id, conversation_id: id }),
  within: async (ctx, { wish, goal_id }) => {
    const { goalId, conversationId } = await openGoal(ctx, { wish, goalId: goal_id, conversationId: null });
    return { goal_id: goalId, conversation_id: conversationId };
  },
});

export const openStepTool = defineTransactionTool({
  name: 'open_goal_step',
  description: 'Begins with a step that waits in the roadmap of a goal. Propose a plan for it next.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ goal_id: id, conversation_id: id }),
  within: async (ctx, { goal_id }) => {
    const { goalId, conversationId } = await openStep(ctx, { goalId: goal_id });
    return { goal_id: goalId, conversation_id: conversationId };
  },
});

export const proposePlanTool = defineTool({
  name: 'propose_plan',
  description: 'Has a six-week plan drafted for an open goal, or shows the draft that waits for a decision.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({ goal_id: id }),
  output: drafted,
  run: async (ports: NegotiationPorts, actor, { goal_id: goalId }) =>
    show(ports, actor, goalId, await proposePlan(ports, actor, { goalId })),
});

export const revisePlanTool = defineTool({
  name: 'revise_plan',
  description:
    'Asks for another draft in plain words ("not on Mondays"), also as a change of a plan that runs. Nothing changes in the calendar before it is approved.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({
    goal_id: id,
    message: words(4000),
    message_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
  }),
  output: drafted,
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
  destructive: false,
  input: z.strictObject({ goal_id: id, draft: draftNumber, hash: draftHash }),
  output: z.union([z.strictObject({ status: z.literal('approved'), tasks: z.int() }), stillWorking]),
  run: async (ports: NegotiationPorts, actor, { goal_id: goalId, draft: number, hash }) => {
    const approved = await approvePlan(ports, actor, { goalId, draft: { number, hash } });
    if (approved.kind === 'working') return { status: 'working' as const };
    return { status: 'approved' as const, tasks: approved.tasks };
  },
});

export const letGoTool = defineTransactionTool({
  name: 'let_go_of_goal',
  description:
    'Ends a goal, whether it is negotiated or running: its open tasks are cancelled, their reminders stop.',
  scope: 'goals:write',
  destructive: true,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ status: z.literal('let_go') }),
  within: async (ctx, { goal_id: goalId }) => {
    await abandonGoal(ctx, { goalId });
    return { status: 'let_go' as const };
  },
});

export const restorePlanTool = defineTransactionTool({
  name: 'restore_plan',
  description:
    'Undoes a change of a plan that runs: drafts again what lies ahead of the plan approved before. Approve it next.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({ goal_id: id, draft: draftNumber.optional() }),
  output: draftJson,
  within: async (ctx, { goal_id: goalId, draft }) => {
    const { number } = await restorePlan(ctx, { goalId, draft });
    return presentDraft(await readDraft(ctx, { goalId, number }));
  },
});

export const dropModificationTool = defineTransactionTool({
  name: 'drop_modification',
  description: 'Gives up a change of a running plan that waits for approval: the plan stays as it is.',
  scope: 'goals:write',
  destructive: false,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ status: z.literal('as_it_was') }),
  within: async (ctx, { goal_id: goalId }) => {
    await dropModification(ctx, { goalId });
    return { status: 'as_it_was' as const };
  },
});

export const goalTools = [
  restorePlanTool,
  dropModificationTool,

  openGoalTool,
  openStepTool,
  proposePlanTool,
  revisePlanTool,
  approvePlanTool,
  letGoTool,
];

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

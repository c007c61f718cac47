// The activities: each binds one verb to the dependencies of this worker.
import { cancellationSignal } from '@temporalio/activity';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Specialist } from '../src/agents.ts';
import type { VoiceCallChannel } from '../src/channels/voice-call.ts';
import type { WebPushChannel } from '../src/channels/web-push.ts';
import type { WhatsAppChannel } from '../src/channels/whatsapp.ts';
import { answerMessage, type NextMove, type TurnRef } from '../src/conversations/answer-message.ts';
import { negotiate } from '../src/conversations/negotiate.ts';
import { abandonGoal } from '../src/goals/abandon-goal.ts';
import { activatePlan } from '../src/goals/activate-plan.ts';
import { classify, observePatterns, schedule, type DraftRequest } from '../src/goals/consult-specialist.ts';
import { draftPlan } from '../src/goals/draft-plan.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import { deleteDue } from '../src/kernel/retention/delete-due.ts';
import { findPolicy, POLICIES } from '../src/kernel/retention/policies.ts';
import type { Model } from '../src/llm/model.ts';
import { closeAsMissed } from '../src/reminders/close-as-missed.ts';
import { hangUpCall, placeCall } from '../src/reminders/place-call.ts';
import { sendPush } from '../src/reminders/send-push.ts';
import { sendWhatsApp } from '../src/reminders/send-whatsapp.ts';
import { startReminders, sweepReminders } from '../src/reminders/start-reminders.ts';
import type { Flows } from '../temporal/flows.ts';
import type { DraftRef, ReminderInput } from '../workflows/contracts.ts';
import { beating, bind } from './bind.ts';

export interface ActivityDependencies {
  orm: MikroORM;
  model: Model;
  flows: Flows;
  webPush: WebPushChannel;
  whatsapp: WhatsAppChannel;
  voiceCall: VoiceCallChannel;
  publicUrl: string;
  tokenSecret: string;
  whatsappFrom: string;
  callFrom: string;
  whatsappTemplateSid: string | null;
  settleMs: number;
}

type GoalRef = Person & { goalId: string };
type Drafting = Person & DraftRequest;

export function createActivities(deps: ActivityDependencies) {
  const { orm, flows } = deps;
  const thinking = () => ({ orm, model: deps.model, signal: cancellationSignal() });
  return bind({
    push: (rung: ReminderInput) => sendPush(deps, personOf(rung), rung),
    whatsapp: (rung: ReminderInput) =>
      beating(
        sendWhatsApp(
          { ...deps, from: deps.whatsappFrom, templateSid: deps.whatsappTemplateSid },
          personOf(rung),
          rung,
        ),
      ),
    call: (rung: ReminderInput) => beating(placeCall({ ...deps, from: deps.callFrom }, personOf(rung), rung)),
    hangUp: (rung: ReminderInput) => beating(hangUpCall(deps, personOf(rung), rung)),
    closeAsMissed: (rung: ReminderInput) => asPerson(orm, personOf(rung), (ctx) => closeAsMissed(ctx, rung)),

    classify: (request: Drafting) => beating(classify(thinking(), personOf(request), request)),
    schedule: (request: Drafting) => beating(schedule(thinking(), personOf(request), request)),
    observePatterns: (request: Drafting) => beating(observePatterns(thinking(), personOf(request), request)),
    draftPlan: (request: Drafting & { missing: Specialist[] }) =>
      beating(draftPlan(thinking(), personOf(request), request)),
    activatePlan: (goal: GoalRef & { draft: DraftRef }) =>
      asPerson(orm, personOf(goal), (ctx) => activatePlan(ctx, goal)),
    startReminders: (goal: GoalRef) => beating(startReminders(deps, personOf(goal), goal)),
    abandonGoal: async (goal: GoalRef) => {
      const nudges = await asPerson(orm, personOf(goal), (ctx) => abandonGoal(ctx, goal));
      await Promise.all(nudges.map((nudge) => flows.settle(nudge)));
    },
    sweepReminders: () => beating(sweepReminders(deps)),

    listPolicies: async () => POLICIES.map(({ name }) => name),
    deleteDue: async ({ policy }: { policy: string }) => {
      const found = findPolicy(policy);
      // Listed by a version that still had it.
      if (!found) return { deleted: 0, isDone: true };
      const options = { forMs: 60_000, signal: cancellationSignal() };
      const { deleted, isDone } = await beating(deleteDue(orm, found, options));
      return { deleted, isDone };
    },

    answerMessage: async (turn: Person & TurnRef): Promise<NextMove> => {
      const { next, nudge, due } = await beating(answerMessage(thinking(), personOf(turn), turn));
      if (nudge) await flows.settle(nudge);
      if (due) await startReminders(deps, personOf(turn), { taskId: due.taskId });
      return next;
    },
    negotiate: (turn: Person & TurnRef & { next: Exclude<NextMove, { kind: 'none' }> }) =>
      beating(negotiate({ orm, negotiations: flows }, personOf(turn), turn)),
  });
}

export type Activities = ReturnType<typeof createActivities>;

function personOf({ orgId, userId }: Person): Person {
  return { orgId, userId };
}

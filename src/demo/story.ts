// The story: a wish becomes a plan; one run is answered on the phone's third try, another one is missed.
import { z } from 'zod';
import { phoneClient, type Api } from './clients.ts';
import type { Narrator } from './narrator.ts';
import { negotiate, say } from './negotiate.ts';
import { answerCall, leaveToVoicemail, watchPush, watchWhatsApp } from './phone-scenes.ts';
import { CAST } from '../seed/cast.ts';
import { signUp } from './sign-up.ts';

export interface Stage {
  apiUrl: string;
  phoneUrl: string;
  temporalUiUrl: string;
  namespace: string;
}

const WINDOW_SECONDS = 4;

const task = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  generation: z.number(),
  settled_via: z.string().nullable(),
});
const tasks = z.object({ tasks: z.array(task) });

/** Throws as soon as anything happens otherwise than told. */
export async function tellStory(stage: Stage, { chapter, tell }: Narrator): Promise<void> {
  const phone = phoneClient(stage.phoneUrl);
  const operator = (workflowId: string) =>
    tell(
      'Operator',
      `${stage.temporalUiUrl}/namespaces/${stage.namespace}/workflows/${encodeURIComponent(workflowId)}`,
    );

  chapter('1. Ana signs up and connects her phone');
  const api = await signUp(stage.apiUrl, phone, WINDOW_SECONDS);
  tell(
    'Ana',
    `registered; push, WhatsApp and calls are open. Her phone: ${stage.phoneUrl}/?phone=${encodeURIComponent(CAST.ana.phone)}`,
  );

  chapter('2. A wish becomes a plan');
  const { goalId, conversationId } = await negotiate(api, { chapter, tell });
  operator(`chat/${conversationId}`);
  operator(`goal/${goalId}`);
  const planned = await api(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`, tasks);
  tell('Flux', `${planned.tasks.length} sessions stand in her calendar; each is reminded of in its time.`);
  const [first, second] = planned.tasks;
  if (!first || !second) throw new Error('the plan has too few sessions for this story');

  chapter('3. A reminder that climbs until Ana answers');
  const answered = await moveToNow(api, first.id);
  tell(
    'Ana',
    `does “${first.title}” today instead: it starts now. (Windows of ${WINDOW_SECONDS} s instead of minutes.)`,
  );
  operator(`reminder/${answered.id}/${answered.generation}`);
  await watchPush(phone, answered.title, tell, 'ignores it');
  await watchWhatsApp(phone, answered.title, tell, 'ignores it');
  await answerCall(phone, tell);
  const done = await settled(api, answered.id, 'done');
  if (done.settled_via !== 'call') throw new Error(`settled by ${done.settled_via}, not by the call`);
  tell('Flux', `“${done.title}” is ${done.status}, answered by ${done.settled_via}.`);

  chapter('4. A reminder that nobody answers');
  const ignored = await moveToNow(api, second.id);
  tell('Ana', `has left her phone at home. “${second.title}” starts now.`);
  operator(`reminder/${ignored.id}/${ignored.generation}`);
  await watchPush(phone, ignored.title, tell, 'does not see it');
  await watchWhatsApp(phone, ignored.title, tell, 'does not see it');
  await leaveToVoicemail(phone, tell);
  const missed = await settled(api, ignored.id, 'missed');
  tell('Flux', `“${missed.title}” is ${missed.status}.`);
  const progress = await say(api, 'How am I doing?', conversationId);
  tell('Ana', 'How am I doing?');
  tell('Flux', progress.message);
}

async function moveToNow(api: Api, taskId: string): Promise<z.infer<typeof task>> {
  const startsAt = new Date(Date.now() + 1500).toISOString();
  await api(200, 'POST', `/v1/tasks/${taskId}/reschedule`, z.unknown(), { starts_at: startsAt });
  return api(200, 'GET', `/v1/tasks/${taskId}`, task);
}

async function settled(api: Api, taskId: string, status: string): Promise<z.infer<typeof task>> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const found = await api(200, 'GET', `/v1/tasks/${taskId}`, task);
    if (found.status === status) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the task did not become ${status}`);
}

// The story: a wish becomes a plan; one run is answered on the phone's third try, another one is missed.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { planContent } from '../goals/plan.ts';
import { CAST } from '../seed/cast.ts';
import type { State } from '../simulator/state.ts';
import { apiClient, phoneClient, type Api, type Phone } from './clients.ts';
import type { Narrator } from './narrator.ts';

export interface Stage {
  apiUrl: string;
  phoneUrl: string;
  temporalUiUrl: string;
  namespace: string;
}

const { name: NAME, zone: ZONE, phone: NUMBER, wish: WISH } = CAST.ana;
const WINDOW_SECONDS = 4;

const account = z.object({ access_token: z.string() });
const reply = z.object({
  conversation_id: z.string(),
  message: z.string(),
  goal_id: z.string().nullish(),
  proposed_plan: z.object({ draft: z.number(), hash: z.string(), plan: planContent }).nullish(),
});
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
  const api = await signUp(stage, phone);
  tell('Ana', `registered; push, WhatsApp and calls are open. Her phone: ${stage.phoneUrl}`);

  chapter('2. A wish becomes a plan');
  const { goalId, conversationId } = await negotiate(api, { chapter, tell });
  operator(`chat/${conversationId}`);
  operator(`goal/${goalId}`);
  const planned = await api(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`, tasks);
  tell('Flux', `${planned.tasks.length} sessions stand in her calendar, each with a reminder of its own.`);
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
  await phone.waitFor('the second call', ringing);
  await phone.post(`/phones/${encodeURIComponent(NUMBER)}/call/voicemail`);
  const voicemail = await phone.waitFor('the voicemail', (state) =>
    state.calls.findLast(
      (call) => call.number === NUMBER && call.pickedUpBy === 'machine' && call.spoken.length > 0,
    ),
  );
  tell('Call', `reaches voicemail, which is no answer: “${voicemail.spoken.join(' ')}”`);
  const missed = await settled(api, ignored.id, 'missed');
  tell('Flux', `“${missed.title}” is ${missed.status}.`);
  const progress = await say(api, 'How am I doing?', conversationId);
  tell('Ana', 'How am I doing?');
  tell('Flux', progress.message);
}

async function signUp(stage: Stage, phone: Phone): Promise<Api> {
  const { access_token } = await apiClient(stage.apiUrl, null)(201, 'POST', '/v1/auth/register', account, {
    email: `ana-${randomUUID()}@example.com`,
    password: randomUUID(),
    name: NAME,
    zone: ZONE,
  });
  const api = apiClient(stage.apiUrl, access_token);
  const anything = z.unknown();
  await api(200, 'PATCH', '/v1/account/preferences', anything, {
    escalation_window_seconds: WINDOW_SECONDS,
    reminder_lead_seconds: 0,
  });
  await phone.post('/phones', { number: NUMBER, name: NAME });
  const subscription = z
    .object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })
    .parse(await phone.post('/push/subscriptions', { number: NUMBER, name: 'Ana’s browser' }));
  await api(201, 'POST', '/v1/account/push-subscriptions', anything, subscription);
  await api(202, 'POST', '/v1/account/phone/verification', anything, { phone: NUMBER });
  const { code } = await phone.waitFor('the one-time code', (state) =>
    state.verifications.findLast((one) => one.to === NUMBER && one.status === 'pending'),
  );
  await api(200, 'POST', '/v1/account/phone/verification/check', anything, { code });
  await api(200, 'PUT', '/v1/account/whatsapp-opt-in', anything);
  // Her first word opens WhatsApp's 24 hours for free text.
  await phone.post(`/phones/${encodeURIComponent(NUMBER)}/texts`, { text: 'Hello Flux' });
  return api;
}

async function negotiate(api: Api, { tell }: Narrator): Promise<{ goalId: string; conversationId: string }> {
  tell('Ana', WISH);
  const proposed = await say(api, WISH);
  if (!proposed.goal_id || !proposed.proposed_plan) throw new Error('no plan was proposed');
  tell('Flux', proposed.message);
  showPlan(proposed.proposed_plan, tell);

  const change = 'Not on Mondays, please';
  tell('Ana', change);
  const changed = await say(api, change, proposed.conversation_id);
  if (changed.proposed_plan?.draft !== 2) throw new Error('the change made no second draft');
  showPlan(changed.proposed_plan, tell);

  tell('Ana', 'Yes, that works for me');
  const agreed = await say(api, 'Yes, that works for me', proposed.conversation_id);
  tell('Flux', agreed.message);
  return { goalId: proposed.goal_id, conversationId: proposed.conversation_id };
}

function say(api: Api, message: string, conversationId?: string): Promise<z.infer<typeof reply>> {
  return api(200, 'POST', '/v1/chat/messages', reply, {
    message,
    ...(conversationId && { conversation_id: conversationId }),
  });
}

function showPlan(
  { draft, hash, plan }: NonNullable<z.infer<typeof reply>['proposed_plan']>,
  tell: Narrator['tell'],
): void {
  const rows = plan.tasks.map(({ weeks, days, time, duration_minutes, title }) => {
    const span = weeks.from === weeks.to ? `week ${weeks.from}` : `weeks ${weeks.from}-${weeks.to}`;
    return `${span.padEnd(10)} ${days.join(' ').padEnd(12)} ${time}  ${String(duration_minutes).padStart(3)} min  ${title}`;
  });
  tell('Flux', [`Draft ${draft} (${hash.slice(0, 8)})`, ...rows].join('\n'));
}

async function moveToNow(api: Api, taskId: string): Promise<z.infer<typeof task>> {
  const startsAt = new Date(Date.now() + 1500).toISOString();
  await api(200, 'POST', `/v1/tasks/${taskId}/reschedule`, z.unknown(), { starts_at: startsAt });
  return api(200, 'GET', `/v1/tasks/${taskId}`, task);
}

async function watchPush(
  phone: Phone,
  title: string,
  tell: Narrator['tell'],
  reaction: string,
): Promise<void> {
  const push = await phone.waitFor('the push', (state) =>
    state.notifications.findLast(
      (one) =>
        one.number === NUMBER &&
        one.title === title &&
        one.status === 'shown' &&
        Date.now() - one.at < 60_000,
    ),
  );
  tell('Push', `${push.title} · ${push.body} [${push.actions.map((action) => action.title).join('] [')}]`);
  tell('Ana', reaction);
}

async function watchWhatsApp(
  phone: Phone,
  title: string,
  tell: Narrator['tell'],
  reaction: string,
): Promise<void> {
  const since = Date.now();
  const message = await phone.waitFor('the WhatsApp message', (state) =>
    state.messages.findLast(
      (one) =>
        one.number === NUMBER &&
        one.direction === 'outbound-api' &&
        one.body.startsWith(title) &&
        one.createdAt >= since,
    ),
  );
  tell('WhatsApp', message.body);
  tell('Ana', reaction);
}

const ringing = (state: State) =>
  state.calls.find((call) => call.number === NUMBER && call.status === 'ringing');

async function answerCall(phone: Phone, tell: Narrator['tell']): Promise<void> {
  const mine = `/phones/${encodeURIComponent(NUMBER)}/call`;
  await phone.waitFor('the call', ringing);
  tell('Call', 'rings');
  await phone.post(`${mine}/answer`);
  const call = await phone.waitFor('the question', (state) =>
    state.calls.findLast((one) => one.number === NUMBER && one.gathering !== null),
  );
  tell('Call', `“${call.caption}”`);
  await phone.post(`${mine}/digits`, { digits: '1' });
  tell('Ana', 'presses 1');
  const ended = await phone.waitFor('the end of the call', (state) =>
    state.calls.find((one) => one.sid === call.sid && one.status === 'completed'),
  );
  tell('Call', `“${ended.spoken.at(-1) ?? ''}”`);
}

async function settled(api: Api, taskId: string, status: string): Promise<z.infer<typeof task>> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const found = await api(200, 'GET', `/v1/tasks/${taskId}`, task);
    if (found.status === status) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the task did not become ${status}`);
}

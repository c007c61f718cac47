// The REST door of the first questions: how far they are, begun anew, or waved off.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { waveOffOnboarding } from '../account/wave-off-onboarding.ts';
import type { Env } from '../http/env.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { beginOnboarding, readOnboarding } from './finish.ts';
import { QUESTIONS, TEXTS } from './questions.ts';
import { isSettled, nextQuestion, type OnboardingState } from './state.ts';

const question = z.enum(QUESTIONS);
const onboardingJson = z
  .strictObject({
    status: z.enum(['open', 'done']).describe('done: answered, or waved off.'),
    next: z
      .strictObject({ question, text: z.string() })
      .nullable()
      .describe('What is asked next; null where nothing is.'),
    answered: z.array(question),
    skipped: z.array(question),
    open: z.array(question),
  })
  .openapi('Onboarding');

function present(state: OnboardingState | null): z.infer<typeof onboardingJson> {
  if (state === null) return { status: 'done', next: null, answered: [], skipped: [], open: [] };
  const next = nextQuestion(state);
  return {
    status: 'open',
    next: next && { question: next, text: TEXTS[next] },
    answered: state.answered,
    skipped: state.skipped,
    open: QUESTIONS.filter((one) => !isSettled(state, one)),
  };
}

const read = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/onboarding',
    operationId: 'readOnboarding',
    summary: 'How far the first questions are',
    responses: { 200: answer('As it stands.', onboardingJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(present(await asPerson(ports, c.var.person, readOnboarding)), 200),
);

const begin = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'post',
    path: '/account/onboarding',
    operationId: 'beginOnboarding',
    summary:
      'Have the first questions asked in chat, from the beginning; what the profile holds is not asked',
    responses: { 200: answer('They are asked with the next message.', onboardingJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: present(await beginOnboarding(ctx)) })),
);

const waveOff = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/onboarding',
    operationId: 'waveOffOnboarding',
    summary: 'No first questions; what was answered stays answered',
    responses: { 200: answer('Nothing is asked.', onboardingJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => {
      await waveOffOnboarding(ctx);
      return { body: present(null) };
    }),
);

export const onboardingRoutes = (ports: OncePorts): OpenAPIHono<Env> => room(ports, read, begin, waveOff);

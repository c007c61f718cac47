// The door for those who are nobody yet: an account at once, or once its address is proven.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { readKey } from '../kernel/request-mark.ts';
import { mailed, registration, registrationProof, sessionJson } from './auth-json.ts';
import { beginRegistration } from './begin-registration.ts';
import { finishRegistration } from './finish-registration.ts';
import { registerPerson } from './register-person.ts';
import { networkIn, open, type AuthPorts } from './signed-in-json.ts';
import { waveOffOnboarding } from './wave-off-onboarding.ts';

const register = endpoint(
  {
    access: 'public',
    limit: 'register',
    once: true,
    // A repeat signs in, and the password may be changed in that moment.
    problems: ['EMAIL_TAKEN', 'PASSWORD_WEAK', 'BAD_CREDENTIALS', 'RATE_LIMITED'],
  },
  {
    method: 'post',
    path: '/auth/register',
    operationId: 'register',
    summary:
      'Make an account with an organisation of its own; a repeat with the same Idempotency-Key signs in to it',
    request: { body: jsonBody(registration) },
    responses: {
      201: answer('Signed in.', sessionJson),
      202: answer(
        'Where an address has to be proven (EMAIL_VERIFICATION): look into your mailbox. The same whether it is taken or not.',
        mailed,
      ),
    },
  },
  (ports: AuthPorts) => async (c) => {
    const { name = null, onboarding, ...given } = c.req.valid('json');
    const key = readKey(c.req.header('Idempotency-Key'));
    const input = { ...given, name, key, network: networkIn(c, ports) };
    if (ports.outbox.isProofRequired) {
      await beginRegistration(ports, { ...input, onboarding });
      return c.json({ status: 'mailed' as const }, 202);
    }
    const { person, isReplay } = await registerPerson(ports, input);
    // Where this is lost, they are asked after all, and can still say no.
    if (!onboarding) await asPerson(ports, { ...person, via: 'rest' }, waveOffOnboarding);
    if (isReplay) c.header('Idempotent-Replayed', 'true');
    return c.json(await open(ports, c, given.email, person), 201);
  },
);

const confirm = endpoint(
  {
    access: 'public',
    limit: 'sign-in',
    problems: ['LINK_INVALID', 'BAD_CREDENTIALS', 'RATE_LIMITED'],
  },
  {
    method: 'post',
    path: '/auth/register/confirmation',
    operationId: 'confirmRegistration',
    summary: 'Make the account by the link that was mailed, with the password that was chosen',
    request: { body: jsonBody(registrationProof) },
    responses: { 201: answer('Signed in.', sessionJson) },
  },
  (ports: AuthPorts) => async (c) => {
    const proof = { ...c.req.valid('json'), network: networkIn(c, ports) };
    const { person, email, onboarding } = await finishRegistration(ports, proof);
    if (!onboarding) await asPerson(ports, { ...person, via: 'rest' }, waveOffOnboarding);
    return c.json(await open(ports, c, email, person), 201);
  },
);

export const registrationRoutes = (ports: AuthPorts): OpenAPIHono<Env> => room(ports, register, confirm);

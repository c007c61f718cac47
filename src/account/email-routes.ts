// The doors of links that are mailed: a proven address, a forgotten password, another address.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { clientAddress } from '../http/client-address.ts';
import type { Env } from '../http/env.ts';
import type { OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { email } from '../http/schemas.ts';
import { writeCounted } from '../http/write-counted.ts';
import { takeEmail } from '../emails/take-email.ts';
import { FluxError } from '../kernel/errors.ts';
import { givenPassword, mailed, newPassword } from './auth-json.ts';
import { beginEmailChange, finishEmailChange, requirePassword } from './change-email.ts';
import type { MailPorts } from './mail-ports.ts';
import { networkOf } from './network.ts';
import { readMe } from './read-me.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword, takeBackEmail } from './reset-password.ts';
import { requestVerification, verifyEmail } from './verify-email.ts';

export interface EmailPorts extends OncePorts, MailPorts {
  trustedProxyHops: number;
}

const token = z.string().min(1).max(200).describe('Of the link, behind `#token=`. It opens once.');
const byToken = z.strictObject({ token });
const withPassword = z.strictObject({ token, password: newPassword });

const requestVerificationMail = endpoint(
  { access: 'session', limit: 'crud', problems: ['EMAIL_NOT_CONFIGURED', 'RATE_LIMITED'] },
  {
    method: 'post',
    path: '/auth/email/verification',
    operationId: 'requestEmailVerification',
    summary: 'Mail a link that proves your address, for a day; none where it is proven',
    responses: { 202: answer('Look into your mailbox.', z.strictObject({ email_verified: z.boolean() })) },
  },
  (ports: EmailPorts) => async (c) => {
    if (!ports.outbox.isOpen) throw new FluxError('EMAIL_NOT_CONFIGURED');
    let unproven: string | null = null;
    return writeCounted(c, ports, 202, {
      may: async (ctx) => {
        const { email: address, isEmailVerified } = await readMe(ctx);
        unproven = isEmailVerified ? null : address;
      },
      count: async () => {
        const asker = c.var.person.userId;
        if (unproven !== null)
          await takeEmail(ports.limiter, { mail: 'verification', asker, address: unproven });
      },
      work: async (ctx) => {
        const { isVerified } = await requestVerification(ports.outbox, ctx);
        return { body: { email_verified: isVerified } };
      },
    });
  },
);

const confirmVerification = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['LINK_INVALID'] },
  {
    method: 'post',
    path: '/auth/email/verification/confirmation',
    operationId: 'confirmEmailVerification',
    summary: 'Prove an address by the link that was mailed there',
    request: { body: jsonBody(byToken) },
    responses: { 204: { description: 'It is proven.' } },
  },
  (ports: EmailPorts) => async (c) => {
    await verifyEmail(ports, c.req.valid('json').token);
    return c.body(null, 204);
  },
);

const requestReset = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['EMAIL_NOT_CONFIGURED', 'RATE_LIMITED'] },
  {
    method: 'post',
    path: '/auth/password/reset-request',
    operationId: 'requestPasswordReset',
    summary: 'Mail a link for a new password, for an hour; nobody learns whether the address has an account',
    request: { body: jsonBody(z.strictObject({ email })) },
    responses: { 202: answer('Whoever has an account finds a mail.', mailed) },
  },
  (ports: EmailPorts) => async (c) => {
    const network = networkOf(clientAddress(c, ports.trustedProxyHops));
    await requestPasswordReset(ports, { email: c.req.valid('json').email, network });
    return c.json({ status: 'mailed' as const }, 202);
  },
);

const reset = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['LINK_INVALID', 'PASSWORD_WEAK'] },
  {
    method: 'post',
    path: '/auth/password/reset',
    operationId: 'resetPassword',
    summary: 'Choose a new password by the link that was mailed; every session ends',
    request: { body: jsonBody(withPassword) },
    responses: { 204: { description: 'Sign in with it.' } },
  },
  (ports: EmailPorts) => async (c) => {
    await resetPassword(ports, c.req.valid('json'));
    return c.body(null, 204);
  },
);

const changeEmail = endpoint(
  {
    access: 'session',
    limit: 'crud',
    problems: ['EMAIL_NOT_CONFIGURED', 'BAD_CREDENTIALS', 'RATE_LIMITED'],
  },
  {
    method: 'post',
    path: '/account/email-change',
    operationId: 'changeEmail',
    summary: 'Mail a link to a new address, for a day; until it is opened the one before counts',
    request: { body: jsonBody(z.strictObject({ email, current_password: givenPassword })) },
    responses: { 202: answer('Whether the address is taken is not said.', mailed) },
  },
  (ports: EmailPorts) => async (c) => {
    if (!ports.outbox.isOpen) throw new FluxError('EMAIL_NOT_CONFIGURED');
    const { email: address, current_password: password } = c.req.valid('json');
    const { userId } = c.var.person;
    return writeCounted(c, ports, 202, {
      may: async () => {},
      count: async () => {
        await requirePassword(ports, { userId, password });
        await takeEmail(ports.limiter, { mail: 'change', asker: userId, address });
      },
      work: async (ctx) => {
        await beginEmailChange(ports.outbox, ctx, address);
        return { body: { status: 'mailed' as const } };
      },
    });
  },
);

const confirmChange = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['LINK_INVALID'] },
  {
    method: 'post',
    path: '/auth/email/change/confirmation',
    operationId: 'confirmEmailChange',
    summary: 'Move to the new address by the link that was mailed there; the old one is told',
    request: { body: jsonBody(byToken) },
    responses: { 204: { description: 'Sign in with it from now on.' } },
  },
  (ports: EmailPorts) => async (c) => {
    await finishEmailChange(ports, c.req.valid('json').token);
    return c.body(null, 204);
  },
);

const takeBack = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['LINK_INVALID', 'PASSWORD_WEAK'] },
  {
    method: 'post',
    path: '/auth/email/take-back',
    operationId: 'takeBackEmail',
    summary:
      'Undo a change of address by the link that the old one got, with a new password; every session ends',
    request: { body: jsonBody(withPassword) },
    responses: { 204: { description: 'Sign in with the old address and the new password.' } },
  },
  (ports: EmailPorts) => async (c) => {
    await takeBackEmail(ports, c.req.valid('json'));
    return c.body(null, 204);
  },
);

export const emailRoutes = (ports: EmailPorts): OpenAPIHono<Env> =>
  room(
    ports,
    requestVerificationMail,
    confirmVerification,
    requestReset,
    reset,
    changeEmail,
    confirmChange,
    takeBack,
  );

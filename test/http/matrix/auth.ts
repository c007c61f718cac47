// Signing in and out in the matrix.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { hashPassword } from '../../../src/account/password.ts';
import { makeLink } from '../../../src/emails/email-link.ts';
import { PASSWORD } from '../../harness/http.ts';
import type { World } from '../../harness/world.ts';
import type { Actor } from './actor.ts';
import { mailedToken, tokensIn } from '../../harness/mailed.ts';
import { plain, type Entries } from './entry.ts';

/** Another sign-in of theirs. */
async function signedIn(who: Actor): Promise<{ refreshToken: string; sessionId: string }> {
  const credentials = { email: who.session.email, password: PASSWORD };
  const { body } = await who.api.call('POST', '/v1/auth/login', { body: credentials });
  const seen = await who.api.call('GET', '/v1/account/sessions', { token: body.access_token });
  const { id } = seen.body.sessions.find(({ current }: { current: boolean }) => current);
  return { refreshToken: body.refresh_token, sessionId: id };
}

/** Mailed to `email`, once `asked` has been done: the newest link that leads to `page`. */
async function mailed(
  who: Actor,
  email: string,
  page: string,
  asked: () => Promise<unknown>,
): Promise<string> {
  const { simulator } = who.world;
  const known = tokensIn(simulator, email, page).length;
  await asked();
  return mailedToken(simulator, email, page, known);
}

const resetLink = (who: Actor): Promise<string> =>
  mailed(who, who.session.email, 'reset', () =>
    who.api.call('POST', '/v1/auth/password/reset-request', { body: { email: who.session.email } }),
  );

async function changeLink(who: Actor): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const body = { email, current_password: PASSWORD };
  return mailed(who, email, 'change', () => who.expect('POST', '/v1/account/email-change', body));
}

/** Of a change of address that was none: whoever is asked stays who they are. */
async function backLink({ world, session }: Actor): Promise<string> {
  const link = makeLink('take-back');
  await asOwner(
    world,
    `insert into email_links (hash, kind, user_id, email, expires_at) values ($1, 'take-back', $2, $3, $4)`,
    [link.hash, session.userId, session.email, link.validUntil],
  );
  return link.token;
}

async function asOwner(world: World, sql: string, values: unknown[]): Promise<void> {
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query(sql, values);
  await admin.end();
}

/** Of somebody who waits. */
async function receiptToken(who: Actor): Promise<string> {
  const other = await who.api.register({ name: 'Gone' });
  const { body } = await other.call('POST', '/v1/me/erasure', { password: PASSWORD });
  return body.receipt_url.split('/').at(-1);
}

const refreshToken = async (who: Actor) => ({
  body: { refresh_token: (await who.have(signedIn)).refreshToken },
});

/** As it stands where addresses have to be proven; what is mailed there is for test/http/account/proven-registration.test.ts. */
async function pendingRegistration({ world }: Actor): Promise<string> {
  const link = makeLink('registration');
  const details = { password_hash: await hashPassword(PASSWORD), name: null, zone: 'UTC', onboarding: false };
  await asOwner(world, `select begin_registration($1, $2, $3, $4, $5, '', '{}')`, [
    link.hash,
    `${randomUUID()}@example.com`,
    details,
    link.validUntil,
    randomUUID(),
  ]);
  return link.token;
}

export const AUTH: Entries = {
  register: {
    ask: () => ({ body: { email: `${randomUUID()}@example.com`, password: PASSWORD, zone: 'UTC' } }),
  },
  confirmRegistration: {
    ask: async (who) => ({ body: { token: await pendingRegistration(who), password: PASSWORD } }),
  },
  login: { ask: (who) => ({ body: { email: who.session.email, password: PASSWORD } }) },
  refresh: { ask: refreshToken },
  logout: { ask: refreshToken },
  logoutEverywhere: { isLast: true, ask: () => ({}) },
  readMe: plain,
  changePassword: {
    isLast: true,
    ask: () => ({ body: { current_password: PASSWORD, new_password: `${PASSWORD} and more` } }),
  },
  requestEmailVerification: plain,
  confirmEmailVerification: {
    ask: async (who) => {
      const ask = () => who.expect('POST', '/v1/auth/email/verification');
      return { body: { token: await mailed(who, who.session.email, 'verification', ask) } };
    },
  },
  requestPasswordReset: { ask: (who) => ({ body: { email: who.session.email } }) },
  resetPassword: {
    isLast: true,
    ask: async (who) => ({ body: { token: await resetLink(who), password: `${PASSWORD} and more` } }),
  },
  changeEmail: {
    ask: () => ({ body: { email: `${randomUUID()}@example.com`, current_password: PASSWORD } }),
  },
  confirmEmailChange: { isLast: true, ask: async (who) => ({ body: { token: await changeLink(who) } }) },
  takeBackEmail: {
    isLast: true,
    ask: async (who) => ({ body: { token: await backLink(who), password: `${PASSWORD} and more` } }),
  },
  // In seven days; nobody waits for them.
  requestErasure: { isLast: true, ask: () => ({ body: { password: PASSWORD } }) },
  readErasure: plain,
  takeBackErasure: plain,
  readErasureReceipt: {
    ask: async (who) => ({ path: { token: await receiptToken(who) } }),
  },
  listSessions: plain,
  endSession: {
    isOfPerson: true,
    ask: async (who) => ({ path: { id: (await who.have(signedIn)).sessionId } }),
  },
};

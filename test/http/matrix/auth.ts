// Signing in and out in the matrix.
import { randomUUID } from 'node:crypto';
import { PASSWORD } from '../../harness/http.ts';
import type { Actor } from './actor.ts';
import { plain, type Entries } from './entry.ts';

/** Another sign-in of theirs. */
async function signedIn(who: Actor): Promise<{ refreshToken: string; sessionId: string }> {
  const credentials = { email: who.session.email, password: PASSWORD };
  const { body } = await who.api.call('POST', '/v1/auth/login', { body: credentials });
  const seen = await who.api.call('GET', '/v1/account/sessions', { token: body.access_token });
  const { id } = seen.body.sessions.find(({ current }: { current: boolean }) => current);
  return { refreshToken: body.refresh_token, sessionId: id };
}

const refreshToken = async (who: Actor) => ({
  body: { refresh_token: (await who.have(signedIn)).refreshToken },
});

export const AUTH: Entries = {
  register: {
    ask: () => ({ body: { email: `${randomUUID()}@example.com`, password: PASSWORD, zone: 'UTC' } }),
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
  listSessions: plain,
  endSession: {
    isOfPerson: true,
    ask: async (who) => ({ path: { id: (await who.have(signedIn)).sessionId } }),
  },
};

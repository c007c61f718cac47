// What signing in is answered with, by whichever door: the tokens of a new session.
import type { Context } from 'hono';
import { clientAddress } from '../http/client-address.ts';
import type { Env } from '../http/env.ts';
import type { OncePorts } from '../http/once.ts';
import { asPerson } from '../kernel/context.ts';
import { presentSession } from './auth-json.ts';
import type { Authenticator } from './authenticate.ts';
import type { MailPorts } from './mail-ports.ts';
import { networkOf } from './network.ts';
import { openSession, type Proven, type SessionPorts, type SignedIn } from './open-session.ts';
import { findProfile } from './read-profile.ts';
import { sessionLabel } from './session-label.ts';
import type { TryPorts } from './take-try.ts';
import { tellNewDevice } from './tell-new-device.ts';

export interface AuthPorts extends OncePorts, SessionPorts, TryPorts, MailPorts {
  authenticator: Authenticator;
  trustedProxyHops: number;
}

/** Signs in whoever has just proved who they are. `isSignIn`: to an account that there was before. */
export async function open(
  ports: AuthPorts,
  c: Context<Env>,
  email: string,
  person: Proven,
  { isSignIn = false } = {},
): Promise<Shown> {
  const networks = ports.networkNames(networkIn(c, ports), email);
  const label = sessionLabel(c.req.header('User-Agent'));
  const session = await openSession(ports, person, { label, network: networks[0]! });
  const { sessionId } = session;
  if (isSignIn)
    await tellNewDevice(ports, { sessionId, email, label, networks }).catch((error: unknown) =>
      c.var.log.warn({ err: error }, 'new device not told of'),
    );
  return present(ports, session);
}

export const networkIn = (c: Context<Env>, { trustedProxyHops }: AuthPorts): string =>
  networkOf(clientAddress(c, trustedProxyHops));

type Shown = ReturnType<typeof presentSession>;

export async function present(ports: AuthPorts, session: SignedIn): Promise<Shown> {
  const profile = await asPerson(ports, { ...session.person, via: 'rest' }, findProfile);
  // Whoever waits for their erasure belongs nowhere, and signs in to take it back.
  return presentSession(session, profile ?? { ...session.person, displayName: null, zone: 'UTC' });
}

// Who calls, and that they do not come too often: for the gate, and for a door whose operations stand in the body.
import type { Context } from 'hono';
import type { Authenticator, Refused } from '../account/authenticate.ts';
import type { Principal } from '../account/principal.ts';
import { noteOnTrail } from '../kernel/correlation.ts';
import { FluxError } from '../kernel/errors.ts';
import type { LimitGroup } from '../kernel/limits.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { bearerOf } from './bearer.ts';
import { clientAddress } from './client-address.ts';
import type { Env } from './env.ts';
import { bucketNameOf, limitRequest } from './limit-requests.ts';

export interface CallerPorts {
  authenticator: Authenticator;
  limiter: Limiter;
  /** How many proxies of our own stand in front. */
  trustedProxyHops: number;
}

/**
 * Whoever holds the token of the request, or what is known of whom it does not let in. Throws UNAVAILABLE, which costs
 * as much as a token that opens nothing.
 */
export async function identifyCaller(c: Context<Env>, ports: CallerPorts): Promise<Principal | Refused> {
  try {
    return await ports.authenticator.authenticate(bearerOf(c), c.req.header('X-Org-Id') ?? null);
  } catch (error) {
    // Whose token nobody can check is unknown as well.
    if (error instanceof FluxError) await takeOf(c, ports, 'unknown', null);
    throw error;
  }
}

/** What a refusal costs: from the bucket of whoever is known, from that of the address else. Throws RATE_LIMITED. */
export async function payForRefusal(
  c: Context<Env>,
  ports: CallerPorts,
  group: LimitGroup | null,
  refused: Refused,
): Promise<void> {
  // A token that opens nothing must not empty the bucket of its person.
  if (refused.problem !== 'UNAUTHENTICATED' && group !== null)
    await takeOf(c, ports, group, bucketNameOf(group, refused));
  else await takeOf(c, ports, 'unknown', null);
}

/** `caller` null: the address. Throws RATE_LIMITED and UNAVAILABLE. */
export async function takeOf(
  c: Context<Env>,
  { limiter, trustedProxyHops }: CallerPorts,
  group: LimitGroup | null,
  caller: string | null,
): Promise<void> {
  if (group !== null) await limitRequest(c, limiter, group, caller ?? clientAddress(c, trustedProxyHops));
}

/** From here on, every line of the log says for whom. */
export const noteCaller = ({ userId, orgId }: Principal): void =>
  noteOnTrail({ user_id: userId, org_id: orgId });

// Takes a person's number back at their own wish: in all their organisations, and with it what is out to it.
import { sayingHow } from '../consent/say-how.sql.ts';
import type { Wording } from '../consent/wordings.ts';
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';
import { tellReachChanged } from './tell-reach-changed.ts';

/**
 * The proven number is nobody's from the commit on, and the consent that was given for it ends; a call that rings there
 * is hung up. One that a code is under way to stays. Harmless when repeated.
 */
export async function takeBackPhone(ctx: Ctx, wording: Wording | null = null): Promise<Profile> {
  const orgs = await sayingHow(ctx, { wording }, () => callFunction<{ org_id: string }>(ctx, 'forget_phone'));
  tellReachChanged(
    ctx,
    orgs.map(({ org_id }) => ({ orgId: org_id, userId: ctx.userId })),
  );
  return readProfile(ctx, true);
}

/** The code that was sent proves nothing any more. Reminders never went there. Harmless when repeated. */
export async function takeBackPendingPhone(ctx: Ctx): Promise<Profile> {
  await callFunction(ctx, 'forget_pending_phone');
  return readProfile(ctx, true);
}

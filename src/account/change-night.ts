// Changes when a person sleeps or is not to be disturbed, in all their organisations: their phone is the same in each.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Profile } from './profile.entity.ts';
import { tellReachChanged } from './tell-reach-changed.ts';

export const NIGHT = [
  'zone',
  'sleepFrom',
  'sleepTo',
  'quietUntil',
] as const satisfies readonly (keyof Profile)[];

export type ChangeNight = { [Field in (typeof NIGHT)[number]]?: Profile[Field] | undefined };

/** What is not named stays; reminders of all organisations hear of it. */
export async function changeNight(
  ctx: Ctx,
  { zone, sleepFrom, sleepTo, quietUntil }: ChangeNight,
): Promise<void> {
  const change = JSON.stringify({ zone, sleep_from: sleepFrom, sleep_to: sleepTo, quiet_until: quietUntil });
  const orgs = await callFunction<{ org_id: string }>(ctx, 'change_night', change);
  tellReachChanged(
    ctx,
    orgs.map(({ org_id }) => ({ orgId: org_id, userId: ctx.userId })),
  );
}

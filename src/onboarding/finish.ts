// The first questions begin, are put aside, and end: what was told of every week becomes tasks then.
import { changeProfile } from '../account/change-profile.ts';
import { Profile } from '../account/profile.entity.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { minutesOf } from '../kernel/time.ts';
import { createRule } from '../rules/create-rule.ts';
import { onboardingState, readState, type Commitment, type OnboardingState } from './state.ts';

/** Null: they are done, or were waved off. */
export async function readOnboarding(ctx: Ctx): Promise<OnboardingState | null> {
  return readState((await readProfile(ctx)).onboarding);
}

/** Null: they are over. Changes nothing where they are over already: whoever waved them off meanwhile is not asked. */
export async function keepOnboarding(ctx: Ctx, state: OnboardingState | null): Promise<void> {
  const { orgId, userId } = ctx;
  await ctx.em.nativeUpdate(Profile, { orgId, userId, onboarding: { $ne: null } }, { onboarding: state });
}

/** Asks again what the person's profile does not hold. */
export async function beginOnboarding(ctx: Ctx): Promise<OnboardingState> {
  const state = await startOf(ctx);
  await changeProfile(ctx, await readProfile(ctx), { onboarding: state });
  return state;
}

/** Before the first question: what a client has told already is not asked. */
export async function startOf(ctx: Ctx): Promise<OnboardingState> {
  const profile = await readProfile(ctx);
  const known = [
    ...(profile.displayName ? (['name'] as const) : []),
    ...(profile.zone === 'UTC' ? [] : (['zone'] as const)),
    ...(profile.sleepFrom ? (['sleep'] as const) : []),
    ...(profile.workHours ? (['work'] as const) : []),
    ...(profile.sessionMinutes ? (['session'] as const) : []),
    ...(profile.phoneVerifiedAt ? (['phone'] as const) : []),
    ...(profile.whatsappOptInAt ? (['whatsapp'] as const) : []),
  ];
  return onboardingState.parse({ answered: known });
}

/**
 * Resolves to what could not be put into the calendar, by title. `seed`: the message that ended it, from which the ids
 * follow.
 */
export async function keepCommitments(
  ctx: Ctx,
  commitments: readonly Commitment[],
  seed: string,
): Promise<{ made: number; refused: string[] }> {
  const refused: string[] = [];
  for (const [index, one] of commitments.entries())
    try {
      await createRule(ctx, ruleOf(one, derivedId(seed, `commitment ${index}`)));
    } catch (error) {
      if (!(error instanceof FluxError) || error.row.retryable) throw error;
      refused.push(one.title);
    }
  return { made: commitments.length - refused.length, refused };
}

const ruleOf = ({ title, days, from, to }: Commitment, ruleId: string) => ({
  ruleId,
  title,
  rrule: `FREQ=WEEKLY;BYDAY=${days.join(',')}`,
  time: from,
  durationMinutes: Math.min(720, Math.max(5, minutesOf(to) - minutesOf(from))),
  // It takes place whatever else stands there.
  force: true,
});

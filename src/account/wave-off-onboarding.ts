// Nobody is asked the first questions: an app asks them itself, or the person wants none.
import type { Ctx } from '../kernel/context.ts';
import { changeProfile } from './change-profile.ts';
import { readProfile } from './read-profile.ts';

/** Safe to repeat; what was answered stays answered. */
export async function waveOffOnboarding(ctx: Ctx): Promise<void> {
  await changeProfile(ctx, await readProfile(ctx), { onboarding: null });
}

// Takes back a change that waits for a cooling-off.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { waitingOf, type EasedField } from './easings.ts';
import { applyEasings } from './apply-easings.sql.ts';
import { keepEasings } from './keep-easings.sql.ts';
import { readProfile } from './read-profile.ts';

/** Things stay as they are. Throws NOT_FOUND where no such change waits (any more). */
export async function takeBackEasing(ctx: Ctx, field: EasedField): Promise<void> {
  await applyEasings(ctx);
  const profile = await readProfile(ctx, true);
  if (!waitingOf(profile)[field]) throw new FluxError('NOT_FOUND');
  await keepEasings(ctx, { later: {}, over: [field] });
}

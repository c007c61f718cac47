// The limits that people set: owners and admins for their organisation, a person for what is theirs in it.
import { LockMode } from '@mikro-orm/core';
import { findGoal } from '../goals/find-goal.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { readOrg } from '../orgs/read-org.sql.ts';
import { may } from '../orgs/roles.ts';
import type { Allowance, Allowances, Budget } from './allowance.ts';
import { readStanding } from './read-standing.ts';
import { LlmBudget } from './usage.entity.ts';

/** Whose it is: of the organisation, of the person in it, or of one of their goals. */
export type Whose = { of: 'organisation' } | { of: 'person' } | { of: 'goal'; goalId: string };

const NO_LIMITS: Allowance = { soft: null, hard: null };

/** What was set, whatever the deployment allows. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function readBudget(ctx: Ctx, whose: Whose): Promise<Allowance> {
  await requireRight(ctx, whose);
  return limitsOf(await ctx.em.findOne(LlmBudget, keyOf(ctx, whose), { refresh: true }));
}

/** The same, locked until the end of the transaction: whoever sets it takes turns. */
export async function lockBudget(ctx: Ctx, whose: Whose): Promise<Allowance> {
  await requireRight(ctx, whose);
  const key = keyOf(ctx, whose);
  await insertOnce(ctx.em, LlmBudget, { id: newId(), ...key }, ['orgId', 'userId', 'goalId']);
  const locked = { refresh: true, lockMode: LockMode.PESSIMISTIC_WRITE };
  return limitsOf(await ctx.em.findOne(LlmBudget, key, locked));
}

/**
 * Safe to repeat. Throws NOT_FOUND, ROLE_TOO_LOW, and VALIDATION_FAILED for a limit above what somebody who pays for it
 * allows: the deployment, the organisation for its people, a person for their goals.
 */
export async function setBudget(
  ctx: Ctx,
  whose: Whose,
  limits: Allowance,
  allowances: Allowances,
): Promise<Allowance> {
  await lockBudget(ctx, whose);
  const highest = await highestOf(ctx, whose, allowances);
  const tooHigh = (['soft', 'hard'] as const).filter((one) => (limits[one] ?? 0) > (highest ?? Infinity));
  if (highest !== null && tooHigh.length > 0)
    throw new FluxError('VALIDATION_FAILED', {
      fields: {
        errors: tooHigh.map((one) => ({
          path: `${one}_limit_micros`,
          message: `must not exceed ${highest / 1000}`,
        })),
      },
    });
  await ctx.em.nativeUpdate(LlmBudget, keyOf(ctx, whose), { softNanos: limits.soft, hardNanos: limits.hard });
  return limits;
}

async function requireRight(ctx: Ctx, whose: Whose): Promise<void> {
  if (whose.of === 'goal') await findGoal(ctx, whose.goalId);
  if (whose.of !== 'organisation') return;
  const { role } = await readOrg(ctx);
  if (!may(role, 'set_budget')) throw new FluxError('ROLE_TOO_LOW');
}

const keyOf = ({ orgId, userId }: Ctx, whose: Whose) => ({
  orgId,
  userId: whose.of === 'organisation' ? null : userId,
  goalId: whose.of === 'goal' ? whose.goalId : null,
});

const limitsOf = (row: LlmBudget | null): Allowance =>
  row === null ? NO_LIMITS : { soft: row.softNanos ?? null, hard: row.hardNanos ?? null };

/** Whose limits hold it. */
const WITHIN: Record<Whose['of'], readonly Budget[]> = {
  organisation: [],
  person: ['organisation', 'person'],
  goal: ['organisation', 'person', 'member'],
};

async function highestOf(ctx: Ctx, { of }: Whose, allowances: Allowances): Promise<number | null> {
  const standing = WITHIN[of].length === 0 ? [] : await readStanding(ctx, allowances);
  const around = standing.filter(({ budget }) => WITHIN[of].includes(budget)).map(({ hard }) => hard);
  const all = [allowances[of].hard, ...around].filter((hard) => hard !== null);
  return all.length === 0 ? null : Math.min(...all);
}

// What budgets look like on the wire. Money is microdollars; a call can cost a thousandth of one.
import { z } from '@hono/zod-openapi';
import { id } from '../http/schemas.ts';
import type { Allowance } from './allowance.ts';
import type { Standing } from './read-standing.ts';

export const month = z
  .string()
  .regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
  .openapi({ example: '2026-11' });
export const micros = z.number().describe('Millionths of a US dollar, with at most three decimals.');
export const inMicros = (nanos: number | null): number | null => (nanos === null ? null : nanos / 1000);

export const budgetJson = z
  .strictObject({
    budget: z
      .enum(['organisation', 'member', 'person', 'goal'])
      .describe('`member`: you in this organisation; `person`: you in all of yours together.'),
    goal_id: id.nullable(),
    month: month.describe('By UTC for an organisation, else in the zone of the person.'),
    soft_limit_micros: micros.nullable().describe('From here on the fast models answer.'),
    hard_limit_micros: micros.nullable().describe('From here on the builtin coach does.'),
    spent_micros: micros.nullable().describe('Of an organisation for its owners and admins alone.'),
    reserved_micros: micros.nullable().describe('By calls that are under way.'),
    left_micros: micros.nullable().describe('Null without a hard limit.'),
    state: z.enum(['open', 'soft', 'hard']).describe('Which limit is reached.'),
  })
  .openapi('BudgetStanding');

export const presentStanding = (one: Standing): z.infer<typeof budgetJson> => ({
  budget: one.budget,
  goal_id: one.goalId,
  month: one.month,
  soft_limit_micros: inMicros(one.soft),
  hard_limit_micros: inMicros(one.hard),
  spent_micros: inMicros(one.spent),
  reserved_micros: inMicros(one.reserved),
  left_micros: inMicros(leftOf(one)),
  state: one.state,
});

const leftOf = ({ hard, spent, reserved }: Standing): number | null =>
  hard === null || spent === null || reserved === null ? null : Math.max(0, hard - spent - reserved);

const limit = z.int().min(0).max(1_000_000_000_000).nullable();

/** Both are said: a budget is replaced as a whole. */
export const limitsJson = z.strictObject({ soft_limit_micros: limit, hard_limit_micros: limit });

export const limitsInput = limitsJson.refine(
  ({ soft_limit_micros: soft, hard_limit_micros: hard }) => soft === null || hard === null || soft <= hard,
  { path: ['soft_limit_micros'], message: 'must not be above the hard limit' },
);

export const presentLimits = ({ soft, hard }: Allowance): z.infer<typeof limitsJson> => ({
  soft_limit_micros: inMicros(soft),
  hard_limit_micros: inMicros(hard),
});

export const readLimits = (given: z.infer<typeof limitsJson>): Allowance => ({
  soft: given.soft_limit_micros === null ? null : given.soft_limit_micros * 1000,
  hard: given.hard_limit_micros === null ? null : given.hard_limit_micros * 1000,
});

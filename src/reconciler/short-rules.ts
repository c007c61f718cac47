// Gives rules the tasks of the days that have come into sight, a week of them at a time.
import { asPerson, asSystem } from '../kernel/context.ts';
import { extendRule } from '../rules/extend-rule.ts';
import { REFILL_DAYS } from '../rules/horizon.ts';
import { findShortRules, type ShortRule } from './find-short-rules.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

export const shortRules: Kind = {
  name: 'short-rules',
  look: (ports, look) =>
    inPages<ShortRule>(look, {
      find: (after) => asSystem(ports.orm, (em) => findShortRules(em, { refillDays: REFILL_DAYS, after })),
      pick: async (rules) => rules,
      revive: async ({ orgId, userId, ruleId }) => {
        await asPerson(ports, { orgId, userId, via: 'system' }, (ctx) => extendRule(ctx, ruleId));
        return true;
      },
      since: ({ at }) => at,
      failed: ({ ruleId }, error) => ports.log.warn({ err: error, rule_id: ruleId }, 'rule not extended'),
    }),
};

// A month that has used up what it may is said to the operator: by ids, and counted.
import { expect, test } from 'vitest';
import type { Told } from '../../../src/kernel/context.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { budgetsCrossed } from '../../../src/usage/usage-metrics.ts';
import { performFacts, type PerformPorts } from '../../../temporal/perform-facts.ts';

test('a crossed budget is a line of the log and a count', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = createLog({ level: 'info', process: 'test' }, { write });
  budgetsCrossed.reset();
  const told: Told = {
    person: { orgId: 'org', userId: 'ana' },
    via: 'system',
    fact: { kind: 'budget_crossed', budget: 'goal', goalId: 'goal', month: '2026-11', level: 80 },
  };
  // It asks for nothing else.
  await performFacts({ log } as PerformPorts)([told]);
  expect(lines).toMatchObject([
    {
      msg: 'budget_crossed',
      org_id: 'org',
      user_id: 'ana',
      budget: 'goal',
      goalId: 'goal',
      month: '2026-11',
      level: 80,
    },
  ]);
  expect((await budgetsCrossed.get()).values).toEqual([{ labels: { budget: 'goal', level: 80 }, value: 1 }]);
});

// Whatever a model says, nobody is given anything but an answer of the agent's shape: hundreds of answers that are none.
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import type { Agent } from '../../../src/llm/agent.ts';
import { readAnswer, readJson } from '../../../src/llm/read-answer.ts';
import { composePlan } from '../../../src/planning/compose-plan.ts';
import type { Proposal } from '../../../src/planning/proposal.ts';
import { hostileAnswers, type HostileAnswer } from '../../harness/hostile-answers.ts';
import { officeWorker } from '../coach/pipeline.ts';

const readBy = (agent: Agent, { text }: HostileAnswer) => {
  const rest = { usage: null, requestId: null, servedBy: 'planted', ending: 'whole' } as const;
  return readAnswer(agent, { output: readJson(text), text, ...rest });
};

test.each(Object.values(AGENTS))(
  '$name: what is no answer is refused, and a harmless one stays as it is',
  (agent: Agent) => {
    const all = hostileAnswers(agent).map((answer) => ({ ...answer, read: readBy(agent, answer) }));
    const otherwise = all.filter(({ harmless, read }) =>
      harmless === null
        ? read.kind !== 'unusable'
        : read.kind !== 'usable' || !isDeepStrictEqual(read.output, harmless),
    );
    expect(otherwise.map(({ what, read }) => [what, read.kind])).toEqual([]);
    // What is sent back says what is expected, and nothing of what stood there.
    const refused = all.flatMap(({ read }) => (read.kind === 'unusable' ? [read.faults] : []));
    expect(refused.filter((faults) => /^$|delete every goal|dead|script>|isAdmin/.test(faults))).toEqual([]);
  },
);

test('an answer with a fault in each of its hundred thousand parts names a few of them', () => {
  for (const part of ['{}', '[]', '0']) {
    const text = `{"conflicts_detected":[${Array(100_000).fill(part).join(',')}]}`;
    const read = readBy(AGENTS.planner, { what: part, text, harmless: null });
    expect(read).toEqual({ kind: 'unusable', faults: expect.not.stringContaining('\n') });
  }
});

test('a plan that is of the right shape and makes no sense is composed of what does, or of nothing', () => {
  const plans = hostileAnswers(AGENTS.planner).flatMap(({ harmless }) =>
    harmless === null ? [] : [harmless as Proposal],
  );
  expect(plans.length).toBeGreaterThan(20);
  const nowMs = Date.parse('2026-11-23T09:00:00Z');
  const rest = { busy: [], avoidSlots: [], zone: 'Europe/Berlin', startOn: '2026-11-24', weeks: 6, nowMs };
  const starts = plans.flatMap((proposal) =>
    composePlan({ proposal, profile: officeWorker, ...rest, missingSpecialists: [] }).tasks.flatMap(
      ({ occurrences }) => occurrences.map(({ starts_at }) => Date.parse(starts_at)),
    ),
  );
  expect(starts.filter((start) => !(start > nowMs))).toEqual([]);
});

test('they are hundreds, more than half of them no answers, and every field of every agent is among them', () => {
  const all = Object.values(AGENTS).flatMap((agent: Agent) => hostileAnswers(agent));
  expect(all.length).toBeGreaterThan(1500);
  expect(all.filter(({ harmless }) => harmless === null).length).toBeGreaterThan(all.length / 2);
  const fields = [
    'plan_summary',
    'goal_id',
    'wishes.0.earliest',
    'best_times.0.confidence',
    'tags',
    'tags.0',
  ];
  expect(fields.filter((field) => !all.some(({ what }) => what.startsWith(`${field} = `)))).toEqual([]);
});

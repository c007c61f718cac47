// Whatever a model says, nobody is given anything but an answer of the agent's shape: hundreds of answers that are none.
import { expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import type { Agent } from '../../../src/llm/agent.ts';
import { readAnswer, readJson } from '../../../src/llm/read-answer.ts';
import { composePlan } from '../../../src/planning/compose-plan.ts';
import { hostileAnswers, type HostileAnswer } from '../../harness/hostile-answers.ts';
import { officeWorker } from '../coach/pipeline.ts';

const readBy =
  (agent: Agent) =>
  ({ text, what }: HostileAnswer) => {
    const rest = { usage: null, requestId: null, servedBy: 'planted', ending: 'whole' } as const;
    return { what, read: readAnswer(agent, { output: readJson(text), text, ...rest }) };
  };

/** Every object of it, at any depth. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** What no answer that is believed may hold. */
const isPlanted = (output: unknown): boolean =>
  objectsIn(output).some(
    (one) =>
      Object.hasOwn(one, 'isAdmin') ||
      Object.hasOwn(one, '__proto__') ||
      Object.values(one).some((value) => Number.isNaN(value) || value === Infinity),
  );

test.each(Object.values(AGENTS))('$name is given nothing that it did not ask for', (agent: Agent) => {
  const all = hostileAnswers(agent).map(readBy(agent));
  const believed = all.flatMap(({ what, read }) =>
    read.kind === 'usable' ? { what, output: read.output } : [],
  );
  expect(
    believed.filter(({ output }) => !agent.output.safeParse(output).success || isPlanted(output)),
  ).toEqual([]);
  const refused = all.flatMap(({ read }) => (read.kind === 'unusable' ? [read.faults] : []));
  expect(refused.length).toBeGreaterThan(all.length / 3);
  // What is sent back says what is expected, and nothing of what stood there.
  expect(refused.filter((faults) => /^$|delete every goal|dead|script>|isAdmin/.test(faults))).toEqual([]);
});

test('a plan that is of the right shape and makes no sense is composed of what does, or of nothing', () => {
  const plans = hostileAnswers(AGENTS.planner)
    .map(({ text }) => AGENTS.planner.output.safeParse(readJson(text)).data)
    .filter((plan) => plan !== undefined);
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

test('they are hundreds, and every field of every agent is among them', () => {
  const all = Object.values(AGENTS).flatMap((agent: Agent) => hostileAnswers(agent));
  expect(all.length).toBeGreaterThan(300);
  const fields = ['plan_summary', 'goal_id', 'wishes.0.earliest', 'best_times.0.confidence', 'tags'];
  expect(fields.filter((field) => !all.some(({ what }) => what.startsWith(`${field} = `)))).toEqual([]);
});

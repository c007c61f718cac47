// Today's workflows against every recorded history: a change that a running workflow would not survive is red here.
import { Worker } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import * as workflows from '../../workflows/index.ts';
import { CASES } from './cases.ts';
import { readHistories } from './histories.ts';

test('every recorded history replays', async () => {
  const recorded = await readHistories();
  const results = Worker.runReplayHistories(
    { workflowBundle: { codePath: inject('ground').bundlePath } },
    recorded.map(({ type, name, history }) => ({ workflowId: `${type}/${name}`, history })),
  );
  const replayed: Record<string, string> = {};
  for await (const { workflowId, error } of results)
    replayed[workflowId] = error ? String(error) : 'replayed';
  expect(replayed).toEqual(
    Object.fromEntries(recorded.map(({ type, name }) => [`${type}/${name}`, 'replayed'])),
  );
});

test('every workflow and every case has a history', async () => {
  const recorded = await readHistories();
  const names = recorded.map(({ type, name }) => `${type}/${name}`);
  const cases = Object.entries(CASES).flatMap(([type, ofType]) =>
    Object.keys(ofType).map((name) => `${type}/${name}`),
  );
  expect(names).toEqual(expect.arrayContaining(cases));
  expect([...new Set(recorded.map(({ type }) => type))]).toEqual(Object.keys(workflows).toSorted());
});

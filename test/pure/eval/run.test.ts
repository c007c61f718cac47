// A run is told what it may be told, says what has changed, is kept whole, and does not go on where nobody answers.
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { addUp } from '../../eval/figures.ts';
import { keepRun, placeOf, readRun, type KeptRun } from '../../eval/kept-run.ts';
import { openModel } from '../../eval/open-model.ts';
import { chooseCases, readOptions } from '../../eval/options.ts';
import type { Outcome } from '../../eval/play-case.ts';
import { playSet } from '../../eval/play-set.ts';
import { readSet } from '../../eval/read-set.ts';
import { changesOf, misreadOf, tableOf } from '../../eval/report.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';

const set = readSet();
const { prices } = await openModel('builtin');
const outcome = (id: string, grade: Outcome['grade'], latencyMs = 1): Outcome => ({
  kind: 'classifier',
  id,
  grade,
  got: 'sleep',
  faults: [],
  latencyMs,
  calls: 1,
  costNanos: 500,
});
const kept = (...outcomes: Outcome[]): KeptRun => ({
  version: 1,
  set: 'abc',
  model: 'openai:x',
  at: '2026-11-28T10:00:00.000Z',
  outcomes,
});

describe('options', () => {
  test('a whole run is kept by the name of its model, a part only where it is said', () => {
    expect(readOptions([])).toMatchObject({ model: 'builtin', keep: '.flux/eval/builtin.json', parallel: 2 });
    expect(readOptions(['--limit', '3'])).toMatchObject({ keep: null, compare: '.flux/eval/builtin.json' });
    expect(readOptions(['--only', 'a', '--json', 'b.json'])).toMatchObject({ only: ['a'], keep: 'b.json' });
    expect(readOptions(['--help'])).toBeNull();
    expect(placeOf('openai:vendor/model-1.2')).toBe('.flux/eval/openai-vendor-model-1.2.json');
  });

  test.each([
    ['--parallel', '0', '--parallel takes a number'],
    ['--least-score', '101', '--least-score takes a number'],
    ['--kind', 'poet', '--kind takes orchestrator'],
    ['--modell', 'x', "Unknown option '--modell'"],
  ])('%s %s is refused', (option, value, sentence) => {
    expect(() => readOptions([option, value])).toThrow(sentence);
  });

  test('cases are chosen by kind, name and number', () => {
    const chosen = (...args: string[]) => chooseCases(set, readOptions(args)!).map(({ asked }) => asked.id);
    expect(chosen('--only', 'planner/plan-10k')).toEqual(['plan-10k']);
    expect(chosen('--kind', 'classifier', '--limit', '2')).toEqual(['swim-back', 'garage']);
    expect(chosen('--limit', '1')).toHaveLength(4);
    expect(chosen()).toHaveLength(set.length);
  });
});

describe('figures', () => {
  test('percentiles are of those that were measured, and money is added up', () => {
    const outcomes = Array.from({ length: 20 }, (_, index) => outcome(`${index}`, 'right', index + 1));
    expect(addUp('x', outcomes)).toMatchObject({
      score: 100,
      p50Ms: 10,
      p95Ms: 19,
      calls: 20,
      costNanos: 10_000,
    });
    expect(addUp('x', [outcome('a', 'right'), outcome('b', 'asked'), outcome('c', 'misread')])).toMatchObject(
      {
        score: 33.3,
        grades: { right: 1, asked: 1, misread: 1, failed: 0 },
      },
    );
  });

  test('what nobody knows the price of makes no sum', () => {
    const unpriced = [outcome('a', 'right'), { ...outcome('b', 'right'), costNanos: null }];
    expect(addUp('x', unpriced).costNanos).toBeNull();
    const cases = set.filter(({ kind }) => kind === 'classifier').slice(0, 2);
    expect(tableOf(cases, unpriced)).toContain('unpriced');
  });

  test('what was misread is said with what would be right', () => {
    const [one] = set.filter(({ asked }) => asked.id === 'garage');
    const wrong = { ...outcome('garage', 'misread'), faults: ['first sleep, not home'] };
    expect(misreadOf([one!], [wrong])).toMatch(
      /classifier\/garage, misread \(plain\): Finally sort out the garage\n.*right: first \["home"\].*\n.*got: {3}sleep\n.*first sleep, not home/,
    );
    expect(misreadOf([one!], [outcome('garage', 'right')])).toBe('');
  });
});

describe('what has changed', () => {
  const before = kept(
    outcome('a', 'right'),
    outcome('b', 'misread'),
    outcome('c', 'asked'),
    outcome('d', 'right'),
  );

  test('better and worse ones are named, in the cases that both runs have', () => {
    const now = [
      outcome('a', 'misread'),
      outcome('b', 'right'),
      outcome('c', 'misread'),
      outcome('e', 'right'),
    ];
    const said = changesOf(now, 'abc', before);
    expect(said).toContain('the 3 cases that both have: 33.3 % → 33.3 %, 1 better, 1 worse');
    expect(said).toContain('1 cases are new');
    expect(said.match(/\w+ → \w+ {2}\S+/g)).toEqual([
      'misread → right  classifier/b:',
      'right → misread  classifier/a:',
      'asked → misread  classifier/c:',
    ]);
    expect(said).not.toContain('another set');
    expect(changesOf(now, 'other', before)).toContain('another set');
  });

  test('a run is read again as it was kept, and nothing else is taken for one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eval-'));
    const path = join(folder, 'deep', 'run.json');
    keepRun(path, before);
    expect(readRun(path)).toEqual(before);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['run.json']);
    expect(readRun(join(folder, 'nothing.json'))).toBeNull();
    for (const text of ['{}', 'not JSON', '{"version":2}']) {
      writeFileSync(path, text);
      expect(() => readRun(path)).toThrow('is no run');
    }
  });
});

const readNothing = () => readConfig([], {});

describe('a run', () => {
  const topics = set.filter(({ kind }) => kind === 'classifier');

  test('outcomes stand in the order of the set, however many go at a time', async () => {
    const outcomes = await playSet(topics, { ...(await openModel('builtin')), parallel: 8 });
    expect(outcomes.map(({ id }) => id)).toEqual(topics.map(({ asked }) => asked.id));
  });

  test('an answer of another shape is a failure, and no misreading', async () => {
    const model = scriptedModel(() => ({ tags: ['admin'] }));
    const [one] = await playSet(topics.slice(0, 1), { model, prices, parallel: 1 });
    expect(one).toMatchObject({ grade: 'failed', got: expect.stringContaining('MODEL_FAILED') });
  });

  test('where ten in a row have no answer, it ends and says why', async () => {
    const model = scriptedModel(() => {
      throw new FluxError('MODEL_FAILED', { detail: 'the key is not valid' });
    });
    const played = playSet(topics, { model, prices, parallel: 4 });
    await expect(played).rejects.toThrow(
      '10 cases in a row had no answer: MODEL_FAILED: the key is not valid',
    );
    // Those that were on their way when it ended.
    expect(model.asked).toBeLessThan(20);
  });

  test('a model that nobody has is refused by name', async () => {
    const refusal = 'takes builtin, openai:<model> or anthropic:<model>, not "hal"';
    await expect(openModel('hal')).rejects.toThrow(refusal);
  });

  test('a model without its key is refused with the name of the variable', async () => {
    await expect(openModel('openai:gpt-6-luna', readNothing)).rejects.toThrow('without OPENAI_API_KEY');
    await expect(openModel('anthropic:claude-haiku-5-5', readNothing)).rejects.toThrow(
      'without ANTHROPIC_API_KEY',
    );
  });
});

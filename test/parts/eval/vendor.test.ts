// A vendor's model is asked by the same way as in the product, over a real socket, and its bill is reckoned.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { openModel } from '../../eval/open-model.ts';
import { playSet } from '../../eval/play-set.ts';
import { readSet } from '../../eval/read-set.ts';
import { json, startScriptedServer, type ScriptedServer } from '../../harness/scripted-server.ts';
import { anthropicSays, openaiError, openaiSays } from '../../harness/vendor-answers.ts';

const topics = readSet(['classifier']);
let server: ScriptedServer;

beforeEach(async () => {
  server = await startScriptedServer();
});

afterEach(async () => {
  await server.close();
});

const open = async (name: string) =>
  openModel(name, () =>
    readConfig([], { OPENAI_BASE_URL: `${server.origin}/v1`, ANTHROPIC_BASE_URL: server.origin }),
  );

const play = async (name: string, count: number) =>
  playSet(topics.slice(0, count), { ...(await open(name)), parallel: 1 });

const tags = (...named: string[]) => openaiSays({ text: JSON.stringify({ tags: named }) });

// $0.10, $0.01, $0.125 and $0.50 for a million: 200 in, 600 out of the cache, 100 into it, 120 out.
const NANOS = 200 * 100 + 600 * 10 + 100 * 125 + 120 * 500;

test('each case is one call, judged, timed and priced by the table', async () => {
  server.script(tags('health', 'fitness'), tags('sleep'));
  const outcomes = await play('openai:gpt-6-luna', 2);
  expect(outcomes).toMatchObject([
    { id: 'swim-back', grade: 'right', calls: 1, costNanos: NANOS },
    { id: 'garage', grade: 'misread', got: 'sleep', calls: 1, costNanos: NANOS },
  ]);
  expect(outcomes.every(({ latencyMs }) => latencyMs > 0)).toBe(true);
  expect(server.requests.map(({ url }) => url)).toEqual(['/v1/chat/completions', '/v1/chat/completions']);
  const { model, messages } = JSON.parse(server.requests[0]!.body.toString());
  expect(model).toBe('gpt-6-luna');
  expect(JSON.stringify(messages)).toContain('my back stops hurting');
});

test('an answer of another shape is asked for again, as in the product, and both are paid for', async () => {
  server.script(tags('admin'), tags('fitness'));
  const [one] = await play('openai:gpt-6-luna', 1);
  expect(one).toMatchObject({ grade: 'right', calls: 2, costNanos: 2 * NANOS });
});

test('a model that is never of use fails, and builtin does not answer in its place', async () => {
  server.script(tags('admin'), tags('admin'), tags('admin'));
  const [one] = await play('openai:gpt-6-luna', 1);
  expect(one).toMatchObject({ grade: 'failed', calls: 3, costNanos: 3 * NANOS });
});

test('the other vendor, too', async () => {
  server.script(anthropicSays({ text: JSON.stringify({ tags: ['fitness'] }) }));
  const [one] = await play('anthropic:claude-haiku-5-5', 1);
  expect(one).toMatchObject({ grade: 'right', calls: 1 });
  expect(one!.costNanos).toBeGreaterThan(0);
});

test('a model without a price is unpriced, and not free', async () => {
  server.script(tags('fitness'));
  const [one] = await play('openai:nobody-knows', 1);
  expect(one).toMatchObject({ grade: 'right', calls: 1, costNanos: null });
});

test('who says how long to wait is waited for: a limit of calls says nothing about how well a model reads', async () => {
  server.script(openaiError(429, 'rate_limit_exceeded', { 'retry-after-ms': '20' }), tags('fitness'));
  const [one] = await play('openai:gpt-6-luna', 1);
  expect(one).toMatchObject({ grade: 'right', calls: 2, costNanos: NANOS });
});

test('a provider that is away, and a key that is none, are failures: nobody is waited for', async () => {
  server.script(json(503, {}), openaiError(401, 'invalid_api_key'));
  const outcomes = await play('openai:gpt-6-luna', 2);
  expect(outcomes.map(({ grade, got }) => [grade, got])).toEqual([
    ['failed', 'MODEL_FAILED: openai answered HTTP_503'],
    ['failed', 'MODEL_REFUSED: openai answered invalid_api_key'],
  ]);
  expect(server.requests).toHaveLength(2);
});

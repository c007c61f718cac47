// Tokens in one convention, whatever a far side counts and however; and a schema that says no more than its shape.
import { zodResponseFormat } from 'openai/helpers/zod';
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import type { Agent } from '../../../src/llm/agent.ts';
import { usedByWhole, usedUntilNow } from '../../../src/llm/estimate-usage.ts';
import { onlyShape } from '../../../src/llm/vendors/only-shape.ts';
import { countedByOpenai, usageOfAnthropic } from '../../../src/llm/vendors/usage.ts';

const GATEWAY = 'https://models.example/v1';
const ROUTER = 'https://openrouter.ai/api/v1';

describe('Chat Completions', () => {
  test.each<[string, object | null, object | null]>([
    ['nothing', null, null],
    ['no number', { prompt_tokens: '5', completion_tokens: -1 }, null],
    ['what went in alone', { prompt_tokens: 5 }, { inputTokens: 5, outputTokens: 0 }],
    [
      'thoughts among what came out',
      { prompt_tokens: 32, completion_tokens: 103, total_tokens: 135, ...thoughts(94) },
      { outputTokens: 103, reasoningTokens: 94 },
    ],
    [
      'thoughts beside what came out',
      { prompt_tokens: 32, completion_tokens: 9, total_tokens: 135, ...thoughts(94) },
      { outputTokens: 103, reasoningTokens: 94 },
    ],
    [
      'thoughts, and no sum that says where',
      { prompt_tokens: 32, completion_tokens: 9, ...thoughts(94) },
      { outputTokens: 9 },
    ],
    [
      'thoughts in the sum alone',
      { prompt_tokens: 9, completion_tokens: 12, total_tokens: 1033 },
      { inputTokens: 9, outputTokens: 1024, reasoningTokens: null },
    ],
    [
      'thoughts in the sum alone, and a part from a cache',
      { prompt_tokens: 900, completion_tokens: 12, total_tokens: 1924, ...cached(300) },
      { inputTokens: 900, outputTokens: 1024, cachedInputTokens: 300 },
    ],
    [
      'the cached part beside the rest',
      { prompt_tokens: 50, completion_tokens: 10, total_tokens: 8060, ...cached(8000) },
      { inputTokens: 8050, outputTokens: 10, cachedInputTokens: 8000 },
    ],
    [
      'the cached part beside a larger rest',
      { prompt_tokens: 5000, completion_tokens: 10, total_tokens: 8010, ...cached(3000) },
      { inputTokens: 8000, outputTokens: 10, cachedInputTokens: 3000 },
    ],
    [
      'what was read and written, and thoughts, beside the rest',
      { prompt_tokens: 5, completion_tokens: 10, total_tokens: 415, ...cached(300, 60), ...thoughts(40) },
      { inputTokens: 365, outputTokens: 50 },
    ],
    [
      'a sum that nothing explains',
      { prompt_tokens: 50, completion_tokens: 10, total_tokens: 777, ...cached(30), ...thoughts(4) },
      { inputTokens: 50, outputTokens: 10 },
    ],
    [
      'less in the sum than in its parts',
      { prompt_tokens: 50, completion_tokens: 10, total_tokens: 7 },
      { inputTokens: 50, outputTokens: 10 },
    ],
    [
      'no input but in the sum',
      { completion_tokens: 10, total_tokens: 60 },
      { inputTokens: 50, outputTokens: 10 },
    ],
    [
      'nothing from a cache',
      { prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 0 } },
      { cachedInputTokens: 0 },
    ],
  ])('that count %s', (_what, usage, expected) => {
    expect({ counted: countedByOpenai(usage, GATEWAY) }).toMatchObject({ counted: expected });
  });

  test.each<[object, number | null]>([
    [{ cost: 0.000_000_4 }, 0.4],
    [{ cost: 0 }, 0],
    [{ cost: 0, is_byok: true }, null],
    [{ cost: 0, is_byok: true, cost_details: { upstream_inference_cost: null } }, null],
    [{ cost: 0.000_001, is_byok: true, cost_details: { upstream_inference_cost: 0.000_002 } }, 3],
    [{ cost: -1 }, null],
    [{ cost: '1' }, null],
  ])('that cost %j', (more, micros) => {
    const usage = { prompt_tokens: 5, completion_tokens: 1, ...more };
    expect(countedByOpenai(usage, ROUTER)?.reportedMicros).toBe(micros);
    expect(countedByOpenai(usage, GATEWAY)?.reportedMicros).toBeNull();
  });

  test('what it cost stands also where nothing else is counted', () => {
    const counted = countedByOpenai({ cost: 0.3 }, ROUTER);
    expect(counted).toMatchObject({ reportedMicros: 300_000 });
    const heard = { inputTokens: 100, mostOutputTokens: 1000, outputBytes: 35, usage: counted };
    expect(usedByWhole(heard)).toEqual({
      usage: { ...counted, inputTokens: 100, outputTokens: 10 },
      isEstimated: true,
    });
    expect(countedByOpenai({ cost: 0.3 }, GATEWAY)).toBeNull();
    expect(countedByOpenai({}, ROUTER)).toBeNull();
  });
});

function cached(cached_tokens: number, cache_write_tokens = 0) {
  return { prompt_tokens_details: { cached_tokens, cache_write_tokens } };
}

function thoughts(reasoning_tokens: number) {
  return { completion_tokens_details: { reasoning_tokens } };
}

test.each<[string, object, [short: number, long: number]]>([
  ['in total alone', {}, [5000, 0]],
  ['in total, beside no division', { cache_creation: null }, [5000, 0]],
  ['in total, beside zeros', divided(0, 0), [5000, 0]],
  ['divided', divided(4000, 1000), [4000, 1000]],
  ['divided in part', divided(0, 1000), [4000, 1000]],
  ['divided, and more than the total', divided(5000, 1000), [5000, 1000]],
])('what Messages wrote into the cache, %s, is all of it', (_what, more, [short, long]) => {
  const usage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 5000, ...more };
  expect(usageOfAnthropic(usage)).toMatchObject({
    inputTokens: 10 + short + long,
    cacheWriteTokens: { short, long },
  });
});

function divided(ephemeral_5m_input_tokens: number, ephemeral_1h_input_tokens: number) {
  return { cache_creation: { ephemeral_5m_input_tokens, ephemeral_1h_input_tokens } };
}

const used = (more: object) => ({
  inputTokens: 500,
  cachedInputTokens: null,
  cacheWriteTokens: { short: 0, long: 0 },
  outputTokens: 100,
  reasoningTokens: null,
  reportedMicros: null,
  ...more,
});

describe('a count that nobody believes', () => {
  const heard = { inputTokens: 500, mostOutputTokens: 4000, outputBytes: 400 };
  const reserved = { inputTokens: 500, outputTokens: 4000, cachedInputTokens: null };

  test.each([
    { outputTokens: 1e9 },
    { inputTokens: 1e9 },
    { outputTokens: 60_000, reasoningTokens: 59_900 },
    { outputTokens: 60_000, reasoningTokens: 59_900, reportedMicros: 0 },
  ])('counts as what was reserved: %j', (more) => {
    for (const read of [usedByWhole, usedUntilNow])
      expect(read({ ...heard, usage: used(more) })).toMatchObject({
        usage: { ...reserved, reportedMicros: null },
        isEstimated: true,
        isDisbelieved: true,
      });
  });

  test('counts as what came, where that is more', () => {
    const { usage } = usedByWhole({ ...heard, outputBytes: 35_000, usage: used({ inputTokens: 1e9 }) });
    expect(usage).toMatchObject({ inputTokens: 500, outputTokens: 10_000 });
  });

  test('takes nothing from what it is said to have cost', () => {
    const usage = used({ outputTokens: 1e9, reportedMicros: 300_000 });
    for (const read of [usedByWhole, usedUntilNow])
      expect(read({ ...heard, usage }).usage).toMatchObject({ ...reserved, reportedMicros: 300_000 });
  });

  test('is no long thought that was paid for', () => {
    const usage = used({ outputTokens: 60_000, reasoningTokens: 59_900, reportedMicros: 300_000 });
    expect(usedByWhole({ ...heard, usage })).toEqual({ usage, isEstimated: false });
  });
});

/** The keywords of a schema, without the names of fields. */
const keywordsIn = (schema: unknown): string[] =>
  typeof schema !== 'object' || schema === null
    ? []
    : Object.entries(schema).flatMap(([name, value]) => [
        name,
        ...(name === 'properties' ? Object.values(value as object) : [value]).flatMap(keywordsIn),
      ]);

test.each(Object.values(AGENTS))('$name: no vendor refuses its shape for a bound', (agent: Agent) => {
  const { schema } = onlyShape(zodResponseFormat(agent.output, agent.name)).json_schema;
  const beyond = ['minLength', 'maxLength', 'pattern', 'format', 'default'];
  expect(keywordsIn(schema).filter((keyword) => beyond.includes(keyword))).toEqual([]);
});

test('a field that is called as a bound is stays', () => {
  const schema = {
    type: 'object',
    properties: { format: { type: 'string', format: 'date' }, pattern: { enum: ['a'] } },
  };
  const shape = { type: 'object', properties: { format: { type: 'string' }, pattern: { enum: ['a'] } } };
  expect(onlyShape(schema)).toEqual(shape);
});

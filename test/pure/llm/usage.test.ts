// Tokens in one convention, whatever a far side counts and however; and a schema that says no more than its shape.
import { zodResponseFormat } from 'openai/helpers/zod';
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import type { Agent } from '../../../src/llm/agent.ts';
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
});

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

// What an agent answers can be asked for by both vendors' own means, and what a person hears of it is a string at its top.
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { zodResponseFormat } from 'openai/helpers/zod';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AGENTS } from '../../src/agents.ts';
import type { Agent } from '../../src/llm/agent.ts';

interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: unknown;
  [more: string]: unknown;
}

/** What is wrong, each with what to do about it. */
function offences({ name, output, spoken }: Pick<Agent, 'name' | 'output' | 'spoken'>): string[] {
  const shapes = [
    () => zodResponseFormat(output, name).json_schema.schema as Shape,
    () => zodOutputFormat(output).schema as Shape,
  ];
  const said = shapes.flatMap((make) => {
    try {
      return openObjects(make()).map(
        (path) => `${name}: close ${path}: no z.record, and every field required`,
      );
    } catch (error) {
      return [`${name}: a vendor's helper refuses it: ${String(error).split('\n')[0]}`];
    }
  });
  const heard = spoken === undefined ? {} : ((z.toJSONSchema(output) as Shape).properties?.[spoken] ?? {});
  const isWords = spoken === undefined || /"string"/.test(JSON.stringify(heard));
  return [...new Set(said), ...(isWords ? [] : [`${name}: what is spoken is no string at its top`])];
}

/** Paths of objects that are empty, or that may leave a field out: a record is sent as an object that is always empty. */
function openObjects(shape: unknown, path = 'the whole'): string[] {
  if (typeof shape !== 'object' || shape === null) return [];
  const { properties, required = [], additionalProperties, type } = shape as Shape;
  const names = Object.keys(properties ?? {});
  const isObject = type === 'object';
  const isOpen =
    isObject && (names.length === 0 || additionalProperties !== false || required.length < names.length);
  return [
    ...(isOpen ? [path] : []),
    ...Object.entries(shape).flatMap(([key, inner]) =>
      openObjects(inner, key === 'properties' ? path : `${path}.${key}`),
    ),
  ];
}

test.each(Object.values(AGENTS))('$name', (agent: Agent) => {
  expect(offences(agent)).toEqual([]);
});

test('the rule finds what is planted', () => {
  const name = 'planted';
  expect(offences({ name, output: z.object({ a: z.string().nullable() }), spoken: 'a' })).toEqual([]);
  expect(offences({ name, output: z.object({ a: z.number() }), spoken: 'a' })).toHaveLength(1);
  expect(offences({ name, output: z.object({ a: z.string() }), spoken: 'b' })).toHaveLength(1);
  for (const output of [
    z.object({ a: z.string().optional() }),
    z.object({ a: z.record(z.string(), z.number()) }),
    z.object({ a: z.date() }),
    z.array(z.string()),
  ])
    expect(offences({ name, output }).length).toBeGreaterThan(0);
});

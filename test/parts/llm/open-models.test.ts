// Out of the configuration to a chain that answers, by a server that nobody here wrote: requests are legal and answers are read, in both SDKs.
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { ask } from '../../../src/llm/ask.ts';
import { openModels } from '../../../src/llm/open-models.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';
import { countingMeter } from '../../harness/counting-meter.ts';

const far = new LLMock({ port: 0, host: '127.0.0.1' });
let origin: string;
const lines: string[] = [];
const log = createLog(
  { level: 'error', process: 'worker' },
  { write: (line: string) => void lines.push(line) },
);
const around = { builtin: builtinModel, appUrl: 'https://flux.example.com', log };

beforeAll(async () => {
  await far.start();
  origin = far.url;
});
afterAll(() => far.stop());

const opened = async (env: Record<string, string>) => {
  const bases = { OPENAI_BASE_URL: `${origin}/v1`, ANTHROPIC_BASE_URL: origin };
  return openModels(readConfig([], { ...bases, ...env }), around);
};
const asking = async (models: string, goal_text: string, listener = {}) => {
  const meter = countingMeter();
  const chains = await opened({
    MODELS_FAST: models,
    OPENAI_API_KEY: 'key-1',
    ANTHROPIC_API_KEY: 'key-1',
  });
  const spoken = { ...AGENTS.classifier, ...('onWords' in listener && { spoken: 'tags' }) };
  const answer = await ask({ person: NOBODY, models: chains, meter, ...listener }, spoken, { goal_text }, {});
  return { answer, calls: meter.settled };
};

describe.each(['openai:gpt-5-mini', 'anthropic:claude-sonnet-5-5'])('%s', (model) => {
  test.each([false, true])('answers (streamed: %s)', async (isStreamed) => {
    far.onMessage(/paint/, {
      content: '{"tags":["creativity"]}',
      usage: { prompt_tokens: 11, completion_tokens: 7 },
    });
    const listener = isStreamed ? { onWords: () => undefined } : {};
    const { answer, calls } = await asking(model, 'paint a wall', listener);
    expect(answer).toEqual({ tags: ['creativity'] });
    expect(calls).toMatchObject([{ outcome: 'answered', usage: { inputTokens: expect.any(Number) } }]);
  });

  test.each([400, 401, 403, 404, 413, 422, 429, 500, 503, 529])(
    'after %i the builtin coach answers',
    async (status) => {
      far.reset();
      far.onMessage(/run/, { error: { message: 'planted', type: 'planted' }, status });
      const { answer, calls } = await asking(model, 'run 10 km');
      expect(answer).toEqual({ tags: ['fitness', 'health'] });
      expect(calls).toMatchObject([{ outcome: 'failed' }]);
    },
  );
});

test('without a key a model is left out, and the operator told; without a model no SDK is asked', async () => {
  const env = { OPENAI_BASE_URL: 'https://api.openai.com/v1', MODELS_STRONG: 'openai:a,anthropic:b' };
  const models = await opened(env);
  expect(models.strong.map(({ name }) => name)).toEqual(['b', 'builtin']);
  expect(lines.join('')).toContain('OPENAI_API_KEY');
  expect(await opened({})).toEqual({ strong: [builtinModel], fast: [builtinModel] });
});

test('models of one provider share its breaker', async () => {
  const models = await opened({
    MODELS_STRONG: 'openai:a,openai:b,anthropic:c',
    MODELS_FAST: 'openai:d',
  });
  const [a, b, c] = models.strong;
  expect(new Set([a.breaker, b?.breaker, models.fast[0].breaker]).size).toBe(1);
  expect(c?.breaker).not.toBe(a.breaker);
});

// Whoever starts `npm run dev` reads which models it asks, and why no others.
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { describeModels } from '../../../src/dev/describe-models.ts';

test.each([
  [{}, 'builtin, for everything: MODELS_STRONG and MODELS_FAST name none'],
  [{ OPENAI_API_KEY: 'key-1' }, 'builtin, for everything: MODELS_STRONG and MODELS_FAST name none'],
  [{ MODELS_STRONG: 'openai:a' }, 'strong: builtin (no OPENAI_API_KEY)   fast: builtin'],
  [
    { MODELS_STRONG: 'openai:a,anthropic:b', MODELS_FAST: 'anthropic:c', OPENAI_API_KEY: 'key-1' },
    'strong: openai:a, builtin (no ANTHROPIC_API_KEY)   fast: builtin (no ANTHROPIC_API_KEY)',
  ],
  [
    { MODELS_FAST: 'openai:llama3.2:3b', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/' },
    'strong: builtin   fast: openai:llama3.2:3b, builtin',
  ],
])('%j', (env, line) => {
  expect(describeModels(readConfig([], env))).toBe(line);
});

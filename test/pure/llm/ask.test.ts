// The one way to a model: an answer has its agent's shape or is none, the next in the chain is asked, a stopped turn asks nobody.
import { expect, test, vi } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { ask, type Thinking } from '../../../src/llm/ask.ts';
import { sameForAll, type Chain } from '../../../src/llm/chain.ts';
import { embed } from '../../../src/llm/embed.ts';
import type { Embedder } from '../../../src/llm/embedder.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';

const { classifier } = AGENTS;
const question = { goal_text: 'run 10 km' };

const odd = () => scriptedModel(() => ({ tags: ['sports'] }), { name: 'odd' });
const broken = () =>
  scriptedModel(() => {
    throw new FluxError('PROVIDER_UNAVAILABLE');
  });

/** On behalf of nobody in particular. */
const thinkingBy = (...chain: Chain): Thinking => ({
  person: NOBODY,
  models: sameForAll(...chain),
  meter: noMeter,
});

test('an answer that does not fit is refused, by whoever gave it', async () => {
  const refused: unknown = await ask(thinkingBy(odd()), classifier, question, {}).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ code: 'MODEL_FAILED' });
  expect(String(refused)).toContain('odd gave an unusable answer for classifier');
});

test('the next one is asked where one fails or answers with another shape, and nobody after the one who can', async () => {
  const [first, second, never] = [broken(), odd(), odd()];
  const thinking = thinkingBy(first, second, builtinModel, never);
  expect(await ask(thinking, classifier, question, {})).toEqual({
    tags: ['fitness', 'health'],
  });
  expect([first.asked, second.asked, never.asked]).toEqual([1, 1, 0]);
});

test('where all fail, the last one says why', async () => {
  const thinking = thinkingBy(odd(), broken());
  await expect(ask(thinking, classifier, question, {})).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
  });
});

test('a model that says nothing for half a minute has failed', async () => {
  vi.useFakeTimers();
  try {
    const model: Model = { ...builtinModel, name: 'mute', answer: () => new Promise(() => {}) };
    const answer = ask(thinkingBy(model), classifier, question, {}).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toMatchObject({ code: 'MODEL_FAILED' });
  } finally {
    vi.useRealTimers();
  }
});

test('and so has an embedder', async () => {
  // Loaded at first use otherwise, and files are read in a time that no clock of a test knows.
  await import('../../../src/llm/private-words.ts');
  vi.useFakeTimers();
  try {
    const mute: Embedder = { name: 'mute', provider: 'openai', embed: () => new Promise(() => {}) };
    const placing = { person: NOBODY, meter: noMeter, embedders: [mute] as const };
    const placed = embed(placing, ['run'], {}).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await placed).toMatchObject({ code: 'MODEL_FAILED' });
  } finally {
    vi.useRealTimers();
  }
});

test('a stopped turn asks nobody', async () => {
  const next = odd();
  const thinking = thinkingBy(builtinModel, next);
  await expect(ask({ ...thinking, signal: AbortSignal.abort() }, classifier, question, {})).rejects.toThrow(
    /abort/i,
  );
  expect(next.asked).toBe(0);
});

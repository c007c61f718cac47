// How a question goes through its chain: again with what was wrong, on to the next, cheaper where money ends, and in time in any case.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AGENTS } from '../../../src/agents.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { ask, type Thinking } from '../../../src/llm/ask.ts';
import { createBreaker } from '../../../src/llm/breaker.ts';
import { sameForAll, type Chain } from '../../../src/llm/chain.ts';
import { ModelFailure, type Fault } from '../../../src/llm/model-failure.ts';
import type { Answered, CallOptions, Model, Question } from '../../../src/llm/model.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';
import { countingMeter, type CountingMeter } from '../../harness/counting-meter.ts';

const { classifier, orchestrator } = AGENTS;
const question = { goal_text: 'run 10 km' };
const BY_BUILTIN = { tags: ['fitness', 'health'] };
const USAGE = {
  inputTokens: 10,
  cachedInputTokens: null,
  cacheWriteTokens: { short: 0, long: 0 },
  outputTokens: 5,
  reasoningTokens: null,
  reportedMicros: null,
};

type Script = (question: Question, options: CallOptions) => Promise<Partial<Answered>>;

interface Asked extends Model {
  questions: Question[];
}

interface Came {
  onReceived?: number;
  onUsage?: typeof USAGE;
}

/** A vendor's model in this process: one answer of the script after the other, the last one again and again. */
function vendor(scripts: Script[], more: Partial<Model> = {}): Asked {
  const questions: Question[] = [];
  return {
    name: 'planted-1',
    provider: 'openai',
    ...more,
    questions,
    async answer(asked, options) {
      questions.push({ ...asked, corrections: [...asked.corrections] });
      const script = scripts[Math.min(questions.length, scripts.length) - 1]!;
      const said = await script(asked, options);
      const text = said.text ?? JSON.stringify(said.output);
      return {
        output: undefined,
        ending: 'whole',
        usage: USAGE,
        requestId: 'req-1',
        servedBy: 'served',
        ...said,
        text,
      };
    },
  };
}

const says =
  (output: unknown): Script =>
  async () => ({ output });
const fails =
  (fault: Fault, more: Partial<ConstructorParameters<typeof ModelFailure>[1]> = {}): Script =>
  async () => {
    throw new ModelFailure(fault, { detail: 'planted', ...more });
  };
const hangs: Script = () => new Promise(() => undefined);
/** Takes nine seconds by the clock of the test, which goes on with it. */
const slowly: Script = async () => {
  await vi.advanceTimersByTimeAsync(9000);
  return { output: {} };
};

const thinkingBy = (
  chain: Chain,
  { meter = countingMeter(), ...more }: Partial<Thinking> & { meter?: CountingMeter } = {},
) => ({ person: NOBODY, models: sameForAll(...chain), ...more, meter });

describe('an answer that cannot be used', () => {
  test('is asked for again with what was wrong, twice; then the next one is asked', async () => {
    const odd = vendor([says({ tags: ['sports'] }), says({}), says(undefined)]);
    const thinking = thinkingBy([odd, builtinModel]);
    expect(await ask(thinking, classifier, question, {})).toEqual(BY_BUILTIN);
    expect(odd.questions.map(({ corrections }) => corrections.length)).toEqual([0, 1, 2]);
    const [first] = odd.questions[2]!.corrections;
    expect(first).toEqual({
      answer: '{"tags":["sports"]}',
      faults: expect.stringMatching(/^- tags\.0: Invalid option/),
    });
    expect(first?.faults).not.toContain('sports');
    expect(thinking.meter.settled.map(({ outcome }) => outcome)).toEqual([
      'unusable',
      'unusable',
      'unusable',
    ]);
  });

  test('and is given then, is taken', async () => {
    const model = vendor([says({ tags: [] }), says({ tags: ['home'], more: 1 })]);
    expect(await ask(thinkingBy([model, builtinModel]), classifier, question, {})).toEqual({
      tags: ['home'],
    });
  });

  test('because the model declines, is not asked for again', async () => {
    const model = vendor([async () => ({ ending: 'refused', text: '' })]);
    expect(await ask(thinkingBy([model, builtinModel]), classifier, question, {})).toEqual(BY_BUILTIN);
    expect(model.questions).toHaveLength(1);
  });

  test('because it was cut off, is asked for again in fewer words', async () => {
    const model = vendor([async () => ({ ending: 'cut', text: '{"tags":["ho' }), says({ tags: ['home'] })]);
    expect(await ask(thinkingBy([model, builtinModel]), classifier, question, {})).toEqual({
      tags: ['home'],
    });
    expect(model.questions[1]?.corrections[0]?.faults).toContain('too long');
  });
});

describe('a call', () => {
  test('is reserved for before, and settled with who answered what to which prompt', async () => {
    const thinking = thinkingBy([vendor([says({ tags: ['home'] })])]);
    await ask(thinking, classifier, question, { goalId: 'goal-1' });
    const meant = {
      person: NOBODY,
      about: { goalId: 'goal-1' },
      model: { name: 'planted-1', provider: 'openai' },
      agent: 'classifier',
      promptVersion: classifier.prompt.version,
      tier: 'fast',
    };
    expect(thinking.meter.reserved).toEqual([
      { ...meant, inputTokens: expect.any(Number), mostOutputTokens: 4000 },
    ]);
    expect(thinking.meter.reserved[0]!.inputTokens).toBeGreaterThan(500);
    expect(thinking.meter.settled).toEqual([
      {
        ...meant,
        reservationId: '1',
        outcome: 'answered',
        servedBy: 'served',
        requestId: 'req-1',
        usage: USAGE,
        isEstimated: false,
        latencyMs: expect.any(Number),
      },
    ]);
  });

  test.each<[string, Script, object]>([
    ['fails before it costs', fails('provider', { isFree: true }), { inputTokens: 0, outputTokens: 0 }],
    ['is not counted', async () => ({ output: { tags: ['home'] }, usage: null }), { outputTokens: 5 }],
    [
      'breaks off',
      async (_question, { onReceived }) => {
        onReceived?.(35);
        throw new ModelFailure('provider', { detail: 'planted' });
      },
      { outputTokens: 10 },
    ],
    [
      'breaks off after the provider has counted what went in',
      async (_question, { onReceived, onUsage }) => {
        onUsage?.({ ...USAGE, inputTokens: 777, outputTokens: 1 });
        onReceived?.(35);
        throw new ModelFailure('provider', { detail: 'planted' });
      },
      { inputTokens: 777, outputTokens: 10 },
    ],
  ])('that %s is estimated', async (_what, script, usage) => {
    const thinking = thinkingBy([vendor([script]), builtinModel]);
    await ask(thinking, classifier, question, {});
    const [call] = thinking.meter.settled;
    expect(call?.usage).toMatchObject(usage);
    expect(call?.isEstimated).toBe(!('inputTokens' in usage) || usage.inputTokens !== 0);
  });

  test('that the person ends is settled as cancelled, and nobody else is asked', async () => {
    const stop = new AbortController();
    const model = vendor([
      async () => {
        stop.abort(new Error('planted reason'));
        return hangs({} as Question, {});
      },
    ]);
    const thinking = thinkingBy([model, builtinModel], { signal: stop.signal });
    await expect(ask(thinking, classifier, question, {})).rejects.toThrow('planted reason');
    expect(thinking.meter.settled).toMatchObject([{ outcome: 'cancelled', isEstimated: true }]);
  });

  test('that is stopped while it is reserved for was never sent, and costs nothing', async () => {
    const stop = new AbortController();
    const meter = countingMeter(() => {
      stop.abort(new Error('planted reason'));
      return 'granted';
    });
    const model = vendor([says({ tags: ['home'] })]);
    const asked = ask(thinkingBy([model], { meter, signal: stop.signal }), classifier, question, {});
    await expect(asked).rejects.toThrow('planted reason');
    expect(model.questions).toEqual([]);
    expect(meter.settled).toMatchObject([
      { outcome: 'cancelled', isEstimated: false, usage: { inputTokens: 0, outputTokens: 0 } },
    ]);
  });

  test('is not even reserved for once the turn is stopped, be it before asking again', async () => {
    const stop = new AbortController();
    const meter = countingMeter();
    const settle: typeof meter.settle = async (call) => {
      await meter.settle(call);
      stop.abort(new Error('planted reason'));
    };
    const thinking = thinkingBy([vendor([says({})])], { meter: { ...meter, settle }, signal: stop.signal });
    await expect(ask(thinking, classifier, question, {})).rejects.toThrow('planted reason');
    expect([meter.reserved.length, meter.settled.length]).toEqual([1, 1]);
  });

  test.each([
    ['words came', { onReceived: 35 }],
    ['something was counted', { onUsage: USAGE }],
  ])('is not free where %s, whatever its failure says', async (_what, came: Came) => {
    const script: Script = async (_question, { onReceived, onUsage }) => {
      if (came.onReceived) onReceived?.(came.onReceived);
      if (came.onUsage) onUsage?.(came.onUsage);
      throw new ModelFailure('provider', { detail: 'planted', isFree: true });
    };
    const thinking = thinkingBy([vendor([script]), builtinModel]);
    await ask(thinking, classifier, question, {});
    expect(thinking.meter.settled[0]).toMatchObject({ isEstimated: true });
    expect(thinking.meter.settled[0]!.usage.inputTokens).toBeGreaterThan(0);
  });

  test('of the builtin coach costs nothing and counts nowhere', async () => {
    const thinking = thinkingBy([builtinModel]);
    await ask(thinking, classifier, question, {});
    expect(thinking.meter.reserved).toEqual([]);
  });
});

describe('where money ends', () => {
  test('the fast chain is asked, and says so to the meter', async () => {
    const [dear, cheap] = [vendor([says({})]), vendor([says({ tags: ['home'] })], { name: 'cheap' })];
    const meter = countingMeter(({ tier }) => (tier === 'strong' ? 'fast' : 'granted'));
    const strong = { ...classifier, tier: 'strong' as const };
    const models = { strong: [dear, builtinModel] as Chain, fast: [cheap, builtinModel] as Chain };
    const answer = await ask({ person: NOBODY, models, meter }, strong, question, {});
    expect(answer).toEqual({ tags: ['home'] });
    expect(dear.questions).toEqual([]);
    expect(meter.settled).toMatchObject([{ tier: 'fast', model: { name: 'cheap' } }]);
  });

  test.each(['builtin', 'fast'] as const)(
    'for the fast tier (%s), the builtin coach answers',
    async (kind) => {
      const model = vendor([says({ tags: ['home'] })]);
      const meter = countingMeter(() => kind);
      expect(
        await ask(thinkingBy([model, model, builtinModel], { meter }), classifier, question, {}),
      ).toEqual(BY_BUILTIN);
      expect([model.questions.length, meter.reserved.length]).toEqual([0, 1]);
    },
  );
});

describe('a provider', () => {
  test('that does not let us in is asked for no other model; the next provider is', async () => {
    const first = vendor([fails('setup')]);
    const [same, other] = [vendor([says({})]), vendor([says({ tags: ['home'] })], { provider: 'anthropic' })];
    expect(await ask(thinkingBy([first, same, other, builtinModel]), classifier, question, {})).toEqual({
      tags: ['home'],
    });
    expect([first, same, other].map(({ questions }) => questions.length)).toEqual([1, 0, 1]);
  });

  test('that is away has its next model asked, and after five failures nobody waits for it', async () => {
    const breaker = createBreaker('openai-planted');
    const model = vendor([fails('provider')], { breaker });
    for (let turn = 0; turn < 8; turn += 1)
      expect(await ask(thinkingBy([model, builtinModel]), classifier, question, {})).toEqual(BY_BUILTIN);
    expect(model.questions).toHaveLength(5);
  });

  test('is not blamed for our own questions, nor for answers of no use', async () => {
    const breaker = createBreaker('openai-blamed');
    for (const script of [fails('question'), fails('setup'), says({})])
      for (let turn = 0; turn < 6; turn += 1)
        await ask(thinkingBy([vendor([script], { breaker }), builtinModel]), classifier, question, {});
    expect(breaker.enter()).not.toBeNull();
  });
});

describe('in time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    [40_000, 30_000],
    [60_000, 50_000],
    [90_000, 80_000],
  ])(
    'of %i ms, three providers that say nothing leave enough for the builtin coach',
    async (all, forVendors) => {
      const chain: Chain = [
        vendor([hangs]),
        vendor([hangs], { provider: 'anthropic' }),
        vendor([hangs]),
        builtinModel,
      ];
      const begunMs = Date.now();
      const asked = ask(
        thinkingBy(chain, { vendorsUntilMs: begunMs + forVendors }),
        classifier,
        question,
        {},
      );
      await vi.advanceTimersByTimeAsync(all - 5000);
      expect(await asked).toEqual(BY_BUILTIN);
    },
  );

  test('a model that has to be asked again has its share for all of it, and the next one has the rest', async () => {
    const [slow, next] = [vendor([slowly]), vendor([says({ tags: ['home'] })], { provider: 'anthropic' })];
    const thinking = thinkingBy([slow, next, builtinModel], { vendorsUntilMs: Date.now() + 30_000 });
    expect(await ask(thinking, classifier, question, {})).toEqual({ tags: ['home'] });
    const latencies = thinking.meter.settled.map(({ latencyMs }) => Math.round(latencyMs / 1000));
    expect(latencies).toEqual([9, 9, 2, 0]);
  });

  test.each([
    [5000, true],
    [30_000, false],
  ])('a provider that had %i ms and said nothing is let in still: %s', async (forVendors, isLetIn) => {
    const breaker = createBreaker('openai-hurried');
    for (let turn = 0; turn < 5; turn += 1) {
      const chain: Chain = [vendor([hangs], { breaker }), builtinModel];
      const asked = ask(
        thinkingBy(chain, { vendorsUntilMs: Date.now() + forVendors }),
        classifier,
        question,
        {},
      );
      await vi.advanceTimersByTimeAsync(forVendors);
      expect(await asked).toEqual(BY_BUILTIN);
    }
    expect(breaker.enter() !== null).toBe(isLetIn);
  });

  test('who is late and was asked last had all the time that was left', async () => {
    const lates: Model[] = [vendor([hangs]), vendor([hangs], { provider: 'anthropic' })];
    const thinking = thinkingBy([lates[0]!, lates[1]!, builtinModel], {
      vendorsUntilMs: Date.now() + 30_000,
    });
    const asked = ask(thinking, classifier, question, {});
    await vi.advanceTimersByTimeAsync(30_000);
    await asked;
    const latencies = thinking.meter.settled.map(({ latencyMs }) => Math.round(latencyMs / 1000));
    expect(latencies).toEqual([20, 10]);
  });
});

const reply = (clarification_question: string) => ({
  intent: 'CLARIFY',
  payload: {
    decision: null,
    task_title: null,
    task_starts_local: null,
    task_starts_in_minutes: null,
    duration_minutes: null,
  },
  clarification_question,
  task_id: null,
  goal_id: null,
});

const streams =
  (pieces: string[], then: Script): Script =>
  async (asked, options) => {
    for (const piece of pieces) options.onWords?.(piece);
    return then(asked, options);
  };

describe('words', () => {
  const message = {
    message: 'hi',
    history: [],
    now_local: '2030-01-01T10:00',
    zone: 'UTC',
    open_goals: [],
    upcoming_tasks: [],
  };
  /** What a person would have on their screen. */
  async function screenOf(chain: Chain): Promise<string> {
    let screen = '';
    const onWords = (words: string) => void (screen += words);
    const onTakenBack = () => void (screen = '');
    const said = await ask(thinkingBy(chain, { onWords, onTakenBack }), orchestrator, message, {});
    expect(screen).toBe(said.clarification_question);
    return screen;
  }

  test('are those of the answer that counts, whatever was said before it', async () => {
    const odd = vendor([
      streams(['One ', 'mom'], says({})),
      streams(['What ', 'now?'], says(reply('What now?'))),
    ]);
    expect(await screenOf([odd, builtinModel])).toBe('What now?');
    const broken = vendor([streams(['One '], fails('provider'))]);
    expect(await screenOf([broken, builtinModel])).not.toBe('');
    const other = vendor([streams(['This'], says(reply('That')))]);
    expect(await screenOf([other, builtinModel])).toBe('That');
  });

  test('of a turn that is stopped are taken back', async () => {
    const stop = new AbortController();
    const model = vendor([
      streams(['One '], async () => {
        stop.abort(new Error('planted reason'));
        return hangs({} as Question, {});
      }),
    ]);
    let screen = '';
    const onWords = (words: string) => void (screen += words);
    const onTakenBack = () => void (screen = '');
    const thinking = thinkingBy([model, builtinModel], { signal: stop.signal, onWords, onTakenBack });
    await expect(ask(thinking, orchestrator, message, {})).rejects.toThrow('planted reason');
    expect(screen).toBe('');
  });

  test('that no database keeps are heard and answered as they can be kept', async () => {
    const odd = vendor([streams(['What\0 now\ud800?'], says(reply('What\0 now\ud800?')))]);
    expect(await screenOf([odd, builtinModel])).toBe('What now\ufffd?');
  });

  test('are not asked for where nobody listens', async () => {
    const model = vendor([
      async (_question, { onWords }) => {
        expect(onWords).toBeUndefined();
        return { output: reply('Yes?') };
      },
    ]);
    await ask(thinkingBy([model]), orchestrator, message, {});
  });

  test('of a person go out as placeholders, and come back as they were', async () => {
    const private_ = 'Call Maria Schneider on +49 151 23456789';
    const model = vendor([
      async ({ input }) => {
        const { message: seen } = input as typeof message;
        return { output: reply(`Shall I: ${seen}?`) };
      },
    ]);
    const said = await ask(thinkingBy([model]), orchestrator, { ...message, message: private_ }, {});
    expect(said.clarification_question).toBe(`Shall I: ${private_}?`);
    expect(JSON.stringify(model.questions)).not.toMatch(/Schneider|23456789/);
  });

  test('of a person are cut to what the shape lets them be, and nothing else is', async () => {
    const text = z.string().min(1).max(40);
    const titled = {
      ...classifier,
      output: z.object({ titles: z.array(text), note: z.string() }),
      spoken: 'note',
    };
    const link = `https://example.com/${'a'.repeat(100)}`;
    const output = { titles: ['Read [link 1]', 'Run'], note: 'Read [link 1]' };
    const model = vendor([streams(['Read [li', 'nk 1]'], says(output))]);
    let screen = '';
    const onWords = (words: string) => void (screen += words);
    const given = await ask(thinkingBy([model], { onWords }), titled, { goal_text: `Read ${link}` }, {});
    expect(titled.output.safeParse(given).success).toBe(true);
    expect(given).toEqual({ titles: [`Read ${link}`.slice(0, 39) + '…', 'Run'], note: `Read ${link}` });
    expect(screen).toBe(`Read ${link}`);
  });

  test('of a person that make another shape of it are no answer', async () => {
    const odd = {
      ...classifier,
      output: z.object({ tags: z.array(z.string().refine((tag) => !tag.includes('Anna'))) }),
    };
    const model = vendor([says({ tags: ['[person 1]'] })]);
    const other = vendor([says({ tags: ['home'] })], { name: 'planted-2' });
    const given = await ask(thinkingBy([model, other]), odd, { goal_text: 'Call Anna' }, {});
    expect([given, model.questions.length]).toEqual([{ tags: ['home'] }, 1]);
  });

  test('and fields that the agent does not declare stay here', async () => {
    const model = vendor([says(reply('Yes?'))]);
    await ask(thinkingBy([model]), orchestrator, { ...message, email: 'planted' } as typeof message, {});
    expect(JSON.stringify(model.questions.map(({ input }) => input))).not.toContain('planted');
  });
});

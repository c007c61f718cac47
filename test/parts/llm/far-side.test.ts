// What a far side may say of itself, of its counts and of how it ended: a turn has its answer whatever that is, and each call is billed for what was done, never for less because it was said oddly.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { ask } from '../../../src/llm/ask.ts';
import { createBreaker } from '../../../src/llm/breaker.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import type { Model } from '../../../src/llm/model.ts';
import { anthropicModel } from '../../../src/llm/vendors/anthropic.ts';
import { openaiModel } from '../../../src/llm/vendors/openai.ts';
import type { Account } from '../../../src/llm/vendors/vendor.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';
import { countingMeter } from '../../harness/counting-meter.ts';
import { ledFrom } from '../../harness/led-from.ts';
import {
  json,
  startScriptedServer,
  type Answer,
  type ScriptedServer,
} from '../../harness/scripted-server.ts';
import {
  anthropicSays,
  anthropicStreams,
  openaiSays,
  openaiStreams,
  streamed,
  type StreamEnd,
} from '../../harness/vendor-answers.ts';

let far: ScriptedServer;
const told: unknown[] = [];
beforeAll(async () => void (far = await startScriptedServer()));
afterAll(() => far.close());
beforeEach(() => {
  far.requests.length = 0;
  told.length = 0;
});

const agent = { ...AGENTS.classifier, spoken: 'words' };
const question = { goal_text: 'run 10 km every week' };
const GOOD = '{"words":"Hi","tags":["home"]}';
const BY_MODEL = { tags: ['home'] };
const BY_BUILTIN = { tags: ['fitness', 'health'] };
/** What is sent for it, estimated. */
const SENT = expect.toSatisfy((tokens: number) => tokens > 800 && tokens < 4000);

const accountOf = (more: Partial<Account> = {}): Account => ({
  apiKey: 'key-1',
  baseUrl: far.origin,
  appUrl: 'https://flux.example.com',
  breaker: createBreaker('planted'),
  tell: (...all) => void told.push(all),
  ...more,
});
const MAKE = { openai: openaiModel, anthropic: anthropicModel };

interface Asked {
  vendor?: keyof typeof MAKE;
  account?: Account;
  models?: Model[];
  isHeard?: boolean;
}

/** One turn, with the builtin coach at the end of the chain. */
async function turn(answers: Answer[], { vendor = 'openai', isHeard = false, ...more }: Asked = {}) {
  const { account = accountOf(), models = [MAKE[vendor]('m-1', account)] } = more;
  far.forget();
  far.script(...answers);
  const meter = countingMeter();
  const chain = sameForAll(...(models as [Model, ...Model[]]), builtinModel);
  const thinking = { person: NOBODY, models: chain, meter, ...(isHeard && { onWords: () => undefined }) };
  const answer = await ask(thinking, agent, question, {});
  return { answer, settled: meter.settled, account };
}

const completion = (message: object, more: object = {}, choice: object = {}): object => ({
  id: 'c',
  object: 'chat.completion',
  model: 'm-1',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message }, ...choice }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  ...more,
});
const says = (message: object, more: object = {}, choice: object = {}): Answer =>
  json(200, completion(message, more, choice));
const chunk = (delta: object, finish: unknown = null, more: object = {}): object => ({
  object: 'chat.completion.chunk',
  model: 'm-1',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const streams = (events: object[], end: StreamEnd = 'whole', last = 'data: [DONE]\n\n'): Answer =>
  streamed([...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), last], 'x-request-id', end);
const message = (more: object): object => ({
  type: 'message',
  model: 'm-1',
  content: [{ type: 'text', text: GOOD }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 900, output_tokens: 20 },
  ...more,
});
const event = (one: { type: string; [field: string]: unknown }): string =>
  `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`;
const begun = (usage: object) => event({ type: 'message_start', message: { model: 'm-1', usage } });
const delta = (more: object) => event({ type: 'content_block_delta', index: 0, delta: more });
const isDone = (stop_reason: string, usage: object = { output_tokens: 7 }) =>
  event({ type: 'message_delta', delta: { stop_reason }, usage });
const tells = (events: string[], end: StreamEnd = 'whole') => streamed(events, 'request-id', end);

/** What an answer writes, as text. */
function bodyOf(answer: Answer): string {
  let body = '';
  const response = {
    writeHead: () => response,
    write: (more: string) => void (body += more),
    end: (more = '') => void (body += more),
  };
  answer(response as never);
  return body;
}

type Path = string[];
type Fields = Record<string, unknown>;
const pathsIn = (value: unknown, path: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, one]) => [[...path, name], ...pathsIn(one, [...path, name])]);

function withValue(body: object, path: Path, value: unknown): object {
  const copy = structuredClone(body);
  const place = path.slice(0, -1).reduce<unknown>((at, name) => (at as Fields)[name], copy);
  (place as Fields)[path.at(-1)!] = value;
  return copy;
}

const WRONG = [null, 7, '', true, {}, ['x'], 'odd\u0000\ud800', Number.MAX_SAFE_INTEGER];

/** Each with a name that can be kept, and with tokens that somebody can have used. */
const SOUND = expect.objectContaining({
  servedBy: expect.toSatisfy((name) => name === null || /^[^\0]+$/.test(name)),
  usage: expect.objectContaining({
    inputTokens: expect.toSatisfy((tokens) => tokens > 0 && tokens < 100_000),
    outputTokens: expect.toSatisfy((tokens) => tokens >= 0 && tokens < 100_000),
  }),
});

describe.each(['openai', 'anthropic'] as const)('each field of an answer of %s', (vendor) => {
  test('may be of another kind than its SDK says', async () => {
    const sound = JSON.parse(bodyOf((vendor === 'openai' ? openaiSays : anthropicSays)({ text: GOOD })));
    for (const path of pathsIn(sound))
      for (const wrong of WRONG) {
        const odd = json(200, withValue(sound, path, wrong));
        const { settled } = await turn([odd, odd, odd], { vendor });
        expect(settled.length).toBeGreaterThan(0);
        expect(settled).toEqual(settled.map(() => SOUND));
      }
  });

  test('may be so in a stream, too', async () => {
    const answer = (vendor === 'openai' ? openaiStreams : anthropicStreams)({ pieces: [GOOD] });
    const events = bodyOf(answer)
      .split('\n\n')
      .filter((one) => one.includes('data: {'));
    for (const [index, one] of events.entries()) {
      const [head, data] = [one.slice(0, one.indexOf('{')), JSON.parse(one.slice(one.indexOf('{')))];
      for (const path of pathsIn(data))
        for (const wrong of [null, 7, '', {}]) {
          const odd = events.with(index, `${head}${JSON.stringify(withValue(data, path, wrong))}`);
          const lines = odd.map((line) => `${line}\n\n`);
          const sent = streamed(lines, 'request-id', 'whole');
          const { settled } = await turn([sent, sent, sent], { vendor, isHeard: true });
          expect(settled).toEqual(settled.map(() => SOUND));
        }
    }
  });
});

describe('a model that names itself', () => {
  test.each([7, {}, true, ['x'], '', null])('%j is the one that was asked', async (model) => {
    const whole = await turn([says({ content: GOOD }, { model })]);
    const pieces = [chunk({ content: GOOD }, 'stop', { model })];
    const heard = await turn([streams(pieces)], { isHeard: true });
    const other = await turn([json(200, message({ model }))], { vendor: 'anthropic' });
    for (const { answer, settled } of [whole, heard, other]) {
      expect(answer).toEqual(BY_MODEL);
      expect(settled).toMatchObject([{ servedBy: 'm-1', outcome: 'answered' }]);
    }
  });

  test('later than in the first piece is heard (Azure says "" first)', async () => {
    const pieces = [chunk({}, null, { model: '' }), chunk({ content: GOOD }, 'stop', { model: 'm-1-2026' })];
    expect((await turn([streams(pieces)], { isHeard: true })).settled).toMatchObject([
      { servedBy: 'm-1-2026' },
    ]);
  });
});

describe('an error behind a status of 200', () => {
  test.each([502, 429, 402])('(%i) is not free where words came', async (code) => {
    const broken = streams([chunk({ content: 'x'.repeat(3500) }), { error: { code, message: 'died' } }]);
    const { settled } = await turn([broken], { isHeard: true });
    expect(settled).toMatchObject([
      { outcome: 'failed', isEstimated: true, usage: { inputTokens: SENT, outputTokens: 1000 } },
    ]);
  });

  test('costs what was counted for it', async () => {
    const usage = { prompt_tokens: 5000, completion_tokens: 1000 };
    const broken = streams([chunk({ content: 'x' }, null, { usage }), { error: { code: 502 } }]);
    const heard = await turn([broken], { isHeard: true });
    const whole = await turn([json(200, { error: { code: 502 }, usage })]);
    const empty = await turn([says({}, { choices: [], usage })]);
    const none = await turn([says({}, { choices: [null], usage })]);
    const counted = { inputTokens: 5000, outputTokens: 1000 };
    expect(heard.settled).toMatchObject([{ usage: counted }]);
    for (const { settled } of [whole, empty, none])
      expect(settled).toMatchObject([{ outcome: 'failed', isEstimated: false, usage: counted }]);
  });

  test('and one of HTTP with nothing behind it is free', async () => {
    const { settled } = await turn([json(502, { error: { code: 502, message: 'died' } })]);
    expect(settled).toMatchObject([{ isEstimated: false, usage: { inputTokens: 0, outputTokens: 0 } }]);
  });
});

describe('counts', () => {
  /** A fast agent may say so much. */
  const RESERVED = { inputTokens: SENT, outputTokens: 4000 };
  const ZEROS = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

  test('of nothing make no stream that breaks off free of what went in', async () => {
    const openai = streams([chunk({ content: '{' }, null, { usage: ZEROS })], 'closed', '');
    const anthropic = tells([
      begun({ input_tokens: 0, output_tokens: 0 }),
      delta({ type: 'text_delta', text: '{' }),
    ]);
    for (const [vendor, answer] of [
      ['openai', openai],
      ['anthropic', anthropic],
    ] as const)
      expect((await turn([answer], { vendor, isHeard: true })).settled).toMatchObject([
        { outcome: 'failed', usage: { inputTokens: SENT, outputTokens: 1 } },
      ]);
  });

  test.each([{}, ZEROS, null, 'x'])('that came are not taken away by a later %j', async (usage) => {
    const counted = { prompt_tokens: 1000, completion_tokens: 100 };
    const pieces = [chunk({ content: GOOD }, 'stop', { usage: counted }), chunk({}, null, { usage })];
    expect((await turn([streams(pieces)], { isHeard: true })).settled).toMatchObject([
      { isEstimated: false, usage: { inputTokens: 1000, outputTokens: 100 } },
    ]);
  });

  test('of Messages in a proxied beginning are made good at the end, and the other way round', async () => {
    const words = delta({ type: 'text_delta', text: GOOD });
    const late = [begun({ input_tokens: 0, output_tokens: 0 }), words];
    late.push(isDone('end_turn', { input_tokens: 900, output_tokens: 20, cache_read_input_tokens: 0 }));
    const early = [begun({ input_tokens: 900, output_tokens: 1, cache_read_input_tokens: 0 }), words];
    early.push(isDone('end_turn', { input_tokens: 0, output_tokens: 20 }));
    for (const events of [late, early])
      expect((await turn([tells(events)], { vendor: 'anthropic', isHeard: true })).settled).toMatchObject([
        { isEstimated: false, usage: { inputTokens: 900, outputTokens: 20, cachedInputTokens: 0 } },
      ]);
  });

  test.each<[string, object, object]>([
    ['nothing', ZEROS, { inputTokens: SENT, outputTokens: 9 }],
    ['nothing that came out', { ...ZEROS, prompt_tokens: 700 }, { inputTokens: 700, outputTokens: 9 }],
    ['what cannot be', { prompt_tokens: 9e15, completion_tokens: 5 }, RESERVED],
    ['more than may come', { prompt_tokens: 9, completion_tokens: 1e9 }, RESERVED],
  ])('of %s in a whole answer are estimated, and marked', async (_what, usage, expected) => {
    expect((await turn([says({ content: GOOD }, { usage })])).settled).toMatchObject([
      { outcome: 'answered', isEstimated: true, usage: expected },
    ]);
  });

  test('of a part that is more than the whole say nothing of the part', async () => {
    const usage = {
      prompt_tokens: 700,
      completion_tokens: 20,
      prompt_tokens_details: { cached_tokens: 9e15, cache_write_tokens: 701 },
      completion_tokens_details: { reasoning_tokens: 21 },
    };
    const counted = { inputTokens: 700, outputTokens: 20, cachedInputTokens: null, reasoningTokens: null };
    expect((await turn([says({ content: GOOD }, { usage })])).settled).toMatchObject([
      { isEstimated: false, usage: { ...counted, cacheWriteTokens: { short: 0, long: 0 } } },
    ]);
  });

  const THOUGHT = 'hm '.repeat(3500);
  test.each<[string, object]>([
    ['reasoning', { reasoning: THOUGHT, reasoning_content: THOUGHT }],
    ['reasoning_content', { reasoning_content: THOUGHT }],
    ['refusals', { refusal: THOUGHT }],
    ['calls of tools', { tool_calls: [{ function: { name: 'x', arguments: THOUGHT } }] }],
    ['parts', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] }] }],
  ])('hold what came out beside the words: %s', async (_what, aloud) => {
    const cut = streams([chunk(aloud)], 'closed', '');
    const uncounted = streams([chunk(aloud), chunk({ content: GOOD }, 'stop')]);
    for (const answer of [cut, uncounted])
      expect((await turn([answer], { isHeard: true })).settled).toMatchObject([
        { isEstimated: true, usage: { outputTokens: expect.toSatisfy((all) => all >= 3000 && all < 3100) } },
      ]);
  });

  test.each<[string, object]>([
    ['thoughts', { type: 'thinking_delta', thinking: THOUGHT }],
    ['calls of tools', { type: 'input_json_delta', partial_json: THOUGHT }],
  ])('hold what Messages sent beside the words: %s', async (_what, aloud) => {
    const cut = tells([begun({ input_tokens: 900, output_tokens: 1 }), delta(aloud)], 'closed');
    expect((await turn([cut], { vendor: 'anthropic', isHeard: true })).settled).toMatchObject([
      { usage: { inputTokens: 900, outputTokens: 3000 } },
    ]);
  });
});

describe('how it ended', () => {
  test.each(['error', 'abort', 'insufficient_system_resource'])(
    'by "%s" is a failure of the provider, asked once',
    async (finish) => {
      const { answer, settled, account } = await turn([
        says({ content: GOOD }, {}, { finish_reason: finish }),
      ]);
      expect(answer).toEqual(BY_BUILTIN);
      expect(settled).toMatchObject([{ outcome: 'failed', usage: { inputTokens: 1000, outputTokens: 100 } }]);
      for (let failure = 1; failure < 5; failure += 1) account.breaker.enter()?.('down');
      expect(account.breaker.enter()).toBeNull();
    },
  );

  test('with an error in the place of a choice, whole or streamed', async () => {
    const error = { code: 502, message: 'died' };
    const choices = [{ index: 0, finish_reason: 'stop', error, message: { content: GOOD } }];
    const piece = { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: 'stop', error }] };
    const whole = await turn([says({}, { choices })]);
    const heard = await turn([streams([chunk({ content: GOOD }), piece])], { isHeard: true });
    for (const { answer, settled } of [whole, heard]) {
      expect(answer).toEqual(BY_BUILTIN);
      expect(settled).toMatchObject([{ outcome: 'failed' }]);
    }
  });

  test('is not said by an empty mark, which hides no later one', async () => {
    const cut = streams([chunk({ content: GOOD }, '')], 'whole', '');
    const filtered = streams([chunk({ content: GOOD }, ''), chunk({}, 'content_filter')]);
    for (const answer of [cut, filtered])
      expect((await turn([answer], { isHeard: true })).answer).toEqual(BY_BUILTIN);
    const words = delta({ type: 'text_delta', text: GOOD });
    const refused = tells([begun({ input_tokens: 9 }), isDone(''), words, isDone('refusal')]);
    expect((await turn([refused], { vendor: 'anthropic', isHeard: true })).answer).toEqual(BY_BUILTIN);
  });

  test('by a word that nobody knows: its shape says whether it is whole', async () => {
    expect((await turn([says({ content: GOOD }, {}, { finish_reason: 'eos' })])).answer).toEqual(BY_MODEL);
    const half = says({ content: GOOD.slice(0, 20) }, {}, { finish_reason: 'eos' });
    expect((await turn([half, half, half])).settled.map(({ outcome }) => outcome)).toEqual([
      'unusable',
      'unusable',
      'unusable',
    ]);
  });

  test.each(['closed', 'reset', 'stalled'] as const)('and then the line is %s: it is whole', async (end) => {
    const usage = { prompt_tokens: 900, completion_tokens: 50 };
    const openai = streams([chunk({ content: GOOD }), chunk({}, 'stop', { usage })], end, '');
    const words = delta({ type: 'text_delta', text: GOOD });
    const anthropic = tells(
      [begun({ input_tokens: 900 }), words, isDone('end_turn', { output_tokens: 50 })],
      end,
    );
    for (const [vendor, answer] of [
      ['openai', openai],
      ['anthropic', anthropic],
    ] as const) {
      const account = accountOf({ idleMs: 100 });
      const { settled, ...got } = await turn([answer], { vendor, account, isHeard: true });
      expect(got.answer).toEqual(BY_MODEL);
      expect(settled).toMatchObject([{ outcome: 'answered', usage: { inputTokens: 900, outputTokens: 50 } }]);
    }
  });
});

/** Begins, and goes on once 29 seconds of the caller's clock have passed since. */
function thinkingLong(contentType: string, begin: string, rest: string) {
  const begun = Promise.withResolvers<() => void>();
  const answer: Answer = (response) => {
    response.writeHead(200, { 'content-type': contentType }).write(begin);
    begun.resolve(() => void response.end(rest));
  };
  const direct = globalThis.fetch;
  const led = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...all) => {
    const [response, goOn] = await Promise.all([direct(...all), begun.promise]);
    setImmediate(() => {
      vi.advanceTimersByTime(29_000);
      goOn();
    });
    return response;
  });
  return { answer, led };
}

test.each([true, false])(
  'who thinks before the first words, or is not heard while it speaks, has all the time of a call (heard: %s)',
  async (isHeard) => {
    const pieces = [chunk({ role: 'assistant', content: '' }), chunk({ content: GOOD }, 'stop')];
    const [first, last] = pieces.map((one) => `data: ${JSON.stringify(one)}\n\n`);
    const { answer, led } = isHeard
      ? thinkingLong('text/event-stream', first!, last!)
      : thinkingLong('application/json', ' ', JSON.stringify(completion({ content: GOOD })));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      expect((await turn([answer], { isHeard })).answer).toEqual(BY_MODEL);
    } finally {
      vi.useRealTimers();
      led.mockRestore();
    }
  },
);

describe('what gateways do otherwise', () => {
  test.each<[string, object]>([
    [
      'in parts',
      {
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: GOOD },
        ],
      },
    ],
    ['behind thoughts', { content: `<think>{"tags": ["x"]}</think>\n${GOOD}` }],
    ['behind thoughts without a beginning', { content: `hm {"tags": 1}\n</think>\n${GOOD}` }],
    ['that says the mark itself', { content: '{"words":"a </think> b","tags":["home"]}' }],
    ['in a fence behind them', { content: `<think>hm</think>\n\`\`\`json\n${GOOD}\n\`\`\`` }],
  ])('an answer %s is read', async (_what, said) => {
    expect((await turn([says(said)])).answer).toEqual(BY_MODEL);
  });

  test('one that comes at once, and not as the stream that was asked for, is read', async () => {
    const heard = await turn([says({ content: GOOD })], { isHeard: true });
    const other = await turn([json(200, message({}))], { vendor: 'anthropic', isHeard: true });
    for (const { answer, settled } of [heard, other]) {
      expect(answer).toEqual(BY_MODEL);
      expect(settled).toMatchObject([{ isEstimated: false }]);
    }
  });

  test('who refuses stream_options is asked without, and from then on at once', async () => {
    const account = accountOf();
    const refused = json(400, { error: { message: "property 'stream_options' is unsupported" } });
    const spoken = streams([chunk({ content: GOOD }, 'stop')]);
    for (const answers of [[refused, spoken], [spoken]])
      expect((await turn(answers, { account, isHeard: true })).answer).toEqual(BY_MODEL);
    const has = far.requests.map(({ body }) => 'stream_options' in JSON.parse(String(body)));
    expect(has).toEqual([true, false, false]);
    expect(told).toEqual([]);
  });

  test.each<[string, number, object]>([
    [
      'flags the input',
      403,
      { code: 403, message: 'x', metadata: { reasons: ['violence'], flagged_input: 'x' } },
    ],
    ['has no host for one model', 404, { code: 404, message: 'No endpoints found' }],
  ])('one that %s is asked for its next model, and nobody looks at the key', async (_what, status, error) => {
    const account = accountOf();
    const models = ['m-1', 'm-2'].map((name) => openaiModel(name, account));
    const { answer } = await turn([json(status, { error }), says({ content: GOOD })], { models });
    expect(answer).toEqual(BY_MODEL);
    expect(JSON.stringify(told)).not.toContain('KEY');
  });

  test('OpenRouter is asked for what its hosts know, and believed what it says of the cost, not rounded', async () => {
    const baseUrl = 'https://openrouter.ai/api/v1';
    const led = ledFrom(baseUrl, far.origin);
    const usage = { prompt_tokens: 1000, completion_tokens: 10, cost: 0.000_000_4 };
    const own = { ...usage, is_byok: true };
    const details = [null, 0.000_002].map((cost) => ({ upstream_inference_cost: cost }));
    const all = [usage, own, ...details.map((cost_details) => ({ ...own, cost_details }))];
    const reported: unknown[] = [];
    for (const one of all) {
      const { settled } = await turn([says({ content: GOOD }, { usage: one })], {
        account: accountOf({ baseUrl }),
      });
      reported.push(settled[0]?.usage.reportedMicros);
    }
    led.mockRestore();
    expect(reported).toEqual([0.4, null, null, 2.4]);
    const sent = JSON.parse(String(far.requests[0]?.body));
    expect(sent).toMatchObject({ max_tokens: 4000, provider: { require_parameters: true } });
    expect(sent).not.toHaveProperty('max_completion_tokens');
  });
});

describe('without end', () => {
  test.each([false, true])('words are counted, and neither read nor kept (heard: %s)', async (isHeard) => {
    const endless = `${GOOD}${' '.repeat(600_000)}`;
    const answer = isHeard ? streams([chunk({ content: endless }, 'stop')]) : says({ content: endless });
    const { answer: given, settled } = await turn([answer, says({ content: GOOD })], { isHeard });
    expect(given).toEqual(BY_MODEL);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['unusable', 'answered']);
  });

  test('an answer is not taken in', async () => {
    const { answer, settled } = await turn([says({ content: GOOD, other: 'x'.repeat(9_000_000) })]);
    expect(answer).toEqual(BY_BUILTIN);
    expect(settled).toMatchObject([{ outcome: 'failed', isEstimated: true }]);
  });

  test('an error is read at its beginning, and the rest is not taken', async () => {
    const isCut = Promise.withResolvers<void>();
    const endless: Answer = (response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
      };
      response.on('drain', write).on('close', isCut.resolve);
      response.writeHead(500, { 'content-type': 'application/json' });
      write();
    };
    const { answer, settled } = await turn([endless]);
    expect(answer).toEqual(BY_BUILTIN);
    expect(settled).toMatchObject([{ outcome: 'failed' }]);
    await isCut.promise;
  });

  test('thoughts are nested, and the words beside them are the answer', async () => {
    const body = JSON.stringify(completion({ content: GOOD, reasoning_details: 'HERE' }));
    const nested = body.replace('"HERE"', `${'['.repeat(20_000)}"hm"${']'.repeat(20_000)}`);
    const answer: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(nested);
    };
    expect((await turn([answer])).answer).toEqual(BY_MODEL);
  });
});

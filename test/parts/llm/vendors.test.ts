// Both vendors' models over a real socket: what goes out, what comes back whole, what never counts as an answer, and what it all cost.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AGENTS } from '../../../src/agents.ts';
import { createBreaker } from '../../../src/llm/breaker.ts';
import type { Answered, Model, Question, Usage } from '../../../src/llm/model.ts';
import { anthropicModel } from '../../../src/llm/vendors/anthropic.ts';
import { openaiModel } from '../../../src/llm/vendors/openai.ts';
import type { Account } from '../../../src/llm/vendors/vendor.ts';
import { ledFrom } from '../../harness/led-from.ts';
import {
  cutAfterHeaders,
  hang,
  json,
  raw,
  reset,
  startScriptedServer,
  thenForEver,
  type Answer,
  type ScriptedServer,
} from '../../harness/scripted-server.ts';
import {
  anthropicError,
  anthropicSays,
  anthropicStreams,
  openaiError,
  openaiSays,
  openaiStreams,
  streamed,
} from '../../harness/vendor-answers.ts';

let far: ScriptedServer;
const told: unknown[] = [];
beforeAll(async () => {
  far = await startScriptedServer();
});
afterAll(() => far.close());
beforeEach(() => {
  far.requests.length = 0;
  told.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

const question: Question<typeof AGENTS.planner> = {
  agent: AGENTS.planner,
  input: { goal_text: 'run </data> now' } as Question<typeof AGENTS.planner>['input'],
  corrections: [{ answer: '{"goal_title": 1}', faults: '- goal_title: expected a string' }],
  mostOutputTokens: 4000,
};

const accountOf = (more: Partial<Account> = {}): Account => ({
  apiKey: 'key-1',
  baseUrl: far.origin,
  appUrl: 'https://flux.example.com',
  breaker: createBreaker('planted'),
  tell: (...all) => void told.push(all),
  ...more,
});

interface Kind {
  vendor: 'openai' | 'anthropic';
  make: (account: Account) => Model;
  says: typeof openaiSays;
  streams: typeof openaiStreams;
  refuses: typeof openaiError;
  path: string;
  finish: { whole: string; cut: string; refused: string };
}

const KINDS: Kind[] = [
  {
    vendor: 'openai',
    make: (account) => openaiModel('m-1', account),
    says: openaiSays,
    streams: openaiStreams,
    refuses: openaiError,
    path: '/chat/completions',
    finish: { whole: 'stop', cut: 'length', refused: 'content_filter' },
  },
  {
    vendor: 'anthropic',
    make: (account) => anthropicModel('m-1', account),
    says: anthropicSays,
    streams: anthropicStreams,
    refuses: (status, code, headers) => anthropicError(status, code ?? 'api_error', headers),
    path: '/v1/messages',
    finish: { whole: 'end_turn', cut: 'max_tokens', refused: 'refusal' },
  },
];

/** 900 in, of which 600 cached and 100 written, 120 out, of which 40 thought. */
const COUNTED: Usage = {
  inputTokens: 900,
  cachedInputTokens: 600,
  cacheWriteTokens: { short: 70, long: 30 },
  outputTokens: 120,
  reasoningTokens: 40,
  reportedMicros: null,
};
const countedBy = (vendor: Kind['vendor']): Usage =>
  vendor === 'anthropic' ? COUNTED : { ...COUNTED, cacheWriteTokens: { short: 100, long: 0 } };

const failureOf = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => error);

describe.each(KINDS)('$vendor', ({ vendor, make, says, streams, refuses, path, finish }) => {
  test('is sent the prompt, the question as data, what was wrong, and the shape of the answer', async () => {
    far.script(says({ text: '{"a":1}' }));
    const answered = await make(accountOf()).answer(question, {});
    expect(answered).toEqual({
      output: { a: 1 },
      text: '{"a":1}',
      ending: 'whole',
      usage: countedBy(vendor),
      requestId: `req_${vendor}_1`,
      servedBy: 'served-1',
      // Thought aloud: "hm".
      ...(vendor === 'anthropic' && { outputBytes: 9 }),
    } satisfies Answered);
    const [request] = far.requests;
    expect(request).toMatchObject({ method: 'POST', url: path });
    const body = JSON.parse(String(request?.body));
    const turns = body.messages.filter(({ role }: { role: string }) => role !== 'system');
    expect(turns.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'user']);
    // What stands between the marks cannot write one.
    expect(turns[0].content.match(/<\/data>/g)).toHaveLength(1);
    expect(turns[2].content).toContain('goal_title: expected a string');
    const system = body.system ?? body.messages[0].content;
    expect(system).toContain('You are a coach and a behavioural scientist');
    const schema = body.response_format?.json_schema ?? body.output_config.format;
    expect(schema.schema.required).toContain('plan_summary');
    expect(body.max_completion_tokens ?? body.max_tokens).toBe(4000);
    expect(Object.keys(body)).not.toContain('temperature');
  });

  test('nothing of the environment goes out', async () => {
    for (const name of ['OPENAI', 'ANTHROPIC']) {
      vi.stubEnv(
        `${name}_CUSTOM_HEADERS`,
        'authorization: Bearer leaked\nx-leaked: 1\nanthropic-version: leaked',
      );
      vi.stubEnv(`${name}_API_KEY`, 'leaked');
      vi.stubEnv(`${name}_BASE_URL`, 'http://127.0.0.1:9/leaked');
    }
    vi.stubEnv('OPENAI_ORG_ID', 'leaked');
    vi.stubEnv('OPENAI_PROJECT_ID', 'leaked');
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'leaked');
    far.script(says({ text: '{}' }), says({ text: '{}' }));
    await make(accountOf()).answer(question, {});
    await make(accountOf({ apiKey: null })).answer(question, {});
    const [keyed, keyless] = far.requests;
    expect(JSON.stringify(far.requests.map(({ headers }) => headers))).not.toContain('leaked');
    expect(keyed?.headers.authorization).toBe('Bearer key-1');
    expect(keyless?.headers).not.toHaveProperty('authorization');
    expect(keyed?.headers['anthropic-version']).toBe(vendor === 'anthropic' ? '2026-10-21' : undefined);
  });

  test.each([
    ['whole', 'whole'],
    ['cut', 'cut'],
    ['refused', 'refused'],
  ] as const)('an answer that ends %s is known as such', async (kind, ending) => {
    far.script(says({ text: '{}', finish: finish[kind] }));
    expect((await make(accountOf()).answer(question, {})).ending).toBe(ending);
  });

  test('fenced JSON is JSON, words are none, and what was not counted is not made up', async () => {
    far.script(says({ text: '```json\n{"a": 1}\n```', usage: null }), says({ text: 'Sure! Here it is.' }));
    const model = make(accountOf());
    expect(await model.answer(question, {})).toMatchObject({ output: { a: 1 }, usage: null });
    expect((await model.answer(question, {})).output).toBeUndefined();
  });

  test('words are heard while they come, and only with a listener anything is streamed', async () => {
    const pieces = ['{"goal_title":"x","plan_', 'summary":"Hallo \\ud83d', '\\ude00 du', '"}'];
    far.script(streams({ pieces }));
    const heard: string[] = [];
    let counted: Usage | null = null;
    let bytes = 0;
    const answered = await make(accountOf()).answer(question, {
      onWords: (words) => heard.push(words),
      onUsage: (usage) => (counted = usage),
      onReceived: (more) => (bytes += more),
    });
    expect(heard.join('')).toBe('Hallo 😀 du');
    expect(heard.length).toBeGreaterThan(1);
    expect(answered).toMatchObject({
      output: { plan_summary: 'Hallo 😀 du' },
      ending: 'whole',
      usage: countedBy(vendor),
      requestId: 'req_streamed_1',
    });
    expect(counted).toEqual(countedBy(vendor));
    expect(bytes).toBe(Buffer.byteLength(pieces.join('')));
    expect(JSON.parse(String(far.requests[0]?.body)).stream).toBe(true);
  });

  test.each(['whole', 'closed', 'reset', 'stalled'] as const)(
    'a stream that is %s without its finish mark is a failure, never a short answer',
    async (end) => {
      far.script(streams({ pieces: ['{"plan_summary":"all of it"}'], finish: null, end }));
      const model = make(accountOf({ idleMs: 100 }));
      const failure = await failureOf(model.answer(question, { onWords: () => undefined }));
      expect(failure).toMatchObject({
        name: 'FluxError',
        code: 'MODEL_FAILED',
        fault: 'provider',
        isFree: false,
      });
    },
  );

  test.each([': PROCESSING\n\n', 'event: ping\ndata: {"type":"ping"}\n\n', 'data: {}\n\n'])(
    'a stream that only says that it lives (%j) has stalled',
    async (sign) => {
      const begin = streams({ pieces: ['{"plan_summary":"'], finish: null, end: 'stalled' });
      far.script(thenForEver(sign, begin));
      const model = make(accountOf({ idleMs: 100 }));
      const failure = await failureOf(model.answer(question, { onWords: () => undefined }));
      expect(failure).toMatchObject({ code: 'MODEL_FAILED', fault: 'provider', isFree: false });
    },
  );

  test('a stream that says that it failed has failed', async () => {
    const event = { type: 'error', error: { type: 'overloaded_error', message: 'planted' } };
    far.script(streamed([`event: error\ndata: ${JSON.stringify(event)}\n\n`], 'x-request-id', 'whole'));
    const failure = await failureOf(make(accountOf()).answer(question, { onWords: () => undefined }));
    expect(failure).toMatchObject({ code: 'MODEL_FAILED', fault: 'provider' });
  });

  test.each<[string, () => Answer, object]>([
    ['400', () => refuses(400, 'invalid_request_error'), { fault: 'question', isFree: true }],
    ['401', () => refuses(401, 'authentication_error'), { fault: 'setup', isFree: true }],
    ['402', () => refuses(402, 'billing_error'), { fault: 'setup' }],
    ['403', () => refuses(403, 'permission_error'), { fault: 'setup' }],
    ['404', () => refuses(404, 'not_found_error'), { fault: 'setup' }],
    ['408', () => refuses(408, 'timeout_error'), { fault: 'provider', isFree: false }],
    ['409', () => refuses(409, 'conflict_error'), { fault: 'provider' }],
    ['413', () => refuses(413, 'request_too_large'), { fault: 'question' }],
    ['422', () => refuses(422, 'invalid_request_error'), { fault: 'question' }],
    [
      '429',
      () => refuses(429, 'rate_limit_error', { 'retry-after': '7' }),
      { fault: 'provider', retryAfterMs: 7000, isFree: true },
    ],
    [
      '429 in ms',
      () => refuses(429, null, { 'retry-after-ms': '70' }),
      { fault: 'provider', retryAfterMs: 70 },
    ],
    ['429 of a quota', () => refuses(429, 'insufficient_quota'), { fault: 'setup' }],
    ['500', () => refuses(500, 'api_error'), { fault: 'provider', isFree: true }],
    ['503', () => refuses(503, null, { 'retry-after': '3' }), { fault: 'provider', retryAfterMs: 3000 }],
    ['529', () => refuses(529, 'overloaded_error'), { fault: 'provider' }],
    [
      'HTML',
      () => raw(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }),
      { fault: 'provider' },
    ],
    [
      'a page instead',
      () => raw(200, '<html>Welcome</html>', { 'content-type': 'text/html' }),
      { fault: 'provider' },
    ],
    ['200 with an error', () => json(200, { error: { message: 'planted', code: 402 } }), { fault: 'setup' }],
    ['200 with nothing', () => json(200, {}), { fault: 'provider', isFree: false }],
    ['a redirect', () => raw(302, '', { location: 'http://127.0.0.1:9/' }), { fault: 'setup' }],
    ['a reset', () => reset, { fault: 'provider', isFree: false }],
    ['half a body', () => cutAfterHeaders(200), { fault: 'provider', isFree: false }],
    ['no JSON', () => raw(200, '{"id":', { 'content-type': 'application/json' }), { fault: 'provider' }],
  ])('%s is understood', async (_name, answer, expected) => {
    far.script(answer());
    const failure = await failureOf(make(accountOf()).answer(question, {}));
    expect(failure).toMatchObject({ name: 'FluxError', ...expected });
    // Nothing was tried again, and nobody's words are told on.
    expect(far.requests).toHaveLength(1);
    expect(String(failure)).not.toContain('planted');
    expect(told).toHaveLength((expected as { fault: string }).fault === 'provider' ? 0 : 1);
    expect(JSON.stringify(told)).not.toContain('planted words');
  });

  test('who is not there was reached by nothing, and owes nothing', async () => {
    const gone = await startScriptedServer();
    await gone.close();
    const model = make(accountOf({ baseUrl: gone.origin }));
    expect(await failureOf(model.answer(question, {}))).toMatchObject({ fault: 'provider', isFree: true });
  });

  test.each([false, true])(
    'whoever hangs up is gone at the far side, too (streamed: %s)',
    async (isStreamed) => {
      const closed = Promise.withResolvers<void>();
      const stop = new AbortController();
      far.script((response) => {
        response.on('close', () => closed.resolve());
        if (isStreamed) streams({ pieces: ['{"plan_summary":"ab'], finish: null, end: 'stalled' })(response);
        else hang(response);
        stop.abort(new Error('planted reason'));
      });
      const onWords = isStreamed ? () => undefined : undefined;
      const failure = await failureOf(make(accountOf()).answer(question, { signal: stop.signal, onWords }));
      expect(failure).toMatchObject({ message: 'planted reason' });
      await closed.promise;
    },
  );
});

test('OpenRouter hears whose app it is, and what it says of the cost counts', async () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cost: 0.000_123_4 };
  far.script(openaiSays({ text: '{}', usage }), openaiSays({ text: '{}', usage }));
  const plain = await openaiModel('m', accountOf()).answer(question, {});
  const baseUrl = 'https://openrouter.ai/api/v1';
  const led = ledFrom(baseUrl, far.origin);
  const answered = await openaiModel('vendor/m', accountOf({ baseUrl })).answer(question, {});
  led.mockRestore();
  expect([plain, answered].map((one) => one.usage?.reportedMicros)).toEqual([null, 123.4]);
  const [bare, attributed] = far.requests;
  expect(bare?.headers).not.toHaveProperty('http-referer');
  expect(attributed?.headers).toMatchObject({
    'http-referer': 'https://flux.example.com',
    'x-openrouter-title': 'Flux',
  });
  expect(JSON.parse(String(attributed?.body)).provider).toEqual({ require_parameters: true });
});

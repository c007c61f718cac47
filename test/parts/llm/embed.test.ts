// Embeddings of a vendor over a real socket: what goes out, what is believed of what comes, and that each call is paid
// for once, however it ends.
import { LLMock } from '@copilotkit/aimock';
import type OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBreaker } from '../../../src/llm/breaker.ts';
import { embed, type Placing } from '../../../src/llm/embed.ts';
import { DIMENSIONS, similarity } from '../../../src/llm/embedding.ts';
import { lexicalEmbedder } from '../../../src/llm/lexical-embedder.ts';
import type { Permit } from '../../../src/llm/meter.ts';
import { openaiEmbedder } from '../../../src/llm/vendors/openai-embedder.ts';
import type { Account } from '../../../src/llm/vendors/vendor.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';
import { countingMeter, type CountingMeter } from '../../harness/counting-meter.ts';
import { ledFrom } from '../../harness/led-from.ts';
import {
  json,
  startScriptedServer,
  type Answer,
  type ScriptedServer,
} from '../../harness/scripted-server.ts';

let server: ScriptedServer;
let meter: CountingMeter;
let permit: Permit['kind'];
let told: unknown[];

beforeEach(async () => {
  server = await startScriptedServer();
  permit = 'granted';
  meter = countingMeter(() => permit);
  told = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const openai = (account: Partial<Account> = {}, name?: string) =>
  openaiEmbedder(
    {
      apiKey: 'sk-test',
      baseUrl: `${server.origin}/v1`,
      appUrl: 'https://flux.example',
      breaker: createBreaker('openai'),
      tell: (_vendor, refused) => void told.push(refused),
      ...account,
    },
    name,
  );

const place = (texts: string[], placing: Partial<Placing> = {}) =>
  embed({ person: NOBODY, embedders: [openai()], meter, ...placing }, texts, { goalId: 'g' });

const vectorAt = (place: number): number[] =>
  Array.from({ length: DIMENSIONS }, (_, index) => (index === place ? 2 : 0));

const base64 = (numbers: number[]): string =>
  Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

type Wire = Omit<OpenAI.CreateEmbeddingResponse, 'data'> & {
  data: { object: 'embedding'; index: number; embedding: string | number[] }[];
};

const bodyOf = (embeddings: (string | number[])[], tokens = 7): Wire => ({
  object: 'list',
  model: 'text-embedding-3-small',
  data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  usage: { prompt_tokens: tokens, total_tokens: tokens } satisfies OpenAI.CreateEmbeddingResponse['usage'],
});

const answer = (body: unknown): Answer => json(200, body, { 'x-request-id': 'req-1' });
const sent = (index = 0) => JSON.parse(server.requests[index]!.body.toString());

describe('what goes out', () => {
  test('the texts, and base64 by name', async () => {
    server.script(answer(bodyOf([base64(vectorAt(0)), base64(vectorAt(1))])));
    await place(['run', 'swim']);
    const [{ method, url, headers }] = server.requests as [ScriptedServer['requests'][number]];
    expect([method, url, headers.authorization]).toEqual(['POST', '/v1/embeddings', 'Bearer sk-test']);
    expect(sent()).toEqual({
      model: 'text-embedding-3-small',
      input: ['run', 'swim'],
      encoding_format: 'base64',
    });
  });

  test('the number of dimensions to OpenAI, which has models of more; not to its oldest, nor to a gateway', async () => {
    const vector = answer(bodyOf([vectorAt(0)]));
    server.script(vector, vector, vector);
    const baseUrl = 'https://api.openai.com/v1';
    const led = ledFrom(baseUrl, `${server.origin}/v1`);
    await place(['run'], { embedders: [openai({ baseUrl }, 'text-embedding-3-large')] });
    await place(['run'], { embedders: [openai({ baseUrl }, 'text-embedding-ada-002')] });
    led.mockRestore();
    await place(['run'], { embedders: [openai({}, 'text-embedding-3-large')] });
    expect(sent(0)).toMatchObject({ model: 'text-embedding-3-large', dimensions: 1536 });
    for (const other of [1, 2]) expect(sent(other)).not.toHaveProperty('dimensions');
  });

  test('nothing that the environment holds for the SDK', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-environment');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9');
    vi.stubEnv('OPENAI_ORG_ID', 'org-environment');
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-environment');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-Leak: environment');
    server.script(answer(bodyOf([vectorAt(0)])), answer(bodyOf([vectorAt(0)])));
    await place(['run']);
    await place(['run'], { embedders: [openai({ apiKey: null })] });
    expect(JSON.stringify(server.requests.map(({ headers }) => headers))).not.toContain('environment');
    expect(server.requests[1]!.headers).not.toHaveProperty('authorization');
  });

  test('no private word, and the rest as it was said', async () => {
    server.script(answer(bodyOf([vectorAt(0)])));
    await place(['Write to nora.canary@example.org, or ring +49 151 23456789']);
    const [text] = sent().input as [string];
    expect(text).toMatch(/^Write to .*, or ring /);
    expect(text).not.toMatch(/canary|example\.org|23456789/);
  });

  test('many texts in several calls, one reservation each, in their order', async () => {
    const texts = Array.from({ length: 600 }, (_, index) => `note ${index}`);
    const places = texts.map((_, index) => vectorAt(index));
    server.script(
      answer(bodyOf(places.slice(0, 256))),
      answer(bodyOf(places.slice(256, 512))),
      answer(bodyOf(places.slice(512))),
    );
    const embeddings = await place(texts);
    expect(embeddings.map(({ vector }) => vector.indexOf(1))).toEqual(texts.map((_, index) => index));
    expect(server.requests.map((_, index) => sent(index).input.length)).toEqual([256, 256, 88]);
    expect([meter.reserved.length, meter.settled.length]).toEqual([3, 3]);
  });

  test('long texts fill a call by their tokens', async () => {
    server.script(answer(bodyOf([vectorAt(0), vectorAt(1)])), answer(bodyOf([vectorAt(2)])));
    await place(Array.from({ length: 3 }, () => 'word '.repeat(30_000)));
    expect(server.requests.map((_, index) => sent(index).input.length)).toEqual([2, 1]);
  });
});

describe('what comes', () => {
  test.each<[string, (numbers: number[]) => string | number[]]>([
    ['base64', base64],
    ['numbers, from who knows no base64', (numbers) => numbers],
  ])('%s is read, by its index, and carries its model', async (_form, write) => {
    const body = bodyOf([write(vectorAt(5)), write(vectorAt(9))]);
    server.script(answer({ ...body, data: body.data.toReversed() }));
    const embeddings = await place(['run', 'swim']);
    expect(embeddings.map(({ model, vector }) => [model, vector.indexOf(1)])).toEqual([
      ['text-embedding-3-small', 5],
      ['text-embedding-3-small', 9],
    ]);
  });

  test.each([7, {}, '', null])('a model that names itself %j is the one that was asked', async (model) => {
    server.script(answer({ ...bodyOf([vectorAt(0)]), model }));
    await place(['run']);
    expect(meter.settled).toMatchObject([{ outcome: 'answered', servedBy: 'text-embedding-3-small' }]);
  });

  test('more tokens than were sent are not believed', async () => {
    server.script(answer(bodyOf([vectorAt(0)], 9e15)));
    await place(['run']);
    expect(meter.settled).toMatchObject([{ isEstimated: true, usage: { inputTokens: 1 } }]);
  });

  const good = bodyOf([base64(vectorAt(0)), base64(vectorAt(1))]);
  const [first, second] = good.data as [Wire['data'][number], Wire['data'][number]];
  test.each<[string, unknown[]]>([
    ['one too few', [first]],
    ['one twice', [first, first]],
    ['an index of nobody', [first, { ...second, index: 7 }]],
    ['an index that is none', [first, { ...second, index: '1' }]],
    ['other dimensions', [first, { ...second, embedding: base64([1, 2, 3]) }]],
    ['what is no number', [first, { ...second, embedding: [...vectorAt(1).slice(1), 'x'] }]],
    ['nothing but zeros', [first, { ...second, embedding: base64(vectorAt(-1)) }]],
    ['no base64', [first, { ...second, embedding: '~~~' }]],
    ['nothing at all', [null, {}]],
  ])('%s is of no use, is paid for, and the next one is asked', async (_what, data) => {
    server.script(answer({ ...good, data }));
    const embeddings = await place(['run', 'swim'], { embedders: [openai(), lexicalEmbedder] });
    expect(embeddings.map(({ model }) => model)).toEqual(['lexical-1536', 'lexical-1536']);
    expect(meter.settled).toMatchObject([
      { outcome: 'unusable', isEstimated: false, usage: { inputTokens: 7 } },
    ]);
    server.script(answer({ ...good, data }));
    await expect(place(['run', 'swim'])).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  });

  test.each<[string, Answer, string]>([
    ['401', json(401, { error: { message: 'no', code: 'invalid_api_key' } }), 'MODEL_REFUSED'],
    ['404', json(404, { error: { message: 'no', code: 'model_not_found' } }), 'MODEL_REFUSED'],
    ['429', json(429, { error: { code: 'rate_limit_exceeded' } }, { 'retry-after': '7' }), 'MODEL_FAILED'],
    ['429 for want of money', json(429, { error: { code: 'insufficient_quota' } }), 'MODEL_REFUSED'],
    ['500', json(500, {}), 'MODEL_FAILED'],
    ['529', json(529, {}), 'MODEL_FAILED'],
    ['200 with an error', json(200, { error: { message: 'no', code: 502 } }), 'MODEL_FAILED'],
    [
      'a page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'MODEL_FAILED',
    ],
    ['a reset', (response) => response.socket?.destroy(), 'MODEL_FAILED'],
    [
      'half a body',
      (response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
          .write('{"data": [');
        response.socket?.destroySoon();
      },
      'MODEL_FAILED',
    ],
  ])('%s is a failure by its own code, asked once, and counted', async (_what, script, code) => {
    server.script(script);
    await expect(place(['run'])).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
    expect(meter.settled).toMatchObject([{ outcome: 'failed', agent: 'embedding' }]);
  });
});

describe('what is counted', () => {
  test('a call, with who asked, for what, and what the provider counted', async () => {
    server.script(answer(bodyOf([vectorAt(0)])));
    await place(['run']);
    expect(meter.reserved).toEqual([
      {
        person: NOBODY,
        about: { goalId: 'g' },
        model: { name: 'text-embedding-3-small', provider: 'openai' },
        agent: 'embedding',
        promptVersion: 0,
        tier: 'fast',
        inputTokens: 1,
        mostOutputTokens: 0,
      },
    ]);
    const { inputTokens: _in, mostOutputTokens: _out, ...meant } = meter.reserved[0]!;
    expect(meter.settled).toEqual([
      {
        ...meant,
        reservationId: '1',
        outcome: 'answered',
        latencyMs: expect.any(Number),
        servedBy: 'text-embedding-3-small',
        requestId: 'req-1',
        isEstimated: false,
        usage: {
          inputTokens: 7,
          cachedInputTokens: null,
          cacheWriteTokens: { short: 0, long: 0 },
          outputTokens: 0,
          reasoningTokens: null,
          reportedMicros: null,
        },
      },
    ]);
  });

  test('what OpenRouter says that it cost, and nobody else; an estimate where nobody counts', async () => {
    const body = bodyOf([vectorAt(0)]);
    const costly = { ...body, usage: { ...body.usage, cost: 0.000_012 } };
    server.script(answer(costly), answer(costly), answer({ ...body, usage: undefined }));
    await place(['run']);
    const baseUrl = 'https://openrouter.ai/api/v1';
    const led = ledFrom(baseUrl, `${server.origin}/v1`);
    await place(['run'], { embedders: [openai({ baseUrl })] });
    led.mockRestore();
    await place(['run']);
    expect(meter.settled).toMatchObject([
      { isEstimated: false, usage: { reportedMicros: null } },
      { isEstimated: false, usage: { reportedMicros: 12 } },
      { isEstimated: true, usage: { inputTokens: 1, reportedMicros: null } },
    ]);
    expect(server.requests[1]!.headers).toMatchObject({ 'http-referer': 'https://flux.example' });
  });

  test('a call that was surely not carried out costs nothing', async () => {
    server.script(json(503, {}));
    await expect(place(['run'])).rejects.toThrow('openai answered HTTP_503');
    expect(meter.settled).toMatchObject([{ usage: { inputTokens: 0 }, isEstimated: false }]);
  });

  test.each(['fast', 'builtin'] as const)(
    'without money (%s) no call is made, and the next one is asked',
    async (kind) => {
      permit = kind;
      await expect(place(['run'])).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
      const [one] = await place(['run'], { embedders: [openai(), lexicalEmbedder] });
      expect(one!.model).toBe('lexical-1536');
      expect([server.requests.length, meter.settled.length]).toEqual([0, 0]);
    },
  );

  test('the lexical one asks no meter', async () => {
    await place(['run'], { embedders: [lexicalEmbedder] });
    expect(meter.reserved).toEqual([]);
  });
});

describe('who asked goes away', () => {
  test('the call under way ends at the socket, is counted as cancelled, and nobody else is asked', async () => {
    const stop = new AbortController();
    const hungUp = Promise.withResolvers<void>();
    server.script((response) => {
      response.on('close', () => hungUp.resolve());
      stop.abort(new Error('no longer wanted'));
    });
    const placed = place(['run'], { embedders: [openai(), lexicalEmbedder], signal: stop.signal });
    await expect(placed).rejects.toThrow('no longer wanted');
    await hungUp.promise;
    expect(meter.settled).toMatchObject([{ outcome: 'cancelled', isEstimated: true }]);
  });

  test('while the call is reserved for, nothing goes out, and nothing is billed', async () => {
    const stop = new AbortController();
    const reserve: typeof meter.reserve = async (intended) => {
      stop.abort(new Error('gone'));
      return meter.reserve(intended);
    };
    const placing = { meter: { ...meter, reserve }, signal: stop.signal };
    await expect(place(['run'], placing)).rejects.toThrow('gone');
    expect(server.requests).toHaveLength(0);
    expect(meter.settled).toMatchObject([
      { outcome: 'cancelled', isEstimated: false, usage: { inputTokens: 0 } },
    ]);
  });

  test('before anything was asked, nothing goes out', async () => {
    await expect(place(['run'], { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(server.requests).toHaveLength(0);
  });
});

test('a server that nobody here wrote takes the requests, and its answers are read', async () => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1' });
  await mock.start();
  try {
    const embedders: Placing['embedders'] = [openai({ baseUrl: `${mock.url}/v1` })];
    const [one, other, again] = await place(['run', 'swim', 'run'], { embedders });
    expect(similarity(one!, again!)).toBeCloseTo(1);
    expect(similarity(one!, other!)).toBeLessThan(0.9);
    // It says that nothing went in, which cannot be.
    expect(meter.settled).toMatchObject([{ outcome: 'answered', isEstimated: true }]);
  } finally {
    await mock.stop();
  }
});

test('a provider that fails again and again is left alone', async () => {
  const embedders: Placing['embedders'] = [openai({ breaker: createBreaker('openai') }), lexicalEmbedder];
  server.script(...Array.from({ length: 5 }, () => json(500, {})));
  for (let round = 0; round < 8; round++) await place(['run'], { embedders });
  expect(server.requests).toHaveLength(5);
  expect(meter.reserved).toHaveLength(5);
});

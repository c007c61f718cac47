// What a person reads about the API: pages that stand on their own, headers that let a browser do nothing else, a list of apps that may call.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { corsFor, LOCAL } from '../../src/http/cors.ts';
import { describeApi } from '../../src/http/describe-api.ts';
import { docsRoutes } from '../../src/http/docs.ts';
import { answerMethods } from '../../src/http/methods.ts';
import { createRoutes } from '../../src/http/operation.ts';
import { answerError, answerProblem, PROBLEMS } from '../../src/http/problem.ts';
import { problemRoutes } from '../../src/http/problem-pages.ts';
import { protectBrowsers } from '../../src/http/security-headers.ts';

const LISTED = 'https://app.example.com';

function openApp(publicUrl = 'https://flux.example.com', origins = [LISTED, 'http://localhost:5173']) {
  const app = createRoutes();
  app.onError(answerError);
  app.notFound((c) => answerProblem(c, 'NOT_FOUND'));
  app.use(protectBrowsers({ publicUrl }), corsFor(origins), answerMethods(app));
  app.route('/', docsRoutes());
  app.route('/', problemRoutes());
  app.get('/thing', (c) => c.json({}));
  app.patch('/thing', (c) => c.json({}));
  return app;
}
const app = openApp();
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe('the page of the docs', () => {
  test('asks for nothing but files that are served, and holds no script of its own', async () => {
    const page = await get('/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    const text = await page.text();
    expect(text).not.toMatch(/<script(?![^>]* src=)|\son\w+=|https?:\/\//);
    const files = Array.from(text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g), ([, path]) => path!);
    expect(files).toHaveLength(4);
    for (const file of files) {
      const response = await get(file);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    const types = await Promise.all(files.map(async (file) => (await get(file)).headers.get('content-type')));
    expect(types).toEqual([
      'image/png',
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
      'text/javascript; charset=utf-8',
    ]);
  });

  test('may run scripts of this origin, and none that stand in a page', async () => {
    const policy = (await get('/docs')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each([
    'swagger-ui-bundle.js.map',
    'package.json',
    'index.html',
    '..%2fpackage.json',
    '%2e%2e%2findex.js',
    'x',
  ])('%s is not served', async (file) => {
    const folder = /\/docs\/\w+/.exec(await (await get('/docs')).text())?.[0];
    expect((await get(`${folder}/${file}`)).status).toBe(404);
  });

  test('the files of another version are not served', async () => {
    expect((await get('/docs/0000000000000000/start.js')).status).toBe(404);
  });
});

describe('the meaning of a problem', () => {
  test.each(Object.entries(PROBLEMS).filter(([, { status }]) => status >= 400))('%s', async (code, row) => {
    expect(await (await get(`/problems/${code}`)).json()).toMatchObject({
      code,
      status: row.status,
      sentence: row.sentence,
      retryable: 'retryable' in row && row.retryable,
    });
    const page = await get(`/problems/${code}`, { accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain(`<code>${code}</code>`);
    expect(describeApi()).toContain(`| \`${code}\` | ${row.status} |`);
  });

  test('all of them are listed, as JSON unless a page is asked for', async () => {
    const all = await get('/problems');
    expect(all.headers.get('vary')).toContain('Accept');
    const { problems } = (await all.json()) as { problems: unknown[] };
    expect(problems).toHaveLength(Object.values(PROBLEMS).filter(({ status }) => status >= 400).length);
    expect(await (await get('/problems', { accept: '*/*' })).json()).toEqual({ problems });
    expect(await (await get('/problems', { accept: 'text/html' })).text()).toContain(
      'href="/problems/NOT_FOUND"',
    );
  });

  test('a page has colours of its own for light and dark, and no other style may be in it', async () => {
    const page = await get('/problems', { accept: 'text/html' });
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(await page.text()) ?? [];
    expect(style).toMatch(/a\{color:light-dark\(/);
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; frame-ancestors 'none'; style-src 'sha256-${hash}'`,
    );
  });

  test('there is none behind another name', async () => {
    for (const name of ['NOTHING', 'not_found', '__proto__', 'constructor'])
      expect((await get(`/problems/${name}`)).status).toBe(404);
  });
});

describe('the methods of an address', () => {
  test.each([
    ['OPTIONS', 204],
    ['POST', 405],
    ['DELETE', 405],
  ])('are said to %s', async (method, status) => {
    const answer = await app.request('/thing', { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PATCH, OPTIONS');
  });

  test('are none where there is no address', async () => {
    const answer = await app.request('/nothing', { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([404, null]);
  });
});

describe('headers', () => {
  test('let a browser do nothing with an answer', async () => {
    const { headers } = await get('/thing');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  test('ask for https only where we are reached by it', async () => {
    const { headers } = await openApp('http://127.0.0.1:3000').request('/thing');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

const preflight = (origin: string, path = '/thing', from = app) =>
  from.request(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key',
    },
  });
const listOf = (list: string) => readConfig([], { CORS_ORIGINS: list }).CORS_ORIGINS;
const controls = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('an app on another origin', () => {
  test('that is listed may call, read what it needs, and bring no cookies', async () => {
    const asked = await preflight(LISTED);
    expect(asked.status).toBe(204);
    expect(controls(asked)).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'GET, HEAD, PATCH, OPTIONS',
      'access-control-max-age': '3600',
    });
    for (const header of ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Org-Id'])
      expect(asked.headers.get('access-control-allow-headers')?.split(', ')).toContain(header);
    const answered = await get('/thing', { origin: LISTED });
    expect(answered.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(answered.headers.get('vary')).toContain('Origin');
    for (const header of ['RateLimit', 'Retry-After', 'ETag', 'X-Correlation-ID', 'Idempotent-Replayed'])
      expect(answered.headers.get('access-control-expose-headers')?.split(', ')).toContain(header);
    expect(answered.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each([
    'https://evil.example.com',
    'https://app.example.com.evil.com',
    'https://app.example.com:8443',
    'http://app.example.com',
    'HTTPS://APP.EXAMPLE.COM',
    'https://app.example.com/',
    'null',
    '*',
    '',
  ])('that is not listed gets no word: %s', async (origin) => {
    expect(controls(await preflight(origin))).toEqual({});
    const answered = await get('/thing', { origin });
    expect(controls(answered)).toEqual({});
    expect(answered.headers.get('vary')).toContain('Origin');
  });

  test('hears of no method where there is no address', async () => {
    const asked = await preflight(LISTED, '/nothing');
    expect(asked.status).toBe(404);
    expect(asked.headers.get('access-control-allow-methods')).toBe('');
  });

  test.each([
    ['http://localhost:5173', true],
    ['http://localhost', true],
    ['https://app.localhost:8443', true],
    ['http://127.0.0.1:4200', true],
    ['http://[::1]:3001', true],
    ['http://localhost.evil.example', false],
    ['http://evil-localhost:1', false],
    ['http://192.168.0.7:5173', false],
    ['http://127.0.0.1.nip.io', false],
    ['null', false],
  ])('on this machine gets a word where all of this machine may: %s', async (origin, may) => {
    const local = openApp(undefined, [LOCAL]);
    for (const { headers } of [
      await preflight(origin, '/thing', local),
      await local.request('/thing', { headers: { origin } }),
    ])
      expect(headers.get('access-control-allow-origin')).toBe(may ? origin : null);
  });

  test('the list is checked when the process starts', () => {
    expect(listOf('https://a.example, http://localhost:5173,')).toEqual([
      'https://a.example',
      'http://localhost:5173',
    ]);
    expect(listOf('')).toEqual([]);
    expect(listOf('localhost, https://a.example')).toEqual(['localhost', 'https://a.example']);
    for (const wrong of [
      '*',
      'https://*.example.com',
      'https://a.example/',
      'a.example',
      'null',
      'file:///a',
      'https://A.example',
    ])
      expect(() => listOf(`https://fine.example,${wrong}`)).toThrow(
        'CORS_ORIGINS: must be exact origins such as https://app.example.com.',
      );
  });
});

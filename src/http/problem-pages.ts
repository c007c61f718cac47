// What each stable error code means: where the `type` of a problem document leads to.
import { createHash } from 'node:crypto';
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';
import { endpoint, room } from './operation.ts';
import { PROBLEMS, titleOf, type ProblemCode } from './problem.ts';

interface Meaning {
  code: ProblemCode;
  status: number;
  title: string;
  sentence: string;
  retryable: boolean;
}

/** Every code that a problem document can have, by status. */
export const MEANINGS: readonly Meaning[] = Object.entries(PROBLEMS)
  .filter(([, { status }]) => status >= 400)
  .map(([code, row]) => ({
    code: code as ProblemCode,
    status: row.status,
    title: titleOf(code),
    sentence: row.sentence,
    retryable: 'retryable' in row && row.retryable,
  }))
  .toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code));

const meaningJson = z
  .strictObject({
    code: z.string().openapi({ example: 'PLAN_STALE' }),
    status: z.int(),
    title: z.string(),
    sentence: z.string().describe('What `detail` says.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
  })
  .openapi('ProblemMeaning');

const inBoth = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema }, 'text/html': { schema: z.string() } },
});

const open = { access: 'public', limit: null } as const;
const list = endpoint(
  open,
  {
    method: 'get',
    path: '/problems',
    operationId: 'listProblems',
    summary: 'Every error code; JSON, or a page for browsers',
    responses: { 200: inBoth('All of them.', z.strictObject({ problems: z.array(meaningJson) })) },
  },
  () => (c) => {
    c.header('Vary', 'Accept');
    return isForBrowser(c) ? showPage(c, pageOf('Problems', MEANINGS)) : c.json({ problems: MEANINGS }, 200);
  },
);
const read = endpoint(
  { ...open, problems: ['NOT_FOUND'] },
  {
    method: 'get',
    path: '/problems/{code}',
    operationId: 'readProblem',
    summary: 'What an error code means; JSON, or a page for browsers',
    request: { params: z.object({ code: z.string() }) },
    responses: { 200: inBoth('Its meaning.', meaningJson) },
  },
  () => (c) => {
    const meaning = MEANINGS.find(({ code }) => code === c.req.valid('param').code);
    if (!meaning) throw new FluxError('NOT_FOUND');
    c.header('Vary', 'Accept');
    return isForBrowser(c) ? showPage(c, pageOf(meaning.title, [meaning])) : c.json(meaning, 200);
  },
);

export const problemRoutes = (): OpenAPIHono<Env> => room({}, list, read);

const isForBrowser = (c: Parameters<typeof accepts>[0]): boolean =>
  accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html';

/** Said outright, since a browser's own colours for the dark are not the same to everybody who measures contrast. */
const STYLE =
  ':root{color-scheme:light dark;background:light-dark(#fff,#121212);color:light-dark(#111,#eee)}a{color:light-dark(#00c,#9cf)}';
/** As for every answer, but for this one style. */
const POLICY = `default-src 'none'; frame-ancestors 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

function showPage(c: Context<Env>, page: ReturnType<typeof pageOf>) {
  c.header('Content-Security-Policy', POLICY);
  return c.html(page);
}

const pageOf = (title: string, meanings: readonly Meaning[]) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Flux API</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <h1>${title}</h1>
        <dl>
          ${meanings.map(
            ({ code, status, sentence, retryable }) =>
              html`<dt>
                  <a href="/problems/${code}"><code>${code}</code></a> · ${status}
                </dt>
                <dd>${sentence} ${retryable ? 'The same request may succeed later.' : ''}</dd>`,
          )}
        </dl>
        <p><a href="/problems">All codes</a> · <a href="/docs">API</a></p>
      </body>
    </html>`;

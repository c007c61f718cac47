// The API to look at: Swagger UI over /openapi.json, served from our own packages, so that it needs no internet.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import type { Env } from './env.ts';
import { answerProblem } from './problem.ts';

const SWAGGER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const OURS = fileURLToPath(new URL('docs', import.meta.url));

/** The files that are served, and no others. */
const ASSETS: ReadonlyMap<string, { folder: string; contentType: string }> = new Map([
  ['swagger-ui.css', { folder: SWAGGER, contentType: 'text/css; charset=utf-8' }],
  ['swagger-ui-bundle.js', { folder: SWAGGER, contentType: 'text/javascript; charset=utf-8' }],
  ['favicon-32x32.png', { folder: SWAGGER, contentType: 'image/png' }],
  ['start.js', { folder: OURS, contentType: 'text/javascript; charset=utf-8' }],
]);

/** Swagger UI paints its icons from data; beside that it needs its own files, our document, and what is tried out. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GET /docs, and its files under an address that changes with what is in them. */
export function docsRoutes(): Hono<Env> {
  const app = new Hono<Env>();
  let reading: Promise<Docs> | undefined;
  const docs = () => (reading ??= readDocs());

  app.get('/docs', async (c) => {
    const { page } = await docs();
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    c.header('Cache-Control', 'no-cache');
    return c.html(page);
  });
  app.get('/docs/:version/:file', async (c) => {
    const { version, files } = await docs();
    const content = files.get(c.req.param('file'));
    if (!content || c.req.param('version') !== version) return answerProblem(c, 'NOT_FOUND');
    return c.body(content.bytes, 200, {
      'Content-Type': content.contentType,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
  return app;
}

interface Docs {
  /** Of the content of all files. */
  version: string;
  page: string;
  files: Map<string, { bytes: Uint8Array<ArrayBuffer>; contentType: string }>;
}

/** Once per process, with the first look. */
async function readDocs(): Promise<Docs> {
  const files: Docs['files'] = new Map();
  const hash = createHash('sha256');
  for (const [name, { folder, contentType }] of ASSETS) {
    const bytes = new Uint8Array(await readFile(join(folder, name)));
    hash.update(bytes);
    files.set(name, { bytes, contentType });
  }
  const version = hash.digest('hex').slice(0, 16);
  return { version, files, page: pageOf(`/docs/${version}`) };
}

const pageOf = (folder: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Flux API</title>
    <link rel="icon" href="${folder}/favicon-32x32.png">
    <link rel="stylesheet" href="${folder}/swagger-ui.css">
  </head>
  <body>
    <main id="docs"><noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></main>
    <script src="${folder}/swagger-ui-bundle.js"></script>
    <script src="${folder}/start.js"></script>
  </body>
</html>
`;

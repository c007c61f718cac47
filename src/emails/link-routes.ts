// The plain pages that mailed links lead to where no app has pages of its own: each asks before it uses its link up,
// since programs that look at mails open links as well.
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { Env } from '../http/env.ts';
import { answerProblem } from '../http/problem.ts';

const FILES = new Map([
  ['links.js', 'text/javascript; charset=utf-8'],
  ['links.css', 'text/css; charset=utf-8'],
]);
const PAGES = new Set(['registration', 'verification', 'reset', 'change', 'take-back', 'invitation']);

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

const read = (file: string) => readFileSync(new URL(`pages/${file}`, import.meta.url), 'utf8');

/** The token stands behind #, which no browser sends: the page's script posts it. */
export function linkRoutes(): Hono<Env> {
  const page = read('links.html');
  const files = new Map(Array.from(FILES, ([name, type]) => [name, { type, text: read(name) }] as const));
  const app = new Hono<Env>();
  app.get('/links/:page', (c) => {
    const file = files.get(c.req.param('page'));
    if (file) return c.body(file.text, 200, { 'Content-Type': file.type, 'Cache-Control': 'no-cache' });
    if (!PAGES.has(c.req.param('page'))) return answerProblem(c, 'NOT_FOUND');
    c.header('Content-Security-Policy', POLICY);
    c.header('Cache-Control', 'no-store');
    return c.html(page);
  });
  return app;
}

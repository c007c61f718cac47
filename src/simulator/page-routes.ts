// The phone's page: a few files, read once, served with a policy that lets them do nothing but talk to this server.
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { FarSideEnv } from './receive.ts';

const SCRIPT = 'text/javascript; charset=utf-8';
const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/phone.css', file: 'phone.css', type: 'text/css; charset=utf-8' },
  { path: '/phone.js', file: 'phone.js', type: SCRIPT },
  { path: '/dom.js', file: 'dom.js', type: SCRIPT },
  { path: '/home-screen.js', file: 'home-screen.js', type: SCRIPT },
  { path: '/thread-screen.js', file: 'thread-screen.js', type: SCRIPT },
  { path: '/call-screen.js', file: 'call-screen.js', type: SCRIPT },
  { path: '/mail', file: 'mail.html', type: 'text/html; charset=utf-8' },
  { path: '/mail.css', file: 'mail.css', type: 'text/css; charset=utf-8' },
  { path: '/mail.js', file: 'mail.js', type: SCRIPT },
  { path: '/desk.js', file: 'desk.js', type: SCRIPT },
];

/** May be framed by pages of this machine only: the console shows the phone beside the chat. */
export function pageRoutes(): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.use(
    secureHeaders({
      xFrameOptions: false,
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'self'", 'http://localhost:*', 'http://127.0.0.1:*'],
      },
    }),
  );
  for (const { path, file, type } of FILES) {
    const content = readFileSync(new URL(`page/${file}`, import.meta.url), 'utf8');
    app.get(path, (c) => c.body(content, 200, { 'Content-Type': type }));
  }
  return app;
}

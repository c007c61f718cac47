// A mail's HTML by itself, under a policy that fetches nothing and runs nothing: as a careful mail program shows it.
import { Hono } from 'hono';
import type { FarSideEnv } from '../receive.ts';
import type { World } from '../world.ts';

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; form-action 'none'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

export function mailRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.get('/mails/:id', (c) => {
    const mail = world.state.mails.find(({ id }) => id === c.req.param('id'));
    if (!mail) return c.text('no such mail', 404);
    // Whatever is opened from it opens beside the mailbox.
    const html = `<base target="_blank">${mail.html}`;
    return c.body(html, 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

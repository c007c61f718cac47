// Messages of Twilio's REST API: create, fetch, list.
import { Hono } from 'hono';
import { receive, type FarSideEnv } from '../receive.ts';
import type { World } from '../world.ts';
import { acceptMessage } from './accept-message.ts';
import { deletion } from './deletion.ts';
import { listPage } from './list-page.ts';
import { deliverMessage } from './message-life.ts';
import { messageResource } from './resource.ts';
import { refusalBody, VendorError } from './vendor-error.ts';
import { Form, parseAddress } from './wire.ts';

/** Twilio deletes nothing that is still on its way. */
const UNDER_WAY: readonly string[] = ['accepted', 'queued', 'sending', 'scheduled'];

/** Mounted under /2010-04-01/Accounts/:account. Source: twilio.com/docs/messaging/api/message-resource. */
export function messageRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  const resource = (message: Parameters<typeof messageResource>[1]) =>
    messageResource(world.options.accountSid, message);

  app.post('/Messages.json', async (c) => {
    const form = new Form(await c.req.text());
    return receive(world, c, {
      target: 'messages',
      to: parseAddress(form.get('To') ?? '').number,
      fields: form.fields,
      refuse: refusalBody,
      accept: () => {
        const message = acceptMessage(world, form);
        const answer = { status: 201, body: resource(message), acceptedId: message.sid };
        const url = form.get('StatusCallback');
        world.background('message', () => deliverMessage(world, message, { url }));
        return answer;
      },
    });
  });

  app.get('/Messages.json', (c) => {
    const lag = world.faults.take('messageList', parseAddress(c.req.query('To') ?? '').number);
    const rows = world.state.messages;
    const visible = rows.slice(0, rows.length - (lag?.hideNewest ?? 0));
    return c.json(listPage(c, visible, { name: 'messages', dates: { DateSent: (m) => m.sentAt }, resource }));
  });

  app.get('/Messages/:file{[SM]M[0-9a-f]+\\.json}', (c) => {
    const message = world.state.messages.find((m) => `${m.sid}.json` === c.req.param('file'));
    if (!message) throw new VendorError(20404);
    return c.json(resource(message));
  });

  // Of our phones nobody sends a picture.
  app.get('/Messages/:sid/Media.json', (c) =>
    c.json(listPage(c, [], { name: 'media_list', dates: {}, resource })),
  );

  app.delete('/Messages/:file{[SM]M[0-9a-f]+\\.json}', (c) => {
    const { messages } = world.state;
    const message = messages.find((m) => `${m.sid}.json` === c.req.param('file'));
    if (!message) throw new VendorError(20404);
    return deletion(world, c, message, () => {
      if (UNDER_WAY.includes(message.status)) throw new VendorError(20009);
      messages.splice(messages.indexOf(message), 1);
    });
  });
  return app;
}

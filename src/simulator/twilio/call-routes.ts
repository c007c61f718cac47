// Calls of Twilio's REST API: create, fetch, list, update.
import { Hono } from 'hono';
import { receive, type FarSideEnv } from '../receive.ts';
import type { Call } from '../state.ts';
import type { World } from '../world.ts';
import { deletion } from './deletion.ts';
import { listPage } from './list-page.ts';
import { placeCall, updateCall } from './place-call.ts';
import { callResource } from './resource.ts';
import { refusalBody, VendorError } from './vendor-error.ts';
import { Form } from './wire.ts';

/** Twilio deletes no call that rings or talks. */
const OVER: readonly string[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

const FILE = '/Calls/:file{CA[0-9a-f]+\\.json}';

/** Mounted under /2010-04-01/Accounts/:account. Source: twilio.com/docs/voice/api/call-resource. */
export function callRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  const resource = (call: Call) => callResource(world.options.accountSid, call);
  const find = (file: string) => {
    const call = world.state.calls.find((c) => `${c.sid}.json` === file);
    if (!call) throw new VendorError(20404);
    return call;
  };

  app.post('/Calls.json', async (c) => {
    const form = new Form(await c.req.text());
    return receive(world, c, {
      target: 'calls',
      to: form.get('To') ?? '',
      fields: form.fields,
      refuse: refusalBody,
      accept: () => {
        const call = placeCall(world, form);
        return { status: 201, body: resource(call), acceptedId: call.sid };
      },
    });
  });

  app.get('/Calls.json', (c) => {
    const lag = world.faults.take('callList', c.req.query('To') ?? '');
    const rows = world.state.calls;
    const visible = rows.slice(0, rows.length - (lag?.hideNewest ?? 0));
    const dates = { StartTime: (call: Call) => call.answeredAt, EndTime: (call: Call) => call.endedAt };
    return c.json(listPage(c, visible, { name: 'calls', dates, resource }));
  });

  app.get(FILE, (c) => c.json(resource(find(c.req.param('file')))));

  app.post(FILE, async (c) => {
    const form = new Form(await c.req.text());
    c.set('fields', form.fields);
    const call = find(c.req.param('file'));
    updateCall(world, call, form);
    return c.json(resource(call));
  });

  // Flux has nothing recorded.
  app.get('/Calls/:sid/Recordings.json', (c) =>
    c.json(listPage(c, [], { name: 'recordings', dates: {}, resource })),
  );

  app.delete(FILE, (c) => {
    const call = find(c.req.param('file'));
    return deletion(world, c, call, () => {
      if (!OVER.includes(call.status)) throw new VendorError(20009);
      world.state.calls.splice(world.state.calls.indexOf(call), 1);
    });
  });
  return app;
}

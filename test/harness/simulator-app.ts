// An app for the simulator to call: records every webhook with whether its signature holds, and answers as a test says.
import { once } from 'node:events';
import { createServer } from 'node:http';
import twilio from 'twilio';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/start-simulator.ts';
import { quickTiming } from '../../src/simulator/timing.ts';

export const ACCOUNT = `AC${'a1'.repeat(16)}`;
export const TOKEN = 'the-auth-token-of-the-tests';

export interface Webhook {
  /** Without the query. */
  path: string;
  url: string;
  params: Record<string, string>;
  /** As twilio.validateRequest judges. */
  signed: boolean;
  idempotencyToken: string | undefined;
  json: unknown;
}
export interface WebhookReply {
  status?: number;
  type?: string;
  body?: string;
}

export interface TestApp {
  url: string;
  webhooks: Webhook[];
  /** By path; what is not there is answered with 204. */
  replies: Record<string, (webhook: Webhook) => WebhookReply>;
  stop(): Promise<void>;
}

export async function startTestApp(): Promise<TestApp> {
  const webhooks: Webhook[] = [];
  const replies: TestApp['replies'] = {};
  let origin = '';
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = origin + (req.url ?? '');
      const body = Buffer.concat(chunks).toString();
      const isJson = req.headers['content-type'] === 'application/json';
      const params = isJson ? {} : Object.fromEntries(new URLSearchParams(body));
      const signature = String(req.headers['x-twilio-signature'] ?? '');
      const webhook: Webhook = {
        path: new URL(url).pathname,
        url,
        params,
        signed: twilio.validateRequest(TOKEN, signature, url, params),
        idempotencyToken: String(req.headers['i-twilio-idempotency-token']),
        json: isJson ? JSON.parse(body) : null,
      };
      webhooks.push(webhook);
      const reply = replies[webhook.path]?.(webhook) ?? { status: 204 };
      res.writeHead(reply.status ?? 200, { 'Content-Type': reply.type ?? 'text/xml' }).end(reply.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test app has no port');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    url: origin,
    webhooks,
    replies,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The SDK as it is, every Twilio host turned to `origin`. */
export function sdkFor(origin: string, token = TOKEN, timeoutMs = 5_000) {
  const httpClient = new twilio.RequestClient({ timeout: timeoutMs });
  httpClient.axios.interceptors.request.use((config) => {
    const { pathname, search } = new URL(config.url ?? '');
    config.url = origin + pathname + search;
    return config;
  });
  return twilio(ACCOUNT, token, { httpClient });
}

/** A simulator in quick time, and the app it calls. `stop` ends both, and throws when an error was left that no test took. */
export async function startFarSide(options: Partial<SimulatorOptions> = {}) {
  const app = await startTestApp();
  const simulator: Simulator = await startSimulator({
    twilio: { accountSid: ACCOUNT, authToken: TOKEN },
    inboundMessageUrl: `${app.url}/inbound?who=twilio`,
    ...options,
    timing: { ...quickTiming, ...options.timing },
  });
  return {
    app,
    simulator,
    sdk: sdkFor(simulator.url),
    async stop() {
      await simulator.stop();
      await app.stop();
      const errors = simulator.takeErrors();
      if (errors.length > 0)
        throw new Error(`errors left on the far side: ${JSON.stringify(errors, null, 1)}`);
    },
  };
}

// A whole Flux of its own for one test file: database, phone, API and worker, on the run's PostgreSQL and Temporal.
import { randomUUID } from 'node:crypto';
import webpush from 'web-push';
import { inject } from 'vitest';
import { API_NEEDS, readConfig, WORKER_NEEDS } from '../../src/config.ts';
import { freePort } from '../../src/dev/port.ts';
import { startApi, type RunningApi } from '../../src/server.ts';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/start-simulator.ts';
import { REMINDER_TEMPLATE } from '../../src/simulator/reminder-template.ts';
import { quickTiming } from '../../src/simulator/timing.ts';
import { connectTemporal, type Temporal } from '../../temporal/connect.ts';
import { startWorker, type RunningWorker } from '../../temporal/worker.ts';
import { openCountedLine, type CountedLine } from './counted-line.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import type { Ground } from './global-setup.ts';
import { Person, type PersonOptions } from './person.ts';

export interface WorldOptions {
  /** 'none': the test starts its own, perhaps as processes that it kills. */
  worker?: 'here' | 'none';
  api?: 'here' | 'none';
  env?: NodeJS.ProcessEnv;
  simulator?: Partial<SimulatorOptions>;
  ground?: Ground;
  /** Every round trip to the database is counted: see `World.lines`. */
  isCounted?: boolean;
}

export interface World {
  /** What both processes are started with. */
  env: NodeJS.ProcessEnv;
  database: TestDatabase;
  simulator: Simulator;
  temporal: Temporal;
  taskQueue: string;
  /** How the API and the worker speak with the database. Only where it is counted. */
  lines: { api: CountedLine; worker: CountedLine } | null;
  /** A registered person with a phone. Each has a number of their own. */
  person(name: string, options?: Partial<PersonOptions>): Promise<Person>;
  startWorker(): Promise<RunningWorker>;
  startApi(): Promise<RunningApi>;
  /** Ends everything; fails when the app answered a webhook badly. */
  close(): Promise<void>;
}

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const ground = options.ground ?? inject('ground');
  const database = await freshDatabase(ground);
  const lines = options.isCounted ? await openLines(database) : null;
  const authToken = randomUUID();
  const simulator = await startSimulator({
    twilio: { accountSid: ACCOUNT_SID, authToken, whatsAppNumber: '+15005550006' },
    timing: quickTiming,
    seed: { templates: [REMINDER_TEMPLATE] },
    ...options.simulator,
  });
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  simulator.setInboundMessageUrl(`${publicUrl}/webhooks/twilio/messages`);
  const vapid = webpush.generateVAPIDKeys();
  const taskQueue = `test-${randomUUID()}`;
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    API_DATABASE_URL: lines?.api.url ?? database.apiUrl,
    WORKER_DATABASE_URL: lines?.worker.url ?? database.workerUrl,
    TEMPORAL_ADDRESS: ground.temporalAddress,
    TEMPORAL_TASK_QUEUE: taskQueue,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    TOKEN_SECRET: randomUUID() + randomUUID(),
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_WHATSAPP_FROM: '+15005550006',
    TWILIO_CALL_FROM: '+15005550006',
    TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}`,
    TWILIO_WHATSAPP_TEMPLATE_SID: REMINDER_TEMPLATE.sid,
    TWILIO_API_ORIGIN: simulator.url,
    VAPID_PUBLIC_KEY: vapid.publicKey,
    VAPID_PRIVATE_KEY: vapid.privateKey,
    VAPID_SUBJECT: 'mailto:operator@example.com',
    PUSH_EXTRA_ORIGIN: simulator.url,
    EMAIL_SMTP_URL: simulator.mailUrl,
    EMAIL_FROM: 'Flux <flux@example.com>',
    EMAIL_WEBHOOK_SECRET: randomUUID(),
    DISPATCH_SETTLE_MS: '800',
    // Only whoever plays a provider that says nothing has to wait this out, and sets less.
    PROVIDER_TIMEOUT_MS: '60000',
    MIN_ESCALATION_WINDOW_MS: '50',
    // Whoever waits here waits for what is due now.
    REMINDER_SPREAD_MS: '0',
    // One person asks for a hundred things in a second here; the limits have tests of their own.
    RATE_LIMITS:
      'chat=100000/min,agent=100000/min,crud=100000/min,analytics=100000/min,code=100000/hour,code-address=100000/hour,code-number=100000/hour,code-prefix=100000/hour,code-country=100000/hour,code-person=100000/hour,code-pair=100000/hour,code-network=100000/hour,code-try=100000/hour,message-person=100000/day,message-country=100000/day,message-all=100000/day,call-person=100000/day,call-country=100000/day,call-all=100000/day,export=100000/day,import=100000/hour,email-asker=100000/hour,email-pair=100000/hour,email-address=100000/day,email-all=100000/day,reply=100000/hour,hint=100000/hour,stranger=100000/hour,sign-in=100000/min,refresh=100000/min,register=100000/min,unknown=100000/min',
    ...options.env,
  };
  const running: { stop(): Promise<void> }[] = [];
  const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.push(started);
    return started;
  };
  const workerHere = () => keep(startWorker(readConfig(WORKER_NEEDS, env), { codePath: ground.bundlePath }));
  const apiHere = () => keep(startApi(readConfig(API_NEEDS, env)));
  const temporal = connectTemporal({
    TEMPORAL_ADDRESS: ground.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
  });
  if (options.worker !== 'none') await workerHere();
  if (options.api !== 'none') await apiHere();

  let people = 0;
  return {
    env,
    database,
    simulator,
    temporal,
    taskQueue,
    lines,
    startWorker: workerHere,
    startApi: apiHere,
    person: (name, personOptions = {}) =>
      Person.register({ name, number: numberOf(people++), apiUrl: publicUrl, simulator, ...personOptions }),
    close: async () => {
      // Whoever is asked while it ends cannot answer well.
      await simulator.fallSilent();
      for (const part of running.toReversed()) await part.stop();
      const errors = simulator.takeErrors();
      await simulator.stop();
      await temporal.close();
      await Promise.all([lines?.api.stop(), lines?.worker.stop()]);
      await database.drop();
      if (errors.length > 0) throw new Error(`the app answered badly: ${JSON.stringify(errors)}`);
    },
  };
}

async function openLines({ apiUrl, workerUrl }: TestDatabase) {
  const [api, worker] = await Promise.all([openCountedLine(apiUrl), openCountedLine(workerUrl)]);
  return { api, worker };
}

/** Numbers that look real and belong to nobody: 555-0100 to 555-0199 of several area codes. */
function numberOf(index: number): string {
  const area = 202 + Math.floor(index / 100);
  return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
}

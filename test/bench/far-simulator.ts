// The far side in a process of its own, so that its work counts for nobody else: it is told what to prepare, and says what arrived.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../../src/dev/process.ts';
import { REMINDER_TEMPLATE } from '../../src/simulator/reminder-template.ts';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.ts';
import { quickTiming } from '../../src/simulator/timing.ts';

/** A browser at the push service. */
export interface Browser {
  deviceId: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface FarSimulator {
  url: string;
  authToken: string;
  setInboundMessageUrl(url: string): Promise<void>;
  subscribe(count: number): Promise<Browser[]>;
  /** Nobody answers these phones. Their first word opens WhatsApp's 24 hours. */
  openPhones(numbers: string[]): Promise<void>;
  /** Forgets all phones and browsers. */
  reset(): Promise<void>;
  /** Told of each push, with the moment at which it came (epoch ms). */
  onArrival: (deviceId: string, at: number) => void;
  stop(): Promise<void>;
}

type Order =
  | { kind: 'inbound'; url: string }
  | { kind: 'subscribe'; count: number }
  | { kind: 'phones'; numbers: string[] }
  | { kind: 'reset' };
type Word =
  | { kind: 'ready'; url: string }
  | { kind: 'arrived'; deviceId: string; at: number }
  | { kind: 'done'; order: number; browsers: Browser[] };

/** Resolves when it listens. */
export async function startFarSimulator(accountSid: string): Promise<FarSimulator> {
  const authToken = randomUUID();
  const child = fork(fileURLToPath(import.meta.url), [accountSid, authToken]);
  await once(child, 'spawn');
  const untie = endWithUs(child.pid!, 'SIGTERM');
  const url = Promise.withResolvers<string>();
  child.once('exit', (code) => url.reject(new Error(`the simulator ended (exit ${code})`)));
  const waiting = new Map<number, (browsers: Browser[]) => void>();
  child.on('message', (word: Word) => {
    if (word.kind === 'ready') url.resolve(word.url);
    else if (word.kind === 'arrived') far.onArrival(word.deviceId, word.at);
    else waiting.get(word.order)?.(word.browsers);
  });
  let orders = 0;
  const ask = (order: Order): Promise<Browser[]> =>
    new Promise((resolve) => {
      waiting.set(++orders, resolve);
      child.send({ ...order, order: orders });
    });
  const far: FarSimulator = {
    url: await url.promise,
    authToken,
    setInboundMessageUrl: async (inbound) => void (await ask({ kind: 'inbound', url: inbound })),
    subscribe: (count) => ask({ kind: 'subscribe', count }),
    openPhones: async (numbers) => void (await ask({ kind: 'phones', numbers })),
    reset: async () => void (await ask({ kind: 'reset' })),
    onArrival: () => {},
    stop: () => stop(child, untie),
  };
  return far;
}

async function stop(child: ChildProcess, untie: () => void): Promise<void> {
  untie();
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function carryOut(simulator: Simulator, order: Order): Promise<Browser[]> {
  const { phone } = simulator;
  if (order.kind === 'inbound') simulator.setInboundMessageUrl(order.url);
  if (order.kind === 'reset') await simulator.reset();
  if (order.kind === 'phones')
    for (const number of order.numbers) {
      phone.addPhone(number);
      phone.setMode(number, 'no-answer');
      await phone.sendText(number, 'hello');
    }
  if (order.kind !== 'subscribe') return [];
  return Array.from({ length: order.count }, () => {
    const { device, subscription } = phone.subscribePush();
    return { deviceId: device.id, endpoint: subscription.endpoint, keys: subscription.keys };
  });
}

/** Each once, as it comes. A reset forgets those before it. */
async function tellArrivals(simulator: Simulator): Promise<void> {
  let seen = 0;
  await simulator.waitFor(
    ({ deliveries }) => {
      seen = Math.min(seen, deliveries.length);
      for (; seen < deliveries.length; seen++) {
        const { deviceId, at } = deliveries[seen]!;
        tell({ kind: 'arrived', deviceId, at });
      }
      return null;
    },
    { timeoutMs: 24 * 3_600_000, what: 'the end of the bench' },
  );
}

const tell = (word: Word): void => void process.send?.(word);

if (import.meta.main) {
  const [accountSid = '', authToken = ''] = process.argv.slice(2);
  const simulator = await startSimulator({
    twilio: { accountSid, authToken, whatsAppNumber: '+15005550006' },
    timing: quickTiming,
    seed: { templates: [REMINDER_TEMPLATE] },
  });
  process.on('message', (asked: Order & { order: number }) => {
    carryOut(simulator, asked)
      .then((browsers) => tell({ kind: 'done', order: asked.order, browsers }))
      .catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      });
  });
  tellArrivals(simulator).catch(() => undefined);
  tell({ kind: 'ready', url: simulator.url });
}

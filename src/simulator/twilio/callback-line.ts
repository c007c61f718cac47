// The status callbacks of one message or call, in order unless a test asked for less.
import { randomUUID } from 'node:crypto';
import type { World } from '../world.ts';
import { postWebhook } from './webhook.ts';

type Params = Record<string, string>;

export class CallbackLine {
  private readonly world: World;
  private readonly target: 'messageStatus' | 'callStatus';
  private readonly number: string;
  private readonly url: string | null;
  private readonly method: string;
  private held: Params[] = [];
  private tail: Promise<void> = Promise.resolve();

  /** Without a `url` the line is silent, as the vendor is. `number` is the person's. */
  constructor(
    world: World,
    target: 'messageStatus' | 'callStatus',
    to: { number: string; url: string | null; method: string | null },
  ) {
    this.world = world;
    this.target = target;
    this.number = to.number;
    this.url = to.url;
    this.method = to.method ?? 'POST';
  }

  /** Sends after all that was sent before; with `isLast`, lets out what a fault held back. */
  send(params: Params, { isLast = false } = {}): void {
    if (this.url === null) return;
    const fault = this.world.faults.take(this.target, this.number);
    if (fault?.kind === 'out-of-order' && !isLast) {
      this.held.push(params);
      return;
    }
    const times = fault?.kind === 'never' ? 0 : fault?.kind === 'duplicate' ? fault.times : 1;
    this.post(params, times);
    for (const late of this.held.splice(0)) this.post(late, 1);
  }

  private post(params: Params, times: number): void {
    const { url, method, world } = this;
    if (url === null) return;
    const before = this.tail;
    const idempotencyToken = randomUUID();
    this.tail = (async () => {
      await before;
      for (let i = 0; i < times; i++)
        await postWebhook(world, {
          about: 'status callback',
          url,
          method,
          params,
          expects: 'anything',
          idempotencyToken,
        });
    })();
    world.background('status callback', () => this.tail);
  }
}

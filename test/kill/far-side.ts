// The far side as a witness and as a trap: what it accepted, and a place to kill the sender while its request is under way.
import type { RequestHook } from '../../src/simulator/world.ts';
import type { Hold } from './hold.ts';

export type Channel = 'push' | 'whatsapp' | 'call';

/** 'received': read, not accepted (between claim and send) · 'accepted': accepted, not answered (between send and record). */
export type Stage = 'received' | 'accepted';

/** A message or call that the provider took; pushes are counted in the simulator's own list of deliveries. */
export interface Accepted {
  channel: 'whatsapp' | 'call';
  /** MessageSid or CallSid. */
  externalId: string;
  /** Out of the callback address that came with it; null where there was none. */
  dispatchId: string | null;
}

interface Trap {
  channel: Channel;
  stage: Stage;
  spring: () => Promise<'drop' | void>;
}

const CHANNELS: Record<string, Channel> = { push: 'push', messages: 'whatsapp', calls: 'call' };

export class FarSide {
  readonly accepted: Accepted[] = [];
  private readonly traps = new Set<Trap>();

  /** For the simulator's options. */
  readonly onRequest: RequestHook = async ({ target, stage, fields, id }) => {
    const channel = CHANNELS[target];
    if (!channel) return undefined;
    if (stage === 'accepted' && channel !== 'push')
      this.accepted.push({
        channel,
        externalId: id ?? '',
        dispatchId: dispatchIdIn(fields['StatusCallback']),
      });
    for (const trap of this.traps)
      if (trap.channel === channel && trap.stage === stage) {
        this.traps.delete(trap);
        return trap.spring();
      }
    return undefined;
  };

  /** Keeps the next request of this kind without an answer; its connection is cut when it is released. */
  holdNext(channel: Channel, stage: Stage): Hold {
    const released = Promise.withResolvers<void>();
    const trap = this.set(channel, stage, () => released.promise.then(() => 'drop'));
    return {
      reached: trap.reached,
      release: async () => {
        this.traps.delete(trap.self);
        released.resolve();
      },
    };
  }

  /** Resolves when the next request of this kind was accepted, and answers it: the wait of that rung begins. */
  passNext(channel: Channel): Hold {
    const trap = this.set(channel, 'accepted', async () => undefined);
    return { reached: trap.reached, release: async () => void this.traps.delete(trap.self) };
  }

  private set(channel: Channel, stage: Stage, then: Trap['spring']): { reached: Promise<void>; self: Trap } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const self: Trap = {
      channel,
      stage,
      spring: () => {
        resolve();
        return then();
      },
    };
    this.traps.add(self);
    return { reached: promise, self };
  }
}

function dispatchIdIn(callback: string | undefined): string | null {
  return callback && URL.canParse(callback) ? new URL(callback).searchParams.get('d') : null;
}

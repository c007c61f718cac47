// Tests wait for the far side without polling: each waiter looks again whenever the state has changed.
import type { State } from './state.ts';

/** What is waited for, or undefined, null or false as long as it is not there. */
export type Find<T> = (state: State) => T | undefined | null | false;

export interface Patience {
  /** 10 s unless told. */
  timeoutMs?: number;
  /** Begins the sentence of the failure. */
  what?: string;
}

interface Waiter {
  look: () => void;
  fail: (reason: Error) => void;
}

export class StateWaiters {
  private readonly read: () => State;
  private readonly waiters = new Set<Waiter>();

  constructor(read: () => State) {
    this.read = read;
  }

  /**
   * Resolves with what `find` returns as soon as that is neither undefined, null nor false: now, or after a change.
   * Rejects with what `find` throws, after `timeoutMs`, or by failAll.
   */
  async waitFor<T>(
    find: Find<T>,
    { timeoutMs = 120_000, what = 'what the test waits for' }: Patience = {},
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const waiter: Waiter = {
      look: () => {
        try {
          const found = find(this.read());
          if (found !== undefined && found !== null && found !== false) resolve(found);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
      fail: reject,
    };
    const timer = setTimeout(
      () => reject(new Error(`${what} did not happen within ${timeoutMs} ms; ${summarise(this.read())}`)),
      timeoutMs,
    );
    this.waiters.add(waiter);
    waiter.look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.waiters.delete(waiter);
    }
  }

  /** To be called after every change of the state. */
  lookAgain(): void {
    for (const waiter of this.waiters) waiter.look();
  }

  failAll(reason: Error): void {
    for (const waiter of this.waiters) waiter.fail(reason);
  }
}

function summarise({ messages, calls, notifications, errors }: State): string {
  return JSON.stringify({
    messages: messages.map((m) => [m.direction, m.number, m.status, m.body.slice(0, 40)]).slice(-5),
    calls: calls.map((c) => [c.number, c.status, c.caption.slice(0, 40)]).slice(-5),
    notifications: notifications.map((n) => [n.number, n.status, n.title]).slice(-5),
    errors: errors.slice(-5),
  });
}

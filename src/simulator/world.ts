// The one place that holds the far side's state, its clock, and everything still under way.
import type { ECDH } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Faults, type RequestTarget } from './faults.ts';
import { Mailbox } from './mailbox.ts';
import { initialState } from './state.ts';
import type { FarSideError, Phone, ProtocolEvent, Seed, State } from './state.ts';
import type { Timing } from './timing.ts';
import { StateWaiters, type Find, type Patience } from './state-waiters.ts';

/** What the person at the phone, or the app by REST, does to a live call. */
export type CallEvent =
  | { kind: 'answer' }
  | { kind: 'voicemail' }
  | { kind: 'decline' }
  | { kind: 'digits'; digits: string }
  | { kind: 'hang-up' }
  | { kind: 'redirect'; url: string; method: string }
  | { kind: 'twiml'; twiml: string };

/**
 * Called for every send: 'received' = the request is read, nothing is accepted yet; 'accepted' = accepted, not answered
 * yet. 'drop' cuts the connection there: at 'received' the send was then never accepted.
 */
export type RequestHook = (request: {
  target: RequestTarget;
  stage: 'received' | 'accepted';
  /** The form of the request; for push, its headers. */
  fields: Record<string, string>;
  /** With 'accepted': the SID, or the id of the push delivery. */
  id: string | null;
}) => Promise<'drop' | void> | 'drop' | void;

/** What the app said to a request of ours. */
export interface AppAnswer {
  status: number;
  isOk: boolean;
  type: string | null;
  text: string;
}

export interface WorldOptions {
  accountSid: string;
  authToken: string;
  timing: Timing;
  seed: Seed;
  inboundMessageUrl: string | undefined;
  whatsAppNumber: string;
  onRequest: RequestHook | undefined;
}

const noop = (): void => undefined;

export class World {
  state: State;
  readonly faults = new Faults();
  readonly timing: Timing;
  readonly liveCalls = new Map<string, Mailbox<CallEvent>>();
  /** Private keys of subscribed browsers, by device id. */
  readonly browserKeys = new Map<string, { privateKey: ECDH; auth: string }>();
  /** Set once the server listens. */
  url = '';
  readonly options: WorldOptions;
  private clockOffsetMs = 0;
  private lives = new AbortController();
  private tasks = new Set<Promise<void>>();
  private waiters = new StateWaiters(() => this.state);
  private listeners = new Set<() => void>();
  private nextProtocolId = 1;

  constructor(options: WorldOptions) {
    this.options = options;
    this.timing = { ...options.timing };
    this.state = initialState(options.seed);
  }

  /** Milliseconds since 1970, moved by advanceClock. */
  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  /** Moves the clock that windows and expiries are judged by; running waits are not shortened. */
  advanceClock(byMs: number): void {
    this.clockOffsetMs += byMs;
    this.changed();
  }

  /** Aborted when the simulator is reset or stopped. */
  get ended(): AbortSignal {
    return this.lives.signal;
  }

  /** Resolves after `waitMs`; rejects when the simulator is reset or stopped meanwhile. */
  async pause(waitMs: number): Promise<void> {
    await delay(waitMs, undefined, { signal: this.ended });
  }

  /** Lets something go on by itself; what it throws becomes an error of the far side, unless it was ended. */
  background(about: string, task: () => Promise<void>): void {
    const { ended } = this;
    const running = task()
      .catch((error: unknown) => {
        if (!ended.aborted) this.fail({ about, path: '', detail: String(error) });
      })
      .finally(() => this.tasks.delete(running));
    this.tasks.add(running);
  }

  /**
   * Asks the app for something, within the time that the vendor gives it; rejects when no answer came. Whoever resets
   * or stops the simulator meanwhile waits for it: a bad answer stays one.
   */
  async request(target: string, init: RequestInit): Promise<AppAnswer> {
    const signal = AbortSignal.timeout(this.timing.webhookTimeoutMs);
    const asked = fetch(target, { ...init, redirect: 'manual', signal }).then(async (res) => ({
      status: res.status,
      isOk: res.ok,
      type: res.headers.get('content-type'),
      text: await res.text(),
    }));
    const answered = asked.then(noop, noop).finally(() => this.tasks.delete(answered));
    this.tasks.add(answered);
    return asked;
  }

  /** To be called after every change of state: the page and whoever waits look again. */
  changed(): void {
    this.waiters.lookAgain();
    for (const listener of this.listeners) listener();
  }

  /** Returns a function that ends the listening. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** See StateWaiters.waitFor: resolves when `find` finds something, at once or after a change. */
  waitFor<T>(find: Find<T>, options?: Patience): Promise<T> {
    return this.waiters.waitFor(find, options);
  }

  /** The phone with this number; a number never seen before gets one. */
  phone(number: string): Phone {
    const known = this.state.phones.find((p) => p.number === number);
    if (known) return known;
    const phone: Phone = { number, name: number, mode: 'ring', stopped: [] };
    this.state.phones.push(phone);
    return phone;
  }

  log(event: Omit<ProtocolEvent, 'id' | 'at'>): void {
    this.state.protocol.push({ id: this.nextProtocolId++, at: this.now(), ...event });
    if (this.state.protocol.length > 500) this.state.protocol.shift();
    this.changed();
  }

  fail(error: Omit<FarSideError, 'at'>): void {
    this.state.errors.push({ at: this.now(), ...error });
    this.changed();
  }

  /** The errors so far, which are thereby dealt with. */
  takeErrors(): FarSideError[] {
    return this.state.errors.splice(0);
  }

  /** Back to the seed: everything under way ends, nothing is sent any more. */
  async reset(): Promise<void> {
    await this.endLives();
    this.lives = new AbortController();
    this.faults.clear();
    this.browserKeys.clear();
    this.clockOffsetMs = 0;
    this.state = initialState(this.options.seed);
    this.changed();
  }

  /** Ends everything under way and whoever still waits. */
  async stop(): Promise<void> {
    this.waiters.failAll(new Error('the simulator has stopped'));
    await this.endLives();
  }

  /** Nothing waits or is sent any more; resolves when what was on its way to the app has its answer. */
  async endLives(): Promise<void> {
    this.lives.abort();
    for (const mailbox of this.liveCalls.values()) mailbox.close();
    this.liveCalls.clear();
    await Promise.all(this.tasks);
  }
}

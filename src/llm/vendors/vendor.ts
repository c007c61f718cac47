// What both vendors' models share: one wire for each call, and failures in our words.
import type { TellOperator } from '../../channels/tell-operator.ts';
import type { Breaker } from '../breaker.ts';
import type { Answered, CallOptions, Model, Question } from '../model.ts';
import { failureOf, tellOf, type Vendor } from './failures.ts';
import { openWire, type Wire } from './wire.ts';

export interface Account {
  /** Null for a gateway that asks for none. */
  apiKey: string | null;
  /** Without a slash at its end; OpenAI's with /v1, Anthropic's without. */
  baseUrl: string;
  /** Of this deployment: gateways that list their users list it. */
  appUrl: string;
  breaker: Breaker;
  tell: TellOperator;
  /** How long a stream may say nothing. */
  idleMs?: number;
}

/** Longer than anybody waits for a call; the SDKs have ten minutes. */
export const SDK_TIMEOUT_MS = 120_000;

export const IDLE_MS = 10_000;

interface Described {
  provider: Vendor;
  name: string;
  account: Account;
  /** By lower-case name: all that may go out. */
  headers: readonly string[];
  /** One request of the SDK, and what came of it: at once, and piece by piece. */
  whole: (question: Question, wire: Wire) => Promise<Answered>;
  stream: (question: Question, options: CallOptions, wire: Wire) => Promise<Answered>;
}

export function vendorModel({ provider, name, account, headers, whole, stream }: Described): Model {
  const { breaker, tell, idleMs = IDLE_MS } = account;
  return {
    name,
    provider,
    breaker,
    async answer(question, options) {
      options.signal?.throwIfAborted();
      const isHeard = options.onWords !== undefined && question.agent.spoken !== undefined;
      const onBytes = isHeard ? undefined : options.onReceived;
      const wire = openWire({ signal: options.signal, idleMs, headers, onBytes });
      try {
        return await (isHeard ? stream(question, options, wire) : whole(question, wire));
      } catch (error) {
        options.signal?.throwIfAborted();
        const failure = wire.ended() ?? failureOf(provider, error);
        tellOf(tell, provider, failure);
        throw failure;
      } finally {
        wire.close();
      }
    },
  };
}

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
  /** How long a stream may say nothing once its words have begun. */
  idleMs?: number;
}

/** Longer than anybody waits for a call; the SDKs have ten minutes. */
export const SDK_TIMEOUT_MS = 120_000;

const IDLE_MS = 10_000;

/** Whether it came at once, and not as a stream of events. */
export const isJson = ({ headers }: Response): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '');

interface Described {
  provider: Vendor;
  name: string;
  account: Account;
  /** By lower-case name: all that may go out. */
  headers: readonly string[];
  /** One request of the SDK, and what came of it: at once, and piece by piece. */
  whole: (question: Question, options: CallOptions, wire: Wire) => Promise<Answered>;
  stream: (question: Question, options: CallOptions, wire: Wire) => Promise<Answered>;
}

export function vendorModel({ provider, name, account, headers, whole, stream }: Described): Model {
  return {
    name,
    provider,
    breaker: account.breaker,
    answer: (question, options) => {
      const isHeard = options.onWords !== undefined && question.agent.spoken !== undefined;
      const { signal, onReceived } = options;
      const going = { provider, account, headers, signal, onBytes: isHeard ? undefined : onReceived };
      return throughWire(going, (wire) => (isHeard ? stream : whole)(question, options, wire));
    },
  };
}

interface Going extends Pick<Described, 'provider' | 'account' | 'headers'> {
  signal: AbortSignal | undefined;
  onBytes?: ((bytes: number) => void) | undefined;
}

/** One request with a wire of its own. Throws ModelFailure, and the reason of `signal` where that ended it. */
export async function throughWire<T>(
  { provider, account: { tell, idleMs = IDLE_MS }, headers, signal, onBytes }: Going,
  work: (wire: Wire) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const wire = openWire({ signal, idleMs, headers, onBytes });
  try {
    return await work(wire);
  } catch (error) {
    signal?.throwIfAborted();
    const failure = wire.ended() ?? failureOf(provider, error);
    tellOf(tell, provider, failure);
    throw failure;
  } finally {
    wire.close();
  }
}

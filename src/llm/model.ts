// The port to whoever thinks: a vendor's model or the builtin coach.
import type { Agent, InputOf } from './agent.ts';
import type { Breaker } from './breaker.ts';

/** Tokens of one call as the provider counted them, in one convention whatever the provider's own is. */
export interface Usage {
  /** All that went in, what was read from a cache or written into one included. */
  inputTokens: number;
  /** Of these, read from a cache. Null where the provider does not say: to be counted as not cached. */
  cachedInputTokens: number | null;
  /** Of these, written into a cache: for minutes, and for hours, which is dearer. */
  cacheWriteTokens: { short: number; long: number };
  /** All that came out, what was thought included. */
  outputTokens: number;
  /** Of these, thought and never said. Null where the provider does not say. */
  reasoningTokens: number | null;
  /** What the provider says that it cost, in millionths of a dollar and parts of them; null where it does not. */
  reportedMicros: number | null;
}

/** An earlier answer to the same question that could not be used, and what was wrong with it. */
export interface Correction {
  /** As it came. */
  answer: string;
  /** One line for each fault: where it is, and what is expected there. Never what stood there. */
  faults: string;
}

export interface Question<A extends Agent = Agent> {
  agent: A;
  input: InputOf<A>;
  /** In the order in which they were given; at most two. */
  corrections: readonly Correction[];
  /** What may come out at most, what is thought included. */
  mostOutputTokens: number;
}

/** How one call of a provider ended that was answered at all. */
export interface Answered {
  /** What it says, as data. Not checked: go through `ask`. Undefined where it is no JSON. */
  output: unknown;
  /** As it came, for asking again. */
  text: string;
  /** 'whole', or why it is not to be used: cut off by a limit, refused by the model or by a filter. */
  ending: 'whole' | 'cut' | 'refused';
  /** Null where the provider said nothing of it. */
  usage: Usage | null;
  /** The provider's own id of the call; null where it gave none. */
  requestId: string | null;
  /** What answered, as the provider names it. */
  servedBy: string;
  /** Of all that came out in UTF-8, where that is more than the text: what was thought aloud, too. */
  outputBytes?: number;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Told what a person will read, piece by piece, while the rest is on its way. Without it nothing is streamed. */
  onWords?: ((words: string) => void) | undefined;
  /** Told of each piece that comes in, in bytes: a call that breaks off is estimated by it. */
  onReceived?: ((bytes: number) => void) | undefined;
  /** Told what the provider has counted so far, where it says so before the end: a call that breaks off costs that. */
  onUsage?: ((usage: Usage) => void) | undefined;
}

export type Provider = 'builtin' | 'openai' | 'anthropic';

export interface Model {
  /** "builtin"; a vendor's model as its prices name it. */
  readonly name: string;
  /** Whose breaker and whose bill it is. */
  readonly provider: Provider;
  /** Of its provider, shared by all models of it. Without one it may always be asked. */
  readonly breaker?: Breaker;
  /**
   * One call: one question, one answer, nothing tried again. Throws a ModelFailure where nothing came that could be
   * answered with, and the reason of `signal` where that ended it.
   */
  answer<A extends Agent>(question: Question<A>, options: CallOptions): Promise<Answered>;
}

// The port to whoever finds the place of a text: a vendor's model, or the words themselves.
import type { Breaker } from './breaker.ts';
import type { Provider, Usage } from './model.ts';

export interface Embedded {
  /** One for each text, in their order; as they came, not checked: go through `embed`. */
  vectors: readonly ArrayLike<number>[];
  /** Null where the provider said nothing of it. */
  usage: Usage | null;
  /** The provider's own id of the call; null where it gave none. */
  requestId: string | null;
  /** What answered, as the provider names it. */
  servedBy: string;
}

export interface Embedder {
  /** Names the space: stored with each vector. A vendor's model as its prices name it. */
  readonly name: string;
  /** Whose breaker and whose bill it is. */
  readonly provider: Provider;
  /** Of its provider, shared with the models of it. Without one it may always be asked. */
  readonly breaker?: Breaker;
  /**
   * One call, nothing tried again. Throws a ModelFailure where nothing came that could be used, and the reason of
   * `signal` where that ended it.
   */
  embed(texts: readonly string[], options: { signal: AbortSignal }): Promise<Embedded>;
}

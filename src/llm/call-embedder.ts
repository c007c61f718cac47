// One call of one embedder, counted: what it may cost is reserved before, and what it did cost is settled after,
// however it ended.
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import type { About } from './ask.ts';
import type { Placing } from './embed.ts';
import type { Embedded, Embedder } from './embedder.ts';
import { readVector, type Embedding } from './embedding.ts';
import { estimateUsage } from './estimate-usage.ts';
import type { Call } from './meter.ts';
import { vendorCalls } from './metrics.ts';
import { ModelFailure } from './model-failure.ts';
import { withinCall } from './within-call.ts';

export interface Calling {
  placing: Placing;
  embedder: Embedder;
  about: About;
  texts: readonly string[];
  /** Of the texts, estimated. */
  tokens: number;
}

/** As it stands in the meter's rows and in metrics. */
const AGENT = 'embedding';

/** Nobody waits for an embedding for longer than this. */
const CALL_MS = 30_000;

/** One for each text. Throws ModelFailure, and the reason of `placing.signal` where that ended it. */
export async function callEmbedder(calling: Calling): Promise<Embedding[]> {
  const { name: model, provider, breaker } = calling.embedder;
  const leave = breaker ? breaker.enter() : () => undefined;
  if (leave === null) {
    vendorCalls.inc({ provider, model, outcome: 'skipped' });
    throw new ModelFailure('provider', { detail: `${provider} is left alone for a while` });
  }
  const ended = await (provider === 'builtin' ? endOf(calling) : callVendor(calling)).catch(
    (error: unknown) => {
      leave('unknown');
      throw error;
    },
  );
  leave(...endingOf(ended));
  if (ended.embeddings) return ended.embeddings;
  throw ended.error ?? unusable(calling.embedder);
}

interface Ended {
  outcome: Call['outcome'];
  latencyMs: number;
  /** Null where it failed. */
  answered: Embedded | null;
  /** What it threw. */
  error: unknown;
  /** Null where what came cannot be used. */
  embeddings: Embedding[] | null;
}

/** An answer of no use says nothing against the provider, and neither does somebody who did not wait for it. */
function endingOf({ outcome, error }: Ended): Parameters<Leave> {
  if (outcome === 'cancelled') return ['unknown'];
  const isDown = error instanceof ModelFailure && error.fault === 'provider';
  return isDown ? ['down', error.retryAfterMs] : ['up'];
}

type Leave = NonNullable<ReturnType<NonNullable<Embedder['breaker']>['enter']>>;

const unusable = ({ name }: Embedder): ModelFailure =>
  new ModelFailure('question', { detail: `what ${name} answered is no embedding for each text` });

async function callVendor(calling: Calling): Promise<Ended> {
  const { placing, embedder, about, tokens } = calling;
  const { name, provider } = embedder;
  const meant = {
    person: placing.person,
    about,
    model: { name, provider },
    agent: AGENT,
    // It has no prompt.
    promptVersion: 0,
    tier: 'fast' as const,
  };
  const permit = await placing.meter.reserve({ ...meant, inputTokens: tokens, mostOutputTokens: 0 });
  if (permit.kind !== 'granted')
    throw new ModelFailure('setup', { detail: `no budget is left for ${name}`, isFree: true });
  const ended = await endOf(calling);
  const { outcome, latencyMs } = ended;
  vendorCalls.inc({ provider, model: name, outcome });
  const { reservationId } = permit;
  await placing.meter.settle({ ...meant, reservationId, outcome, latencyMs, ...billOf(ended, tokens) });
  return ended;
}

type Bill = Pick<Call, 'servedBy' | 'requestId' | 'usage' | 'isEstimated'>;

/** What the provider did not count is estimated, unless it surely did no work. */
function billOf({ answered, error }: Ended, tokens: number): Bill {
  const failure = error instanceof ModelFailure ? error : null;
  const counted = answered?.usage ?? null;
  const inputTokens = failure?.isFree ? 0 : tokens;
  return {
    servedBy: answered?.servedBy ?? null,
    requestId: answered?.requestId ?? failure?.requestId ?? null,
    usage: counted ?? estimateUsage({ inputTokens, outputBytes: 0, usage: null }),
    isEstimated: counted === null && !failure?.isFree,
  };
}

/** Never throws: how it ended is counted before anybody hears of it. */
async function endOf({ placing, embedder, texts }: Calling): Promise<Ended> {
  const { signal } = placing;
  const startedMs = performance.now();
  const told = await withinCall(CALL_MS, signal, (stop) => embedder.embed(texts, { signal: stop })).then(
    (answered) => {
      const embeddings = readAll(embedder, texts, answered);
      return { answered, error: null, embeddings, outcome: embeddings ? 'answered' : 'unusable' } as const;
    },
    (error: unknown) => {
      const outcome = signal?.aborted ? 'cancelled' : 'failed';
      return { answered: null, error, embeddings: null, outcome } as const;
    },
  );
  const latencyMs = performance.now() - startedMs;
  modelCalls.inc({ agent: AGENT, outcome: told.outcome });
  modelCallSeconds.observe({ agent: AGENT, outcome: told.outcome }, latencyMs / 1000);
  return { ...told, latencyMs };
}

function readAll({ name }: Embedder, texts: readonly string[], { vectors }: Embedded): Embedding[] | null {
  const embeddings = vectors.flatMap((vector) => readVector(name, vector) ?? []);
  return embeddings.length === texts.length && vectors.length === texts.length ? embeddings : null;
}

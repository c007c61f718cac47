// One call of whoever may cost money, counted: what it may cost is reserved before, and what it did cost is settled
// after, however it ended.
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import type { About, Thinking } from './ask.ts';
import type { Breaker, Ending } from './breaker.ts';
import { NOTHING_USED, usedByWhole, usedUntilNow, type Heard } from './estimate-usage.ts';
import type { Call, Intended, Permit } from './meter.ts';
import { vendorCalls } from './metrics.ts';
import { ModelFailure } from './model-failure.ts';
import type { CallOptions, Provider, Usage } from './model.ts';
import { withinCall } from './within-call.ts';

/** What whoever was asked has answered, as far as it is counted. */
export interface Counted {
  usage: Usage | null;
  requestId: string | null;
  servedBy: string;
}

export interface Metered<Answer extends Counted, Read> {
  asker: Pick<Thinking, 'person' | 'meter' | 'signal'>;
  about: About;
  model: { readonly name: string; readonly provider: Provider; readonly breaker?: Breaker };
  agent: string;
  promptVersion: number;
  tier: Intended['tier'];
  /** Of all that will be sent, estimated. */
  measure: () => number;
  mostOutputTokens: number;
  limitMs: number;
  work: (options: Working) => Promise<Answer>;
  /**
   * Before anything is settled, because the row says whether the answer could be used: it waits for nothing and never
   * throws.
   */
  read: (answer: Answer) => Read & { isUsable: boolean };
  /** Of all that came out, in UTF-8. */
  bytesOf: (answer: Answer) => number;
}

export type Working = Pick<CallOptions, 'onReceived' | 'onUsage'> & { signal: AbortSignal };

/**
 * It ended by itself: with an answer, which may be of no use, or with a failure. `resting`: its provider is left alone
 * for a while. 'fast' and 'builtin': there is no money for it.
 */
export type Done<Read> =
  | ({ kind: 'read' } & Read)
  | { kind: 'failed'; error: unknown }
  | { kind: 'resting' }
  | Exclude<Permit, { kind: 'granted' }>;

/** Throws only what `asker.signal` ended it with. */
export async function meteredCall<Answer extends Counted, Read>(
  call: Metered<Answer, Read>,
): Promise<Done<Read>> {
  const { model, asker } = call;
  asker.signal?.throwIfAborted();
  const leave = model.breaker ? model.breaker.enter() : () => undefined;
  if (leave === null) return skip(call);
  let ending: [Ending, (number | null)?] = ['unknown'];
  try {
    const done = model.provider === 'builtin' ? (await endOf(call, {})).done : await paid(call);
    if (asker.signal?.aborted && done.kind === 'failed') throw done.error;
    ending = endingOf(done);
    return done;
  } finally {
    leave(...ending);
  }
}

function skip({ model: { name: model, provider } }: Pick<Metered<Counted, unknown>, 'model'>): {
  kind: 'resting';
} {
  vendorCalls.inc({ provider, model, outcome: 'skipped' });
  return { kind: 'resting' };
}

/** Refusals of ours say nothing against the provider, and neither does that we had no time. */
function endingOf(done: Done<unknown>): [Ending, (number | null)?] {
  if (done.kind === 'read') return ['up'];
  if (done.kind !== 'failed' || !(done.error instanceof ModelFailure)) return ['unknown'];
  if (done.error.isHurried) return ['unknown'];
  return done.error.fault === 'provider' ? ['down', done.error.retryAfterMs] : ['up'];
}

async function paid<Answer extends Counted, Read>(call: Metered<Answer, Read>): Promise<Done<Read>> {
  const { asker, about, model, agent, promptVersion, tier, mostOutputTokens } = call;
  const { name, provider } = model;
  const inputTokens = call.measure();
  const meant = { person: asker.person, about, model: { name, provider }, agent, promptVersion, tier };
  const permit = await asker.meter.reserve({ ...meant, inputTokens, mostOutputTokens });
  if (permit.kind !== 'granted') return permit;
  const heard: Heard = { inputTokens, mostOutputTokens, outputBytes: 0, usage: null };
  const ended = await endOf(call, {
    onReceived: (bytes) => void (heard.outputBytes += bytes),
    onUsage: (usage) => void (heard.usage = usage),
  });
  const { done, outcome, latencyMs } = ended;
  vendorCalls.inc({ provider, model: name, outcome });
  const { reservationId } = permit;
  await asker.meter.settle({ ...meant, reservationId, outcome, latencyMs, ...billOf(call, ended, heard) });
  return done;
}

interface Ended<Answer extends Counted, Read> {
  done: Extract<Done<Read>, { kind: 'read' | 'failed' }>;
  /** Null where it failed. */
  answer: Answer | null;
  /** Stopped before anybody was asked. */
  isUnsent: boolean;
  outcome: Call['outcome'];
  latencyMs: number;
}

/** Never throws: how it ended is counted before anybody hears of it. */
async function endOf<Answer extends Counted, Read>(
  { asker: { signal }, limitMs, agent, work, read }: Metered<Answer, Read>,
  hearing: Omit<Working, 'signal'>,
): Promise<Ended<Answer, Read>> {
  const startedMs = performance.now();
  let isUnsent = true;
  const ended = await withinCall(limitMs, signal, (stop) => {
    isUnsent = false;
    return work({ ...hearing, signal: stop });
  }).then(
    (answer) => {
      const { isUsable, ...told } = read(answer);
      const done = { kind: 'read', ...told } as { kind: 'read' } & Read;
      return { done, answer, outcome: isUsable ? ('answered' as const) : ('unusable' as const) };
    },
    (error: unknown) => {
      const outcome = signal?.aborted ? ('cancelled' as const) : ('failed' as const);
      return { done: { kind: 'failed' as const, error }, answer: null, outcome };
    },
  );
  const latencyMs = performance.now() - startedMs;
  const { outcome } = ended;
  modelCalls.inc({ agent, outcome });
  modelCallSeconds.observe({ agent, outcome }, latencyMs / 1000);
  return { ...ended, isUnsent, latencyMs };
}

type Bill = Pick<Call, 'servedBy' | 'requestId' | 'usage' | 'isEstimated' | 'isDisbelieved'>;

/** What the provider did not count is estimated, unless it surely did no work. */
function billOf<Answer extends Counted>(
  { bytesOf }: Pick<Metered<Answer, unknown>, 'bytesOf'>,
  { done, answer, isUnsent }: Ended<Answer, unknown>,
  heard: Heard,
): Bill {
  if (answer) {
    const { servedBy, requestId, usage } = answer;
    return { servedBy, requestId, ...usedByWhole({ ...heard, usage }, () => bytesOf(answer)) };
  }
  const failure = done.kind === 'failed' && done.error instanceof ModelFailure ? done.error : null;
  const came = { servedBy: null, requestId: failure?.requestId ?? null };
  if (failure?.usage) return { ...came, ...usedByWhole({ ...heard, usage: failure.usage }) };
  const isFree = isUnsent || (failure?.isFree && heard.usage === null && heard.outputBytes === 0);
  return { ...came, ...(isFree ? NOTHING_USED : usedUntilNow(heard)) };
}

// The keys that an outside issuer publishes (JWKS, RFC 7517): fetched when they are needed, and no more often than the
// issuer can bear, however many keys are made up by strangers.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { FluxError } from '../kernel/errors.ts';

const TIME_OUT_MS = 3000;
const FRESH_MS = 600_000;
/** Known keys go on counting while the issuer is down, but not for ever: one of them may have been withdrawn. */
const STALE_MS = 3_600_000;
/** After a fetch that failed. */
const RETRY_MS = 5000;
/** Fetches for keys that are not known: so many at once, and one more every few seconds. */
const MOST_LOOK_UPS = 5;
const LOOK_UP_MS = 3000;

interface Published {
  keys: JWTVerifyGetKey;
  fetchedAtMs: number;
}

/**
 * Finds the key that a token names. Header parameters that bring or name keys (`jwk`, `jku`, `x5u`) are not looked at.
 * A key that is not known is looked up, so that a fresh one counts at once: only what a fetch that began after the
 * question did not bring is unknown, which jose throws and makes the token nobody's. While nothing can be fetched, or
 * too much was asked for, it throws UNAVAILABLE with the seconds to wait: the token may be good. What a look-up for one
 * key brings counts for all.
 */
export function publishedKeys(url: string): JWTVerifyGetKey {
  const fetches = oneAtATime(url);
  const budget = lookUps();

  return async (header, token) => {
    const known = fetches.last();
    const isFresh = known !== null && Date.now() < known.fetchedAtMs + FRESH_MS;
    const key = known && (await find(known, header, token));
    if (key && isFresh) return key;
    try {
      const underWay = await fetches.underWay();
      const found = underWay && (await find(underWay, header, token));
      return found ?? (await (await fetches.next(isFresh ? budget : null)).keys(header, token));
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      if (key && Date.now() < known.fetchedAtMs + STALE_MS) return key;
      throw error instanceof FluxError ? error : unavailable(RETRY_MS, error);
    }
  };
}

/** Null for a key that is not among them. Throws for a token that no key could be for. */
async function find(known: Published, ...asked: Parameters<JWTVerifyGetKey>) {
  try {
    return await known.keys(...asked);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw error;
  }
}

/** Fetches that follow each other. What fails is left alone for a while. */
function oneAtATime(url: string) {
  let last: Published | null = null;
  let running: Promise<Published> | null = null;
  let waiting: Promise<Published> | null = null;
  let retryAtMs = 0;

  const run = async (): Promise<Published> => {
    if (Date.now() < retryAtMs) throw unavailable(retryAtMs - Date.now());
    try {
      last = { keys: createLocalJWKSet(await fetchKeys(url)), fetchedAtMs: Date.now() };
      return last;
    } catch (error) {
      retryAtMs = Date.now() + RETRY_MS;
      throw error;
    }
  };
  const begin = (): Promise<Published> => {
    running = run().finally(() => {
      running = null;
    });
    return running;
  };
  const behind = async (current: Promise<Published>): Promise<Published> => {
    await current.catch(() => undefined);
    waiting = null;
    return begin();
  };

  return {
    last: () => last,
    /** What a fetch brings that runs already. It may be older than the question. */
    underWay: () => running?.catch(() => null) ?? null,
    /** One that has not begun yet, shared by all who ask until it does. Whoever is the first pays. */
    next: (budget: ReturnType<typeof lookUps> | null): Promise<Published> => {
      if (waiting) return waiting;
      budget?.take();
      if (!running) return begin();
      waiting = behind(running);
      return waiting;
    },
  };
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { Accept: 'application/json, application/jwk-set+json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME_OUT_MS),
  });
  if (response.status !== 200) throw new Error(`the JWKS endpoint answered ${response.status}`);
  return (await response.json()) as JSONWebKeySet;
}

/** A bucket of look-ups, shared by all keys that are not known. */
function lookUps() {
  let left = MOST_LOOK_UPS;
  let countedAtMs = Date.now();
  return {
    /** Throws UNAVAILABLE where it is empty. */
    take(): void {
      const now = Date.now();
      left = Math.min(MOST_LOOK_UPS, left + (now - countedAtMs) / LOOK_UP_MS);
      countedAtMs = now;
      if (left < 1) throw unavailable((1 - left) * LOOK_UP_MS);
      left -= 1;
    },
  };
}

function unavailable(waitMs: number, cause?: unknown): FluxError {
  return new FluxError('UNAVAILABLE', {
    detail: 'the keys of the outside issuer cannot be had',
    fields: { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) },
    cause,
  });
}

/** It names a key that is not there, or cannot be there; anything else is trouble on the way to the keys. */
const isFaultOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

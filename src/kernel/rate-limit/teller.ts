// Tells the store what a process let through, and asks it for those whom it did not: many buckets at once, see
// credit.ts.
import type { Bucket, BucketStore, Settled, Taken } from './bucket.ts';
import type { Views } from './views.ts';

export interface Teller {
  /** The store decides. Rejects where nobody can count. */
  ask(bucket: Bucket): Promise<Taken>;
  /** Resolves when the store knows. What nobody can count is lost. */
  tell(buckets: Bucket[]): Promise<void>;
}

interface Wish {
  bucket: Bucket;
  resolve: (taken: Taken) => void;
  reject: (error: unknown) => void;
}

interface Telling {
  bucket: Bucket;
  charged: number;
  wishes: Wish[];
}

/** Buckets in one statement: its locks are held for well under 10 ms. */
const MOST = 128;

/** One statement after the other, so that what is known of a bucket only gets newer. */
export function createTeller(settle: BucketStore['settle'], views: Views): Teller {
  let wishes: Wish[] = [];
  const due = new Map<string, Bucket>();
  let running: Promise<void> | null = null;

  /** Whoever waits goes first; what is only told goes along while there is room. */
  const next = (): Telling[] => {
    const tellings = new Map<string, Telling>();
    const tellingOf = (bucket: Bucket): Telling => {
      const telling = tellings.get(bucket.key) ?? { bucket, charged: views.claim(bucket), wishes: [] };
      tellings.set(bucket.key, telling);
      due.delete(bucket.key);
      return telling;
    };
    for (const wish of wishes.splice(0, MOST)) tellingOf(wish.bucket).wishes.push(wish);
    for (const bucket of due.values()) if (tellings.size < MOST) tellingOf(bucket);
    return [...tellings.values()];
  };

  const runAll = async (): Promise<void> => {
    // Requests of the same turn go together.
    await new Promise(setImmediate);
    while (wishes.length > 0 || due.size > 0) await settleAll(settle, views, next());
    running = null;
  };
  const run = (): Promise<void> => (running ??= runAll());

  return {
    ask: (bucket) => {
      const { promise, resolve, reject } = Promise.withResolvers<Taken>();
      wishes.push({ bucket, resolve, reject });
      void run();
      return promise;
    },
    tell: async (buckets) => {
      for (const bucket of buckets) due.set(bucket.key, bucket);
      // Also for what is on its way already.
      if (due.size > 0 || running) await run();
    },
  };
}

/** Never rejects. */
async function settleAll(settle: BucketStore['settle'], views: Views, tellings: Telling[]): Promise<void> {
  const claims = tellings.map(({ bucket, charged, wishes }) => ({ bucket, charged, wanted: wishes.length }));
  try {
    const all = await settle(claims);
    for (const [i, telling] of tellings.entries()) {
      views.learn(telling.bucket, telling.charged, all[i]!.fullInMicros);
      answer(telling, all[i]!);
    }
  } catch (error) {
    for (const { bucket, charged, wishes } of tellings) {
      views.learn(bucket, charged, null);
      for (const { reject } of wishes) reject(error);
    }
  }
}

/** Those who came first get what is given; each hears what was left after them. */
function answer({ bucket, wishes }: Telling, { given, fullInMicros }: Settled): void {
  for (const [place, { resolve }] of wishes.entries()) {
    const later = Math.max(0, given - 1 - place);
    resolve({ allowed: place < given, fullInMicros: [fullInMicros - later * bucket.spacingMicros] });
  }
}

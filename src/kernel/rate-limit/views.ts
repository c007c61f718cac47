// What one process believes of buckets, and what it let through on that belief: see credit.ts.
import { sliceOf, type Bucket, type Taken } from './bucket.ts';

export interface Views {
  /** Null where nobody can be let through on credit: the store decides. */
  letThrough(bucket: Bucket): Taken | null;
  /** Buckets of which the store does not know all. */
  untold(): Bucket[];
  /** How many tokens of it are to be told now; whoever asks tells them. */
  claim(bucket: Bucket): number;
  /** The store has answered: `charged` of what was claimed is counted, or lost where `fullInMicros` is null. */
  learn(bucket: Bucket, charged: number, fullInMicros: number | null): void;
  forgetOld(): void;
  count(): number;
}

interface View {
  bucket: Bucket;
  fullAtMicros: number;
  /** When the store answered last. */
  knownAtMicros: number;
  /** Let through, and not claimed yet. */
  untold: number;
  /** Let through, and not known to be counted: those untold, and those that are being told. */
  uncounted: number;
}

/** An older view could not honestly say what is left. */
const KNOWN_FOR_MICROS = 60_000_000;
/** Who comes when there are so many is counted by the store each time. */
const MOST_VIEWS = 10_000;

/** `clockMs` never goes back. */
export function createViews(clockMs: () => number): Views {
  const views = new Map<string, View>();
  const now = () => clockMs() * 1000;
  return {
    letThrough: (bucket) => {
      const view = views.get(bucket.key);
      return view ? letThrough(view, now()) : null;
    },
    untold: () => [...views.values()].filter(({ untold }) => untold > 0).map(({ bucket }) => bucket),
    claim: ({ key }) => {
      const view = views.get(key);
      const claimed = view?.untold ?? 0;
      if (view) view.untold = 0;
      return claimed;
    },
    learn: (bucket, charged, fullInMicros) => {
      const view = views.get(bucket.key) ?? newView(bucket);
      view.uncounted -= charged;
      if (fullInMicros === null) return;
      view.knownAtMicros = now();
      view.fullAtMicros = view.knownAtMicros + fullInMicros + view.uncounted * bucket.spacingMicros;
      if (views.size < MOST_VIEWS) views.set(bucket.key, view);
    },
    forgetOld: () => {
      const oldest = now() - KNOWN_FOR_MICROS;
      for (const [key, { knownAtMicros, uncounted }] of views)
        if (uncounted === 0 && knownAtMicros < oldest) views.delete(key);
    },
    count: () => views.size,
  };
}

const newView = (bucket: Bucket): View => ({
  bucket,
  fullAtMicros: 0,
  knownAtMicros: -Infinity,
  untold: 0,
  uncounted: 0,
});

function letThrough(view: View, presentMicros: number): Taken | null {
  const { bucket, knownAtMicros, uncounted } = view;
  if (uncounted >= sliceOf(bucket) || presentMicros - knownAtMicros > KNOWN_FOR_MICROS) return null;
  const fullInMicros = Math.max(view.fullAtMicros - presentMicros, 0) + bucket.spacingMicros;
  if (fullInMicros > bucket.depthMicros) return null;
  view.fullAtMicros = presentMicros + fullInMicros;
  view.untold++;
  view.uncounted++;
  return { allowed: true, fullInMicros: [fullInMicros] };
}

// What the reconciler shows: how much waits, for how long, and what it brought to life.
import { Counter, Gauge } from 'prom-client';
import { registry } from './metrics.ts';

/** Of one look at one kind. */
export interface LookFigures {
  waiting: number;
  /** Since when the longest has waited; null where nothing waits. */
  oldestAt: Date | null;
  revived: number;
  failed: number;
}

const registers = [registry];
const labelNames = ['kind'] as const;

/** Older figures say nothing about now: by then another worker had the look, or nobody had. */
const FRESH_MS = 150_000;

const looks = new Map<string, LookFigures & { atMs: number }>();

/** Shows what was seen, until the next look at this kind or for two and a half minutes. */
export function showLook(kind: string, figures: LookFigures): void {
  looks.set(kind, { ...figures, atMs: Date.now() });
  revived.inc({ kind }, figures.revived);
  failed.inc({ kind }, figures.failed);
  lastLook.set({ kind }, Date.now() / 1000);
}

const revived = new Counter({
  name: 'flux_reconciler_revived_total',
  help: 'Brought to life or asked for once more, out of what nobody seemed to work at.',
  labelNames,
  registers,
});

const failed = new Counter({
  name: 'flux_reconciler_failed_total',
  help: 'Could not be brought to life at a look; the next one tries again.',
  labelNames,
  registers,
});

const lastLook = new Gauge({
  name: 'flux_reconciler_last_look_seconds',
  help: 'When the last look of this process ended, in seconds since 1970.',
  labelNames,
  registers,
});

registry.registerMetric(
  new Gauge({
    name: 'flux_reconciler_waiting',
    help: 'How many waited at the last look; of the worker that had it.',
    labelNames,
    registers: [],
    collect() {
      this.reset();
      for (const [kind, { waiting }] of freshLooks()) this.set({ kind }, waiting);
    },
  }),
);

registry.registerMetric(
  new Gauge({
    name: 'flux_reconciler_oldest_seconds',
    help: 'For how long the oldest of them has waited.',
    labelNames,
    registers: [],
    collect() {
      this.reset();
      for (const [kind, { oldestAt }] of freshLooks())
        this.set({ kind }, oldestAt ? Math.max(0, (Date.now() - oldestAt.getTime()) / 1000) : 0);
    },
  }),
);

const freshLooks = () => Array.from(looks).filter(([, { atMs }]) => Date.now() - atMs < FRESH_MS);

// What is counted of models. Providers and models are those of the configuration: a short list.
import { Counter, Gauge } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

const registers = [registry];

/** Single calls: a question may take several. `skipped`: its provider was left alone, and nobody was called. */
export const vendorCalls = new Counter({
  name: 'flux_model_vendor_calls_total',
  help: 'Calls of vendors: answered, unusable, failed, cancelled, or skipped while the breaker is open.',
  labelNames: ['provider', 'model', 'outcome'] as const,
  registers,
});

export const breakersOpen = new Gauge({
  name: 'flux_model_breaker_open',
  help: '1 while a provider is left alone because it failed, in this process.',
  labelNames: ['provider'] as const,
  registers,
});

export const breakerOpenings = new Counter({
  name: 'flux_model_breaker_openings_total',
  help: 'How often a provider was left alone.',
  labelNames: ['provider'] as const,
  registers,
});

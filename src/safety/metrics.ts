// How often the guard spoke, and failed: counts alone.
import { Counter } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

export const safetySteps = new Counter({
  name: 'flux_safety_steps_total',
  help: 'Texts of the crisis guard by kind, and "clear" for questions that turned out to be needless.',
  labelNames: ['step'] as const,
  registers: [registry],
});

export const safetyFailures = new Counter({
  name: 'flux_safety_failures_total',
  help: 'Turns that went on without the crisis guard, because it failed.',
  registers: [registry],
});

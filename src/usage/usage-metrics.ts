// What an operator wants to see of budgets, for Prometheus.
import { Counter, Gauge } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

/** Of an organisation, a member, a person or a goal; by 80 or 100 per cent. */
export const budgetsCrossed = new Counter({
  name: 'flux_model_budgets_crossed_total',
  help: 'Months that have used 80 or 100 per cent of what models may cost.',
  labelNames: ['budget', 'level'] as const,
  registers: [registry],
});

/** In the process; they are settled once PostgreSQL takes them. */
export const callsUnsettled = new Gauge({
  name: 'flux_model_calls_unsettled',
  help: 'Calls of models that could not be written down yet.',
  registers: [registry],
});

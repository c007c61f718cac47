// What an operator wants to see of budgets, for Prometheus.
import { Counter } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

/** Of an organisation, a person or a goal; by 80 or 100 per cent. */
export const budgetsCrossed = new Counter({
  name: 'flux_model_budgets_crossed_total',
  help: 'Months that have used 80 or 100 per cent of what models may cost.',
  labelNames: ['budget', 'level'] as const,
  registers: [registry],
});

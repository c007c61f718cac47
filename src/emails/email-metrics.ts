// What became of mails, as Prometheus reads it.
import { Counter } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

/** `state`: sent, failed or suppressed. */
export const emailsEnded = new Counter({
  name: 'flux_emails_total',
  help: 'Mails by kind, and by what became of them at the mail server.',
  labelNames: ['kind', 'state'] as const,
  registers: [registry],
});

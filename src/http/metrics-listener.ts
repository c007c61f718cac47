// The metrics of a process that has no other HTTP door: the worker's.
import type { Log } from '../kernel/log.ts';
import { correlate, identify } from './correlation.ts';
import { listen, type Listening } from './listen.ts';
import { metricsRoutes } from './metrics.ts';
import { createRoutes } from './operation.ts';
import { answerError, answerProblem } from './problem.ts';

export interface MetricsListenerOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** What a scraper must send, or null where everybody may look. */
  token: string | null;
  log: Log;
}

/** Serves GET /metrics, and nothing else. Throws one clear sentence for a taken port. */
export function startMetricsListener({ host, port, token, log }: MetricsListenerOptions): Promise<Listening> {
  const app = createRoutes();
  app.onError(answerError);
  app.notFound((c) => answerProblem(c, 'NOT_FOUND'));
  app.use(identify, correlate(log));
  app.route('/', metricsRoutes({ token }));
  return listen(app.fetch, { host, port, portName: 'METRICS_PORT' });
}

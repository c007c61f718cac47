// The reconciler's minute.
import type { Case } from '../cases.ts';

export const reconciler = {
  'nothing-waits': async ({ real, historyOf }) => {
    const { workflow } = real.temporal.client;
    await workflow.execute('reconciler', { workflowId: 'reconciler', taskQueue: 'flux' });
    return historyOf('reconciler');
  },
} satisfies Record<string, Case>;

// Exports over Temporal: one workflow for each.
import type { Exports } from '../../src/exports/exports.ts';
import type { accountExport } from '../../workflows/account-export.ts';
import { call, startOptions, type Line } from './call.ts';

export const exportWorkflowId = (exportId: string): string => `export/${exportId}`;

export function exports(line: Line): Exports {
  return {
    start: async ({ orgId, userId }, exportId) => {
      await call(line, 'NOT_FOUND', () =>
        line.client.workflow.start<typeof accountExport>('accountExport', {
          ...startOptions(line, { orgId, userId }, 'export'),
          workflowId: exportWorkflowId(exportId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          staticSummary: 'Account export',
          // Nobody waits before a screen for it.
          priority: { priorityKey: 4, fairnessKey: userId },
          args: [{ orgId, userId, exportId }],
        }),
      );
    },
  };
}

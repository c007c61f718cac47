// Erasures over Temporal: one workflow for each, and what else Temporal keeps of a person, which is ended and deleted.
import type { Erasures, Histories, Whose } from '../../src/privacy/erasures.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { erasureChanged, type ErasureInput } from '../../workflows/account-erasure.contract.ts';
import type { accountErasure } from '../../workflows/account-erasure.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';
import { call, type Line } from './call.ts';

export const erasureWorkflowId = (erasureId: string): string => `erasure/${erasureId}`;

export const erasures = (line: Line): Erasures => ({
  start: async (erasureId) => {
    await call(line, 'NOT_FOUND', () =>
      line.client.workflow.start<typeof accountErasure>('accountErasure', optionsOf(line, erasureId)),
    );
  },
  wake: async (erasureId) => {
    await call(line, 'NOT_FOUND', () =>
      line.client.workflow.signalWithStart<typeof accountErasure>('accountErasure', {
        ...optionsOf(line, erasureId),
        signal: erasureChanged,
        signalArgs: [],
      }),
    );
  },
});

/** It names nobody: neither its id nor its attributes lead to the person. */
const optionsOf = ({ taskQueue }: Line, erasureId: string) => ({
  taskQueue,
  workflowId: erasureWorkflowId(erasureId),
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  staticSummary: 'Erasure of an account',
  priority: { priorityKey: 4 },
  args: [{ erasureId }] as [ErasureInput],
});

export function histories(line: Line): Histories {
  return {
    end: (whose) =>
      overRuns(line, whose, '=', async ({ workflowId, runId }) =>
        line.client.workflow.getHandle(workflowId, runId).terminate('the account is erased'),
      ),
    forget: (whose) =>
      overRuns(line, whose, '!=', async ({ workflowId, runId }) => {
        const { workflowService } = line.client;
        const { namespace } = line.client.options;
        await workflowService.deleteWorkflowExecution({
          namespace,
          workflowExecution: { workflowId, runId },
        });
      }),
  };
}

interface Run {
  workflowId: string;
  runId: string;
}

/** So many are ended or deleted at once. */
const AT_ONCE = 16;

/** Those of the person by attribute, and by id those from before it was there. Resolves to how many were listed. */
async function overRuns(
  line: Line,
  { userId, workflowIds }: Whose,
  isRunning: '=' | '!=',
  work: (run: Run) => Promise<unknown>,
): Promise<number> {
  const seen = new Set<string>();
  const serve = async (which: string) => {
    const query = `ExecutionStatus ${isRunning} 'Running' AND ${which}`;
    const runs = (await call(line, 'NOT_FOUND', () => list(line, query))).filter(
      ({ runId }) => !seen.has(runId),
    );
    for (let first = 0; first < runs.length; first += AT_ONCE)
      await Promise.all(runs.slice(first, first + AT_ONCE).map((run) => unlessGone(line, () => work(run))));
    for (const { runId } of runs) seen.add(runId);
  };
  await serve(`${SEARCH_ATTRIBUTES.person.name} = '${userId}'`);
  for await (const ids of workflowIds)
    if (ids.length > 0) await serve(`WorkflowId IN (${ids.map((id) => `'${id}'`).join(', ')})`);
  return seen.size;
}

/** The list lags behind: what has ended, or was deleted, is what was wanted. */
async function unlessGone(line: Line, work: () => Promise<unknown>): Promise<void> {
  try {
    await call(line, 'NOT_FOUND', work);
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'NOT_FOUND') throw error;
  }
}

async function list({ client }: Line, query: string): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 250 }))
    runs.push({ workflowId, runId });
  return runs;
}

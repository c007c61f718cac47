// Which workflows are under way, asked for many at once: one list instead of a call for each.
import type { Runs } from '../../src/reconciler/runs.ts';
import { call, type Line } from './call.ts';
import { emailDeliveryId } from './emails.ts';
import { exportWorkflowId } from './exports.ts';
import { negotiationId } from './goals.ts';
import { reminderId } from './reminders.ts';
import { roomSessionWorkflowId } from './rooms.ts';

/** So many ids stand in one query. */
const AT_ONCE = 250;

export function runs(line: Line): Runs {
  return {
    ladders: (refs) => missing(line, refs, reminderId),
    emails: (refs) => missing(line, refs, (ref) => emailDeliveryId(ref.emailId)),
    exports: (refs) => missing(line, refs, (ref) => exportWorkflowId(ref.exportId)),
    roomSessions: (refs) => missing(line, refs, (ref) => roomSessionWorkflowId(ref.sessionId)),
    negotiations: (refs) => missing(line, refs, (ref) => negotiationId(ref.goalId)),
  };
}

async function missing<Ref>(line: Line, refs: Ref[], idOf: (ref: Ref) => string): Promise<Ref[]> {
  const found: Ref[] = [];
  for (let first = 0; first < refs.length; first += AT_ONCE) {
    const some = refs.slice(first, first + AT_ONCE);
    const running = await call(line, 'NOT_FOUND', () => runningOf(line, some.map(idOf)));
    found.push(...some.filter((ref) => !running.has(idOf(ref))));
  }
  return found;
}

/** The ids are ours, made of UUIDs and numbers: nothing in them could end the string. */
async function runningOf({ client }: Line, ids: string[]): Promise<Set<string>> {
  const query = `ExecutionStatus = 'Running' AND WorkflowId IN (${ids.map((id) => `'${id}'`).join(', ')})`;
  const running = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: AT_ONCE }))
    running.add(workflowId);
  return running;
}

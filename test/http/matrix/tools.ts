// The tools in the matrix: for each, a call by which it is tried by everybody who might.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TOOLS } from '../../../src/tools.ts';
import type { Answer } from '../../harness/http.ts';
import type { Actor, Caller } from './actor.ts';
import { draft } from './goals.ts';
import { pause, rule, runningGoal } from './rules.ts';
import { farAway, task } from './tasks.ts';

export type Input = Record<string, unknown>;

export interface ToolEntry {
  /** A call of `who` that succeeds: every id in it is of something of theirs. */
  ask: (who: Actor) => Input | Promise<Input>;
  /** Ids that a list is narrowed by: under one that is not the caller's there is nothing. */
  filters?: readonly string[];
}

const plain: ToolEntry = { ask: () => ({}) };
const oneTask = (more: Input = {}): ToolEntry => ({
  ask: async (who) => ({ task_id: await who.have(task), ...more }),
});
const oneRule = (more: Input = {}): ToolEntry => ({
  ask: async (who) => ({ rule_id: await who.have(rule), ...more }),
});
const negotiated = (more: Input = {}): ToolEntry => ({
  ask: async (who) => ({ goal_id: (await who.have(draft)).goalId, ...more }),
});
const running = (more: Input = {}): ToolEntry => ({
  ask: async (who) => ({ goal_id: await who.have(runningGoal), ...more }),
});

const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const third = `${later(400).slice(0, 7)}-03`;

export const TOOL_ENTRIES: Record<string, ToolEntry> = {
  change_preferences: { ask: () => ({ reminder_lead_seconds: 900 }) },
  create_task: {
    ask: (who) => ({
      task_id: randomUUID(),
      title: who.canary,
      description: `Secret: ${who.canary}`,
      starts_at: farAway(),
      force: true,
    }),
  },
  reschedule_task: { ask: async (who) => ({ task_id: await who.have(task), starts_at: farAway() }) },
  edit_task: oneTask({ title: 'Another' }),
  settle_task: oneTask({ status: 'done' }),
  reopen_task: oneTask({ force: true }),
  rezone_tasks: plain,
  cancel_task: oneTask(),
  list_tasks: {
    filters: ['goal_id'],
    ask: async (who) => ({ goal_id: (await who.have(draft)).goalId }),
  },
  read_task: oneTask(),
  list_today: plain,
  find_free_times: oneTask({ limit: 2 }),
  create_recurring_task: {
    ask: (who) => ({
      rule_id: randomUUID(),
      title: who.canary,
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=7',
      time: '03:25',
      duration_minutes: 5,
      force: true,
    }),
  },
  list_recurring_tasks: plain,
  edit_recurring_task: oneRule({ title: 'Another', force: true }),
  end_recurring_task: oneRule(),
  skip_occurrence: oneRule({ date: third }),
  restore_occurrence: oneRule({ date: third }),
  start_pause: {
    ask: async (who) => ({
      pause_id: randomUUID(),
      rule_id: await who.have(rule),
      goal_id: await who.have(runningGoal),
      from: later(310),
      until: later(311),
    }),
  },
  end_pause: { ask: async (who) => ({ pause_id: await who.have(pause) }) },
  list_pauses: plain,
  list_patterns: plain,
  list_goals: plain,
  read_goal: negotiated(),
  read_draft: negotiated(),
  open_goal: { ask: (who) => ({ goal_id: randomUUID(), wish: `Learn to draw (${who.canary})` }) },
  open_goal_step: negotiated(),
  propose_plan: negotiated(),
  revise_plan: {
    ask: async (who) => ({
      goal_id: (await who.have(draft)).goalId,
      message: `Only on weekends, please (${who.canary})`,
      message_id: randomUUID(),
    }),
  },
  approve_plan: {
    ask: async (who) => {
      const { goalId: goal_id, number, hash } = await who.have(draft);
      return { goal_id, draft: number, hash };
    },
  },
  restore_plan: running({ draft: 1 }),
  drop_modification: running(),
  let_go_of_goal: running(),
  read_progress: plain,
  list_goal_progress: plain,
  list_missed_by_category: plain,
  read_best_hours: plain,
  read_answered_channels: plain,
  read_usage: plain,
};

/** Names of the fields that hold an id of something that is there already. */
export function idsOf(name: string): string[] {
  const { input, ownId } = TOOLS.get(name)!;
  const { properties = {} } = z.toJSONSchema(input, { io: 'input' });
  return Object.entries(properties).flatMap(([field, schema]) =>
    typeof schema === 'object' && schema.format === 'uuid' && field !== ownId ? field : [],
  );
}

export interface ToolAnswer {
  /** "done", "not there", "401 UNAUTHENTICATED", "INSUFFICIENT_SCOPE". */
  verdict: string;
  /** What the tool answered, or its problem. */
  // oxlint-disable-next-line typescript/no-explicit-any
  output: any;
  /** All that came back. */
  answer: Answer;
}

/** A call without a handshake before it, as the protocol without sessions allows. */
export async function callTool(
  who: Caller,
  name: string,
  input: unknown,
  meta?: object,
): Promise<ToolAnswer> {
  const params = { name, arguments: input, ...(meta && { _meta: meta }) };
  const answer = await who.call(
    'POST',
    '/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
    { accept: 'application/json, text/event-stream' },
  );
  const { status, body } = answer;
  if (status !== 200) return { verdict: `${status} ${body.code}`, output: body, answer };
  if (body.error) return { verdict: `JSON-RPC ${body.error.code}`, output: body.error, answer };
  const output = JSON.parse(body.result.content[0].text);
  if (!body.result.isError) return { verdict: 'done', output, answer };
  return { verdict: output.code === 'NOT_FOUND' ? 'not there' : output.code, output, answer };
}

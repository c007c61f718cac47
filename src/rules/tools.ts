// What a model may do about tasks that recur.
import { z } from '@hono/zod-openapi';
import { id, nextCursor, page } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { createRule } from './create-rule.ts';
import { editRule } from './edit-rule.ts';
import { endPause } from './end-pause.ts';
import { endRule } from './end-rule.ts';
import { listPauses } from './list-pauses.ts';
import {
  endedPauseJson,
  pauseFields,
  pauseInput,
  pauseJson,
  presentEndedPause,
  presentPause,
} from './pause-json.ts';
import { listRules } from './read-rule.ts';
import { date, presentRule, ruleChange, ruleFields, ruleInput, ruleJson } from './rule-json.ts';
import { restoreOccurrence, skipOccurrence } from './skip-occurrence.ts';
import { startPause } from './start-pause.ts';

/** Of a recurring task whose length nobody named. */
const DEFAULT_MINUTES = 30;

export const createRuleTool = defineTransactionTool({
  name: 'create_recurring_task',
  description:
    'Puts a task into the calendar that recurs by a rule, such as every Monday at 8, and reminds the person each time. For a goal that takes weeks, open a goal instead.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  ownId: 'rule_id',
  hears: ['title', 'description'],
  input: z.strictObject({
    ...ruleFields,
    rule_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
    duration_minutes: ruleFields.duration_minutes.default(DEFAULT_MINUTES),
  }),
  output: ruleJson,
  within: async (ctx, { rule_id: ruleId, ...fields }) =>
    presentRule(await createRule(ctx, { ...ruleInput(fields), ruleId })),
});

export const listRulesTool = defineTransactionTool({
  name: 'list_recurring_tasks',
  description: 'The rules by which tasks recur, a page at a time; those that have ended are left out.',
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: page,
  output: z.strictObject({ rules: z.array(ruleJson), next_cursor: nextCursor }),
  within: async (ctx, { limit, cursor }) => {
    const { rules, nextCursor: next } = await listRules(ctx, {
      isEnded: false,
      limit,
      after: cursor ?? null,
    });
    return { rules: rules.map(presentRule), next_cursor: next };
  },
});

export const editRuleTool = defineTransactionTool({
  name: 'edit_recurring_task',
  description:
    'Changes a task that recurs from now on, or from a date on: its words, rhythm, time or length. One occurrence alone is changed by edit_task.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  hears: ['title', 'description'],
  input: ruleChange.extend({ rule_id: id }),
  output: ruleJson,
  within: async (
    ctx,
    { rule_id: ruleId, start_date: startDate, duration_minutes: durationMinutes, ...rest },
  ) => presentRule(await editRule(ctx, { ...rest, ruleId, startDate, durationMinutes })),
});

export const endRuleTool = defineTransactionTool({
  name: 'end_recurring_task',
  description: 'Ends a task that recurs, now or from a date on: what is open of it is cancelled for good.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: true,
  idempotent: true,
  input: z.strictObject({ rule_id: id, from: date.optional() }),
  output: ruleJson,
  within: async (ctx, { rule_id: ruleId, from }) => presentRule(await endRule(ctx, { ruleId, from })),
});

const oneDate = { rule_id: id, date: date.describe('Of the rule, also where its task was moved.') };

export const skipOccurrenceTool = defineTransactionTool({
  name: 'skip_occurrence',
  description: 'Leaves one date of a task that recurs out; restore_occurrence puts it back.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject(oneDate),
  output: ruleJson,
  within: async (ctx, { rule_id: ruleId, date: day }) =>
    presentRule(await skipOccurrence(ctx, { ruleId, date: day })),
});

export const restoreOccurrenceTool = defineTransactionTool({
  name: 'restore_occurrence',
  description: 'Puts a date of a task that recurs back that was left out.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ ...oneDate, force: ruleFields.force }),
  output: ruleJson,
  within: async (ctx, { rule_id: ruleId, date: day, force }) =>
    presentRule(await restoreOccurrence(ctx, { ruleId, date: day, force })),
});

export const startPauseTool = defineTransactionTool({
  name: 'start_pause',
  description:
    'Lets everything, one recurring task or one goal rest for some days, as in a vacation: nothing reminds, and nothing is missed.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  ownId: 'pause_id',
  input: z.strictObject({
    ...pauseFields,
    pause_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
  }),
  output: pauseJson,
  within: async (ctx, { pause_id: pauseId, ...fields }) =>
    presentPause(await startPause(ctx, { ...pauseInput(fields), pauseId })),
});

export const endPauseTool = defineTransactionTool({
  name: 'end_pause',
  description: 'Ends a pause now: what it took and what still lies ahead is to be done again.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ pause_id: id, force: ruleFields.force }),
  output: endedPauseJson,
  within: async (ctx, { pause_id: pauseId, force }) =>
    presentEndedPause(await endPause(ctx, { pauseId, force })),
});

export const listPausesTool = defineTransactionTool({
  name: 'list_pauses',
  description: 'Pauses, the newest first, a page at a time; those that are over included.',
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: page,
  output: z.strictObject({ pauses: z.array(pauseJson), next_cursor: nextCursor }),
  within: async (ctx, { limit, cursor }) => {
    const { pauses, nextCursor: next } = await listPauses(ctx, { limit, after: cursor ?? null });
    return { pauses: pauses.map(presentPause), next_cursor: next };
  },
});

export const ruleTools = [
  createRuleTool,
  listRulesTool,
  editRuleTool,
  endRuleTool,
  skipOccurrenceTool,
  restoreOccurrenceTool,
  startPauseTool,
  endPauseTool,
  listPausesTool,
];

// What a model may do about tasks that recur.
import { z } from '@hono/zod-openapi';
import { id } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { createRule } from './create-rule.ts';
import { presentRule, ruleFields, ruleInput, ruleJson } from './rule-json.ts';

/** Of a recurring task whose length nobody named. */
const DEFAULT_MINUTES = 30;

export const createRuleTool = defineTransactionTool({
  name: 'create_recurring_task',
  description:
    'Puts a task into the calendar that recurs by a rule, such as every Monday at 8, and reminds the person each time. For a goal that takes weeks, open a goal instead.',
  scope: 'tasks:write',
  destructive: false,
  input: z.strictObject({
    ...ruleFields,
    rule_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
    duration_minutes: ruleFields.duration_minutes.default(DEFAULT_MINUTES),
  }),
  output: ruleJson,
  within: async (ctx, { rule_id: ruleId, ...fields }) =>
    presentRule(await createRule(ctx, { ...ruleInput(fields), ruleId })),
});

export const ruleTools = [createRuleTool];

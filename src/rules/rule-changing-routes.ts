// The REST door of second thoughts about a rule: changed, ended, one date left out or put back.
import { z } from '@hono/zod-openapi';
import { writeOnce } from '../http/once.ts';
import { endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, id } from '../http/schemas.ts';
import { editRule } from './edit-rule.ts';
import { endRule } from './end-rule.ts';
import { date, ruleChange, ruleJson } from './rule-json.ts';
import { matchRule, show, type RulePorts } from './rule-routes.ts';
import { restoreOccurrence, skipOccurrence } from './skip-occurrence.ts';

const CHANGING = ['RULE_OF_PLAN', 'RULE_ENDED'] as const;

export const edit = endpoint(
  {
    access: 'tasks:write',
    limit: 'crud',
    tagged: true,
    problems: ['RULE_INVALID', 'TIME_TAKEN', ...CHANGING],
  },
  {
    method: 'patch',
    path: '/task-rules/{id}',
    operationId: 'editTaskRule',
    summary: 'Change a rule from now on, or from a date on; what is not named stays',
    description: 'Tasks that were done, missed, moved or worded by hand stay as they are.',
    request: { params: byId, body: jsonBody(ruleChange) },
    responses: { 200: representation('The rule that holds from now on, or from that date on.', ruleJson) },
  },
  (ports: RulePorts) => (c) => {
    const { id: ruleId } = c.req.valid('param');
    const { start_date: startDate, duration_minutes: durationMinutes, ...rest } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchRule(c, ctx, ruleId);
      return show(await editRule(ctx, { ...rest, ruleId, startDate, durationMinutes }));
    });
  },
);

export const end = endpoint(
  { access: 'tasks:write', limit: 'crud', tagged: true, problems: ['RULE_OF_PLAN'] },
  {
    method: 'delete',
    path: '/task-rules/{id}',
    operationId: 'endTaskRule',
    summary: 'End a rule, now or from a date on: what is open of it is cancelled',
    request: {
      params: byId,
      query: z.strictObject({
        from: date.optional().describe('This date of the rule and the following ones.'),
      }),
    },
    responses: { 200: representation('What was done or missed stays.', ruleJson) },
  },
  (ports: RulePorts) => (c) => {
    const { id: ruleId } = c.req.valid('param');
    const { from } = c.req.valid('query');
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchRule(c, ctx, ruleId);
      return show(await endRule(ctx, { ruleId, from }));
    });
  },
);

const oneDate = z.object({ id, date });

export const skip = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['TASK_SETTLED', 'RULE_INVALID', ...CHANGING] },
  {
    method: 'put',
    path: '/task-rules/{id}/skips/{date}',
    operationId: 'skipOccurrence',
    summary: 'Leave one date of a rule out',
    request: { params: oneDate },
    responses: { 200: representation('The rule without that date.', ruleJson) },
  },
  (ports: RulePorts) => (c) => {
    const { id: ruleId, date: day } = c.req.valid('param');
    return writeOnce(c, ports, 200, async (ctx) => show(await skipOccurrence(ctx, { ruleId, date: day })));
  },
);

export const restore = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['TIME_TAKEN', ...CHANGING] },
  {
    method: 'delete',
    path: '/task-rules/{id}/skips/{date}',
    operationId: 'restoreOccurrence',
    summary: 'Put a date back that was left out',
    request: {
      params: oneDate,
      query: z.strictObject({
        force: z
          .enum(['true', 'false'])
          .default('false')
          .describe('Even where another task stands at its time by now.'),
      }),
    },
    responses: { 200: representation('The rule with that date.', ruleJson) },
  },
  (ports: RulePorts) => (c) => {
    const { id: ruleId, date: day } = c.req.valid('param');
    const { force } = c.req.valid('query');
    return writeOnce(c, ports, 200, async (ctx) =>
      show(await restoreOccurrence(ctx, { ruleId, date: day, force: force === 'true' })),
    );
  },
);

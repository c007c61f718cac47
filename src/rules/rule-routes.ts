// The REST door of rules as things: made, listed, read.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { addDays, daysBetween, localDayOf } from '../kernel/time.ts';
import { createRule } from './create-rule.ts';
import { findRule } from './find-rule.ts';
import { HORIZON_DAYS } from './horizon.ts';
import { listRules, readRule } from './read-rule.ts';
import {
  date,
  occurrenceJson,
  presentOccurrence,
  presentRule,
  ruleFields,
  ruleInput,
  ruleJson,
} from './rule-json.ts';
import { viewRule, type RuleView } from './rule-view.ts';

export type RulePorts = OncePorts;

/** Of occurrences that are shown at once. */
const LONGEST_RANGE_DAYS = 366;

export const create = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['RULE_INVALID', 'TIME_TAKEN', 'RULES_TOO_MANY'] },
  {
    method: 'post',
    path: '/task-rules',
    operationId: 'createTaskRule',
    summary: 'Make a task that recurs',
    description:
      'Its occurrences of the coming sixty days are tasks at once; the others follow as time goes on.',
    request: { body: jsonBody(z.strictObject(ruleFields)) },
    responses: { 201: created('Made.', ruleJson) },
  },
  (ports: RulePorts) => (c) => {
    const input = ruleInput(c.req.valid('json'));
    return writeOnce(c, ports, 201, async (ctx) => {
      const view = await createRule(ctx, input);
      return { ...show(view), location: `/v1/task-rules/${view.rule.id}` };
    });
  },
);

export const list = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/task-rules',
    operationId: 'listTaskRules',
    summary: 'Rules in the order in which they were made, those of plans included',
    request: {
      query: page.extend({
        ended: z.enum(['true', 'false']).default('false').describe('Those that have ended instead.'),
      }),
    },
    responses: {
      200: answer('One page.', z.strictObject({ rules: z.array(ruleJson), next_cursor: nextCursor })),
    },
  },
  (ports: RulePorts) => async (c) => {
    const { ended, limit, cursor } = c.req.valid('query');
    const filter = { isEnded: ended === 'true', limit, after: cursor ?? null };
    const { rules, nextCursor: next } = await asPerson(ports, c.var.person, (ctx) => listRules(ctx, filter));
    return c.json({ rules: rules.map(presentRule), next_cursor: next }, 200);
  },
);

export const read = endpoint(
  { access: 'tasks:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/task-rules/{id}',
    operationId: 'readTaskRule',
    summary: 'One rule',
    request: { params: byId },
    responses: { 200: representation('The rule.', ruleJson) },
  },
  (ports: RulePorts) => async (c) => {
    const { id } = c.req.valid('param');
    const rule = await asPerson(ports, c.var.person, (ctx) => findRule(ctx, id));
    return answerTagged(c, presentRule(viewRule(rule)));
  },
);

export const occurrences = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/task-rules/{id}/occurrences',
    operationId: 'listOccurrences',
    summary: 'What a rule has become and will become: its occurrences in a range of dates',
    request: {
      params: byId,
      query: z.strictObject({
        from: date.optional().describe('Today, unless told.'),
        to: date.optional().describe('Included; sixty days later, unless told. At most a year.'),
      }),
    },
    responses: {
      200: answer('In order of time.', z.strictObject({ occurrences: z.array(occurrenceJson) })),
    },
  },
  (ports: RulePorts) => async (c) => {
    const { id: ruleId } = c.req.valid('param');
    const query = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, async (ctx) => {
      const { zone } = await findRule(ctx, ruleId);
      return readRule(ctx, { ruleId, ...rangeOf(query, localDayOf(new Date(), zone)) });
    });
    return c.json({ occurrences: found.occurrences.map(presentOccurrence(found.rule.zone)) }, 200);
  },
);

function rangeOf(query: { from?: string | undefined; to?: string | undefined }, today: string) {
  const from = query.from ?? today;
  const to = query.to ?? addDays(from, HORIZON_DAYS);
  const days = daysBetween(from, to);
  if (days >= 0 && days <= LONGEST_RANGE_DAYS) return { from, to };
  const message = `must lie on “from” or up to ${LONGEST_RANGE_DAYS} days after it`;
  throw new FluxError('VALIDATION_FAILED', { fields: { errors: [{ path: 'to', message }] } });
}

export const show = (view: RuleView) => tagged(presentRule(view));

/** Holds a write to the rule that its client has seen. */
export const matchRule = (c: Context<Env>, ctx: Ctx, ruleId: string): Promise<void> =>
  requireMatch(c, async () => [presentRule(viewRule(await findRule(ctx, ruleId, 'lock')))]);

// The REST door of budgets: what a month may cost, as people set it for themselves and owners and admins for their
// organisation.
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeOnce } from '../http/once.ts';
import { endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { inPath, personIn } from '../orgs/org-routes.ts';
import type { Allowance } from './allowance.ts';
import { limitsInput, limitsJson, presentLimits, readLimits } from './budget-json.ts';
import { lockBudget, readBudget, setBudget, type Whose } from './budgets.ts';
import type { UsagePorts } from './usage-routes.ts';

const AS_SET = representation(
  'As it was set; what the deployment allows beside it stands in the summary.',
  limitsJson,
);
const body = jsonBody(limitsInput);

export const readOwn = endpoint(
  { access: 'account:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/usage/budget',
    operationId: 'readOwnBudget',
    summary: 'The limits that you have set for yourself in this organisation',
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) => show(c, ports, c.var.person, { of: 'person' }),
);

export const setOwn = endpoint(
  { access: 'account:write', limit: 'crud', tagged: true },
  {
    method: 'put',
    path: '/usage/budget',
    operationId: 'setOwnBudget',
    summary: 'Set limits for yourself, within those of your organisation',
    request: { body },
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) =>
    write(c, ports, (ctx) => set(c, ctx, ports, { of: 'person' }, readLimits(c.req.valid('json')))),
);

export const readOfGoal = endpoint(
  { access: 'account:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/goals/{id}/budget',
    operationId: 'readGoalBudget',
    summary: 'The limits that you have set for a goal',
    request: { params: byId },
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) => show(c, ports, c.var.person, { of: 'goal', goalId: c.req.valid('param').id }),
);

export const setOfGoal = endpoint(
  { access: 'account:write', limit: 'crud', tagged: true },
  {
    method: 'put',
    path: '/goals/{id}/budget',
    operationId: 'setGoalBudget',
    summary: 'Set limits for a goal, within your own',
    request: { params: byId, body },
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) => {
    const whose = { of: 'goal' as const, goalId: c.req.valid('param').id };
    return write(c, ports, (ctx) => set(c, ctx, ports, whose, readLimits(c.req.valid('json'))));
  },
);

export const readOfOrganisation = endpoint(
  { access: 'org:read', limit: 'crud', tagged: true, problems: ['ROLE_TOO_LOW'] },
  {
    method: 'get',
    path: '/orgs/{id}/budget',
    operationId: 'readOrganisationBudget',
    summary: 'The limits that an organisation has set (owners and admins)',
    request: { params: byId },
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) => show(c, ports, personIn(c, c.req.valid('param').id), { of: 'organisation' }),
);

export const setOfOrganisation = endpoint(
  { access: 'org:write', limit: 'crud', tagged: true, problems: ['ROLE_TOO_LOW'] },
  {
    method: 'put',
    path: '/orgs/{id}/budget',
    operationId: 'setOrganisationBudget',
    summary: 'Set limits for an organisation, within what the deployment allows (owners and admins)',
    request: { params: byId, body },
    responses: { 200: AS_SET },
  },
  (ports: UsagePorts) => (c) =>
    write(c, ports, (ctx) =>
      inPath(c, ctx, (there) =>
        set(c, there, ports, { of: 'organisation' }, readLimits(c.req.valid('json'))),
      ),
    ),
);

const show = async (c: Context<Env>, ports: UsagePorts, actor: Actor, whose: Whose) =>
  answerTagged(c, presentLimits(await asPerson(ports, actor, (ctx) => readBudget(ctx, whose))));

const write = (c: Context<Env>, ports: UsagePorts, work: (ctx: Ctx) => Promise<Allowance>) =>
  writeOnce(c, ports, 200, async (ctx) => tagged(presentLimits(await work(ctx))));

/** Where the client names what it has seen, it is held to it. */
async function set(
  c: Context<Env>,
  ctx: Ctx,
  { allowances }: UsagePorts,
  whose: Whose,
  limits: Allowance,
): Promise<Allowance> {
  await requireMatch(c, async () => [presentLimits(await lockBudget(ctx, whose))]);
  return setBudget(ctx, whose, limits, allowances);
}

// The REST door of organisations as things: where one belongs, and what each of them is called.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { createOrg } from './create-org.ts';
import { inOrg } from './in-org.sql.ts';
import { listOrgs } from './list-orgs.ts';
import { orgJson, orgName, presentOrg } from './org-json.ts';
import { readOrg } from './read-org.sql.ts';
import { renameOrg } from './rename-org.ts';

export const list = endpoint(
  { access: 'org:read', limit: 'crud' },
  {
    method: 'get',
    path: '/orgs',
    operationId: 'listOrganisations',
    summary: 'The organisations that you belong to',
    request: { query: page },
    responses: {
      200: answer('Oldest first.', z.strictObject({ orgs: z.array(orgJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { orgs, nextCursor } = await asPerson(ports, c.var.person, async (ctx) =>
      isOfOneOrg(c)
        ? { orgs: [await readOrg(ctx)], nextCursor: null }
        : listOrgs(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ orgs: orgs.map(presentOrg), next_cursor: nextCursor }, 200);
  },
);

export const create = endpoint(
  { access: 'session', limit: 'crud', problems: ['ORGS_TOO_MANY'] },
  {
    method: 'post',
    path: '/orgs',
    operationId: 'createOrganisation',
    summary: 'Make a team, and be its owner',
    request: { body: jsonBody(z.strictObject({ name: orgName })) },
    responses: { 201: answer('Made.', orgJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const org = await createOrg(ctx, c.req.valid('json'));
      return { body: presentOrg(org), location: `/v1/orgs/${org.id}` };
    }),
);

export const read = endpoint(
  { access: 'org:read', limit: 'crud' },
  {
    method: 'get',
    path: '/orgs/{id}',
    operationId: 'readOrganisation',
    summary: 'One organisation, and your role in it',
    request: { params: byId },
    responses: { 200: answer('The organisation.', orgJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(presentOrg(await asPerson(ports, personIn(c, c.req.valid('param').id), readOrg)), 200),
);

export const rename = endpoint(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'patch',
    path: '/orgs/{id}',
    operationId: 'renameOrganisation',
    summary: 'Give it another name (owners and admins)',
    request: { params: byId, body: jsonBody(z.strictObject({ name: orgName })) },
    responses: { 200: answer('As it is now.', orgJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: presentOrg(await inPath(c, ctx, (there) => renameOrg(there, c.req.valid('json')))),
    })),
);

/** An API key speaks for one organisation, a person for each that they belong to. */
const isOfOneOrg = (c: Context<Env>): boolean => c.var.principal.via === 'api_key';

/** Who acts, in the organisation that the path names. Throws NOT_FOUND for another one than an API key's own. */
export function personIn(c: Context<Env>, orgId: string): Actor {
  if (isOfOneOrg(c) && orgId !== c.var.principal.orgId) throw new FluxError('NOT_FOUND');
  return { ...c.var.person, orgId };
}

/** `work` in that organisation, in the transaction of the write. */
export const inPath = <T>(c: Context<Env>, ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inOrg(ctx, personIn(c, c.req.param('id') ?? '').orgId, work);

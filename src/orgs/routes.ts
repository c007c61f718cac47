// The REST door of organisations, their members and invitations. The organisation is the one in the path.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { accept, invitations, invite, revoke, type InvitationPorts } from './invitation-routes.ts';
import { giveRole, members, remove } from './member-routes.ts';
import { create, list, read, rename } from './org-routes.ts';

export const orgRoutes = (ports: InvitationPorts): OpenAPIHono<Env> =>
  room(ports, list, create, read, rename, members, giveRole, remove, invitations, invite, revoke, accept);

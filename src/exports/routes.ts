// The door of exports: ask for one, see how far it is, fetch it by a link, take it back.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { proveAgain, requireFreshToken } from '../account/prove-again.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Env } from '../http/env.ts';
import { limitRequest } from '../http/limit-requests.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { askExport } from './ask-export.ts';
import { deleteExport } from './delete-export.ts';
import { exportJson, linkJson, presentExport, proof } from './export-json.ts';
import { listExports, readExport } from './find-export.ts';
import { openLink } from './open-link.ts';
import { sayingWhichRuns } from './saying-which-runs.ts';
import { takeLink, type OpenedFile } from './take-link.ts';

export interface ExportPorts extends OncePorts {
  limiter: Limiter;
  trustedProxyHops: number;
  publicUrl: string;
}

const PROOF = {
  required: false,
  content: { 'application/json': { schema: proof } },
};
const UNPROVEN = ['REAUTHENTICATION_NEEDED', 'BAD_CREDENTIALS'] as const;

const ask = endpoint(
  { access: 'session', limit: 'export', problems: [...UNPROVEN, 'EXPORT_RUNNING'] },
  {
    method: 'post',
    path: '/me/exports',
    operationId: 'askExport',
    summary: 'Have everything that is kept of you written into one file',
    description:
      'Of all your organisations, as of one moment. One at a time: EXPORT_RUNNING names the other one by `export_id`, and by `org_id` where it was asked for and can be deleted. The file is there for seven days.',
    request: { body: PROOF },
    responses: { 202: answer('It is being written: look how far it is.', exportJson) },
  },
  (ports: ExportPorts) => (c) =>
    writeInSteps(
      c,
      ports,
      async (_ctx, { effectId }) => effectId,
      async (exportId) => {
        await proveAgain(ports, c.var.principal, c.req.valid('json').password);
        requireFreshToken(c.var.principal, { isFinal: false });
        const asked = await sayingWhichRuns(ports.orm, c.var.person.userId, () =>
          asPerson(ports, c.var.person, (ctx) => askExport(ctx, exportId)),
        );
        return { status: 202 as const, body: presentExport(asked), isFinal: true };
      },
    ),
);

const list = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/me/exports',
    operationId: 'listExports',
    summary: 'The exports of this organisation, the latest first',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ exports: z.array(exportJson), next_cursor: nextCursor })),
    },
  },
  (ports: ExportPorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, (ctx) =>
      listExports(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ exports: found.exports.map(presentExport), next_cursor: found.nextCursor }, 200);
  },
);

const read = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/me/exports/{id}',
    operationId: 'readExport',
    summary: 'How far an export is',
    request: { params: byId },
    responses: { 200: answer('As it is now.', exportJson) },
  },
  (ports: ExportPorts) => async (c) => {
    const one = await asPerson(ports, c.var.person, (ctx) => readExport(ctx, c.req.valid('param').id));
    return c.json(presentExport(one), 200);
  },
);

const remove = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'delete',
    path: '/me/exports/{id}',
    operationId: 'deleteExport',
    summary: 'Stop an export, or delete its file',
    request: { params: byId },
    responses: { 204: { description: 'Its file is gone, and its link opens nothing.' } },
  },
  (ports: ExportPorts) => (c) =>
    writeOnce(c, ports, 204, async (ctx) => {
      await deleteExport(ctx, c.req.valid('param').id);
      return { body: null };
    }),
);

const link = endpoint(
  { access: 'session', limit: 'crud', problems: [...UNPROVEN, 'EXPORT_NOT_THERE'] },
  {
    method: 'post',
    path: '/me/exports/{id}/link',
    operationId: 'openExportLink',
    summary: 'Make the link by which its file can be fetched once, within a quarter of an hour',
    description:
      'It ends with the session that asked for it. Made again, the one before opens nothing any more.',
    request: { params: byId, body: PROOF },
    responses: { 201: answer('The link, this once.', linkJson) },
  },
  (ports: ExportPorts) => (c) =>
    writeInSteps(
      c,
      ports,
      // Who asks for what is not theirs is told so, and tries no password there.
      async (ctx) => void (await readExport(ctx, c.req.valid('param').id)),
      async () => {
        await proveAgain(ports, c.var.principal, c.req.valid('json').password);
        requireFreshToken(c.var.principal, { isFinal: false });
        const { sessionId } = c.var.principal;
        const opened = await asPerson(ports, c.var.person, (ctx) =>
          openLink(ctx, { id: c.req.valid('param').id, sessionId }),
        );
        const url = `${ports.publicUrl}/v1/exports/download?token=${opened.token}`;
        return { status: 201 as const, body: { url, expires_at: opened.expiresAt.toISOString() } };
      },
    ),
);

const download = endpoint(
  { access: 'public', limit: null, problems: ['EXPORT_LINK_GONE', 'RATE_LIMITED'] },
  {
    method: 'get',
    path: '/exports/download',
    operationId: 'downloadExport',
    summary: 'Fetch the file of an export, once',
    description:
      'The link is used up by this request, however it ends. A link that opens nothing counts for the limit `unknown` of the network. HEAD, and a browser that fetches ahead (503), use up nothing and are told nothing of the link.',
    request: { query: z.strictObject({ token: z.string().max(200) }) },
    responses: {
      200: {
        description: 'A zip: README.txt in it says what stands where.',
        content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
      },
    },
  },
  (ports: ExportPorts) => async (c) => {
    if (c.req.method === 'HEAD') return c.body(null, 200, ZIP);
    if (isAhead(c.req.raw.headers)) throw new FluxError('UNAVAILABLE', { detail: 'fetched ahead' });
    const file = await takeLink(ports.orm, c.req.valid('query').token);
    if (file) return send(file);
    await limitRequest(c, ports.limiter, 'unknown', clientAddress(c, ports.trustedProxyHops));
    throw new FluxError('EXPORT_LINK_GONE');
  },
);

/** Whether nobody has asked for it yet: a browser or a preview looks ahead, and keeps no answer that is an error. */
const isAhead = (headers: Headers): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(headers.get(name) ?? ''),
  );

const ZIP = {
  'Content-Type': 'application/zip',
  'Content-Disposition': 'attachment; filename="flux-export.zip"',
  'Cache-Control': 'no-store',
};

const send = ({ bytes, parts }: OpenedFile): Response =>
  new Response(ReadableStream.from(parts), { headers: { ...ZIP, 'Content-Length': String(bytes) } });

export const exportRoutes = (ports: ExportPorts): OpenAPIHono<Env> =>
  room(ports, ask, list, read, remove, link, download);

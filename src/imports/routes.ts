// The door of imports: bring a file, read what would come of it, have it made.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { applyImport } from './apply-import.ts';
import { bringFile, listImports, readImport } from './bring-file.ts';
import { importJson, presentImport } from './import-json.ts';
import { SOURCE_OF_TYPE } from './sources.ts';

const binary = { schema: z.string().openapi({ format: 'binary' }) };
const text = { schema: z.string() };

const bring = endpoint(
  {
    access: 'session',
    limit: 'import',
    problems: ['IMPORT_UNREADABLE', 'IMPORT_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
  },
  {
    method: 'post',
    path: '/me/imports',
    operationId: 'bringImport',
    summary: 'Bring a file, and be told what would come of it',
    description:
      'An export of ours (application/zip, up to 16 MB), a calendar (text/calendar, up to 2 MB) or a project of Todoist (text/csv, up to 2 MB), as the body itself. Nothing is made of it yet.',
    request: {
      query: z.strictObject({
        all_day_at: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .optional()
          .describe(
            'When what has a day and no time is to be done, on your clock. Without it such things are refused.',
          )
          .openapi({ example: '09:00' }),
      }),
      body: {
        required: true,
        content: { 'application/zip': binary, 'text/calendar': text, 'text/csv': text },
      },
    },
    responses: { 201: answer('What would come of it.', importJson) },
  },
  (ports: OncePorts) => (c) =>
    writeInSteps(
      c,
      ports,
      async (_ctx, { effectId }) => effectId,
      async (id) => {
        const [type = ''] = (c.req.header('Content-Type') ?? '').split(';');
        const source = SOURCE_OF_TYPE.get(type.trim().toLowerCase());
        if (!source) throw new FluxError('IMPORT_UNREADABLE', { fields: { reason: 'other_type' } });
        const bytes = new Uint8Array(await c.req.arrayBuffer());
        const allDayAt = c.req.valid('query').all_day_at ?? null;
        const brought = await bringFile(ports, c.var.person, { id, source, bytes, allDayAt });
        return { status: 201 as const, body: presentImport(brought) };
      },
    ),
);

const list = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/me/imports',
    operationId: 'listImports',
    summary: 'What was brought lately, the latest first',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ imports: z.array(importJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, (ctx) =>
      listImports(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ imports: found.imports.map(presentImport), next_cursor: found.nextCursor }, 200);
  },
);

const read = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/me/imports/{id}',
    operationId: 'readImport',
    summary: 'What would come of a file, or what came of it',
    request: { params: byId },
    responses: { 200: answer('As it is now.', importJson) },
  },
  (ports: OncePorts) => async (c) => {
    const one = await asPerson(ports, c.var.person, (ctx) => readImport(ctx, c.req.valid('param').id));
    return c.json(presentImport(one), 200);
  },
);

const apply = endpoint(
  { access: 'session', limit: 'import', problems: ['RULES_TOO_MANY'] },
  {
    method: 'post',
    path: '/me/imports/{id}/apply',
    operationId: 'applyImport',
    summary: 'Make of the file what was said, once',
    description:
      'All of it or nothing. Asked again it says what came of it; another import of the same file makes nothing twice.',
    request: { params: byId },
    responses: { 200: answer('What came of it.', importJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: presentImport(await applyImport(ctx, c.req.valid('param').id)),
    })),
);

export const importRoutes = (ports: OncePorts): OpenAPIHono<Env> => room(ports, bring, list, read, apply);

// The REST door of the crisis guard: whether it holds a person, and the end of it at their own word.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { sayingHow } from '../consent/say-how.sql.ts';
import { WORDINGS } from '../consent/wordings.ts';
import type { Env } from '../http/env.ts';
import { readProfile } from '../account/read-profile.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { helpLinesFor } from './help-lines.ts';
import { isHeld, liftHold, readHold } from './keep-hold.ts';
import { sayHelp } from './say-help.ts';

const read = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/safety-hold',
    operationId: 'readSafetyHold',
    summary: 'Whether reminders and coaching rest after a crisis',
    responses: {
      200: answer(
        'In all organisations of the person.',
        z.strictObject({
          is_held: z.boolean(),
          help: z
            .string()
            .nullable()
            .describe('What to show them while it holds: where help is, in their language.'),
        }),
      ),
    },
  },
  (ports: OncePorts) => async (c) => {
    const body = await asPerson(ports, c.var.person, async (ctx) => {
      const hold = await readHold(ctx);
      if (!isHeld(hold)) return { is_held: false, help: null };
      const { phone = null, zone, language } = await readProfile(ctx);
      const help = helpLinesFor({ phone, zone });
      return { is_held: true, help: sayHelp('alarm', language ?? hold.language, help) };
    });
    return c.json(body, 200);
  },
);

const lift = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/safety-hold',
    operationId: 'liftSafetyHold',
    summary: WORDINGS['safety-lift/1'],
    responses: { 204: { description: 'Nothing rests any more.' } },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 204, async (ctx) => {
      await sayingHow(ctx, { wording: 'safety-lift/1' }, () => liftHold(ctx));
      return { body: null };
    }),
);

export const safetyRoutes = (ports: OncePorts): OpenAPIHono<Env> => room<OncePorts>(ports, read, lift);

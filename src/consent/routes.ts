// The REST door of the ledger: what I have consented to, and taken back.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { instant, nextCursor, page } from '../http/schemas.ts';
import { asPerson, type Store } from '../kernel/context.ts';
import { CONSENT_CHANNELS, CONSENT_KINDS } from './kinds.ts';
import { listConsents, type ConsentLine } from './list-consents.ts';
import { wordingOf } from './wordings.ts';

export const wordingJson = z
  .strictObject({ id: z.string(), text: z.string().nullable() })
  .nullable()
  .describe("The text that was shown, with its version; null for the person's own words.");

export const consentJson = z
  .strictObject({
    line: z.int().describe('Counts from 1, without a gap: no line is ever changed or taken away.'),
    channel: z
      .enum(CONSENT_CHANNELS)
      .describe(
        'push, whatsapp, call: ways of reminders. number: whose it is. code: to prove that. night: quiet hours. all: whatever is sent.',
      ),
    kind: z
      .enum(CONSENT_KINDS)
      .describe('held and lifted: by the crisis guard. lost: taken back, or proven by somebody else.'),
    number: z
      .string()
      .nullable()
      .describe('A keyed hash, the same for the same number; null where it is about none.'),
    way: z
      .string()
      .describe(
        'rest, chat, whatsapp, call, push, system; provider: it refused for good; operator; other: somebody else proved the number; before: so it stood when the ledger began.',
      ),
    wording: wordingJson,
    created_at: instant,
  })
  .openapi('Consent');

const presentConsent = (consent: ConsentLine): z.infer<typeof consentJson> => ({
  line: consent.line,
  channel: consent.channel,
  kind: consent.kind,
  number: consent.numberHash,
  way: consent.way,
  wording: wordingOf(consent.wording),
  created_at: consent.createdAt.toISOString(),
});

const list = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/me/consents',
    operationId: 'listConsents',
    summary: 'What I have consented to, and taken back, in all organisations',
    request: { query: page },
    responses: {
      200: answer(
        'Newest first.',
        z.strictObject({ consents: z.array(consentJson), next_cursor: nextCursor }),
      ),
    },
  },
  (ports: Store) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows, nextCursor: next } = await asPerson(ports, c.var.person, (ctx) =>
      listConsents(ctx, { limit, ...(cursor !== undefined && { cursor }) }),
    );
    return c.json({ consents: rows.map(presentConsent), next_cursor: next }, 200);
  },
);

export const consentRoutes = (ports: Store): OpenAPIHono<Env> => room(ports, list);

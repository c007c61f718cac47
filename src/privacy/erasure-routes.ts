// The door by which somebody has their account erased: they ask for it, look at it, and may take it back.
import { z } from '@hono/zod-openapi';
import { findErasure, type OpenErasure } from '../account/find-erasure.ts';
import { proveAgain, requireFreshToken } from '../account/prove-again.ts';
import { hashOf } from '../account/token-keys.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { newId } from '../kernel/ids.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { erasureJson, erasureRequest, presentErasure, presentReceipt, receiptJson } from './erasure-json.ts';
import type { Erasures } from './erasures.ts';
import { receiptTokenOf, receiptTokens } from './keyed-hashes.ts';
import { readReceipt } from './read-receipt.ts';
import { requestErasure, waiveCoolingOff } from './request-erasure.ts';
import { takeBackErasure } from './take-back-erasure.ts';

export interface PrivacyPorts extends OncePorts {
  limiter: Limiter;
  erasures: Erasures;
  publicUrl: string;
}

export const request = endpoint(
  {
    access: 'session',
    limit: 'crud',
    endsStanding: true,
    whileErasing: true,
    problems: ['REAUTHENTICATION_NEEDED', 'BAD_CREDENTIALS', 'LAST_OWNER'],
  },
  {
    method: 'post',
    path: '/me/erasure',
    operationId: 'requestErasure',
    summary: 'Have the account erased, in seven days or at once; until it begins it can be taken back',
    request: { body: jsonBody(erasureRequest) },
    responses: { 202: answer('From now on the account can do nothing else.', erasureJson) },
  },
  (ports: PrivacyPorts) => async (c) => {
    const { password, waive } = c.req.valid('json');
    const { principal } = c.var;
    await proveAgain(ports, principal, password, { isFinal: waive });
    requireFreshToken(principal, { isFinal: waive });
    const known = await findErasure(ports.orm, principal.userId);
    if (known) return c.json(await again(ports, known, { userId: principal.userId, isWaived: waive }), 202);
    const asking = writeOnce(c, ports, 202, async (ctx) => {
      const id = newId();
      const [token] = receiptTokens(secretsOf(ports), id);
      const wanted = { id, isWaived: waive, receiptHash: hashOf(token!) };
      const beginsAt = await requestErasure(ctx, wanted);
      const asked = { id, state: 'waiting' as const, requestedAt: new Date(), beginsAt };
      return { body: presentErasure(asked, receiptUrl(ports, token)) };
    });
    return asking.catch(async (error: unknown) => {
      // Two at once: the other one was faster, and theirs is the same wish.
      const other = await findErasure(ports.orm, principal.userId);
      if (!other) throw error;
      return c.json(await again(ports, other, { userId: principal.userId, isWaived: waive }), 202);
    });
  },
);

export const read = endpoint(
  { access: 'session', limit: 'crud', whileErasing: true },
  {
    method: 'get',
    path: '/me/erasure',
    operationId: 'readErasure',
    summary: 'Whether the account waits to be erased, and until when that can be taken back',
    responses: {
      200: answer('Null: nobody asked for it.', z.strictObject({ erasure: erasureJson.nullable() })),
    },
  },
  (ports: PrivacyPorts) => async (c) => {
    const known = await findErasure(ports.orm, c.var.principal.userId);
    return c.json({ erasure: known && present(ports, known) }, 200);
  },
);

export const takeBack = endpoint(
  { access: 'session', limit: 'crud', whileErasing: true, problems: ['ERASURE_BEGUN'] },
  {
    method: 'delete',
    path: '/me/erasure',
    operationId: 'takeBackErasure',
    summary: 'Take the erasure back before it begins: everything is as it was',
    responses: { 204: { description: 'Nothing is to be erased.' } },
  },
  (ports: PrivacyPorts) => async (c) => {
    const open = await findErasure(ports.orm, c.var.principal.userId);
    return writeOnce(c, ports, 204, async (ctx) => {
      if (open) await takeBackErasure(ctx);
      return { body: null };
    });
  },
);

export const receipt = endpoint(
  { access: 'public', limit: 'unknown' },
  {
    method: 'get',
    path: '/erasure-receipts/{token}',
    operationId: 'readErasureReceipt',
    summary: 'What was erased, for thirty days, for whoever has the link',
    request: { params: z.object({ token: z.string().regex(/^[\w-]{43}$/) }) },
    responses: { 200: answer('Without anything of anybody.', receiptJson) },
  },
  (ports: PrivacyPorts) => async (c) =>
    c.json(presentReceipt(await readReceipt(ports.orm, hashOf(c.req.valid('param').token))), 200),
);

/** Somebody who waits already asks once more: it stays as it is, or need not wait any longer. */
async function again(
  ports: PrivacyPorts,
  known: OpenErasure,
  { userId, isWaived }: { userId: string; isWaived: boolean },
) {
  if (!isWaived || known.state === 'erasing') return present(ports, known);
  const waived = await waiveCoolingOff(ports.orm, userId);
  // Where nobody hears of it now, the reconciler says so within a minute.
  await ports.erasures.wake(known.id).catch(() => undefined);
  return present(ports, waived ?? known);
}

const present = (ports: PrivacyPorts, erasure: OpenErasure) =>
  presentErasure(erasure, receiptUrl(ports, receiptTokenOf(secretsOf(ports), erasure)));

const receiptUrl = ({ publicUrl }: PrivacyPorts, token: string | undefined): string | null =>
  token === undefined ? null : `${publicUrl}/v1/erasure-receipts/${token}`;

const secretsOf = ({ tokenSecret, tokenSecretOld }: OncePorts) => ({
  secret: tokenSecret,
  oldSecret: tokenSecretOld,
});

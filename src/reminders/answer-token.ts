// The token in a notification's buttons: it can answer one task of one person, for a day, and nothing else.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const answer = z.object({
  orgId: z.uuid(),
  userId: z.uuid(),
  taskId: z.uuid(),
  generation: z.number().int(),
  expiresAt: z.coerce.date(),
  /** The browser that it was sent to; an older version did not say. */
  subscriptionId: z.uuid().optional(),
});

export type AnswerToken = z.infer<typeof answer>;

/** "<base64url JSON>.<base64url HMAC-SHA256>". */
export function signAnswer(secret: string, token: AnswerToken): string {
  const payload = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${payload}.${sign(secret, payload)}`;
}

/** Null for a token that none of the secrets signed, was changed, or has expired. Never throws. */
export function readAnswer(secrets: readonly string[], text: string, now = new Date()): AnswerToken | null {
  const [payload, signature, ...rest] = text.split('.');
  if (!payload || !signature || rest.length > 0) return null;
  if (!secrets.some((secret) => isSame(sign(secret, payload), signature))) return null;
  const parsed = answer.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return parsed.success && parsed.data.expiresAt > now ? parsed.data : null;
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The purpose is part of the key's input: no other token of ours can stand in for an answer. */
function sign(secret: string, payload: string): string {
  return createHmac('sha256', `answer-button:${secret}`).update(payload).digest('base64url');
}

// Whether an answer goes out at all: two machines that answer each other would never end.
import { rateLimited } from '../kernel/metrics.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import type { Received } from './receive-message.ts';

/** What a message does does not depend on it, only whether we say so. `number`: whom we would answer. */
export async function isHeard(limiter: Limiter, kind: Received['kind'], number: string): Promise<boolean> {
  const group = GROUPS[kind];
  const { allowed } = await limiter.take(group, number);
  if (!allowed) rateLimited.inc({ group });
  return allowed;
}

const GROUPS = { stranger: 'stranger', understood: 'reply', hint: 'hint' } as const;

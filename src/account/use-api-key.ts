// Whose an API key is, and how far it goes; notes that it was used.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../kernel/batch.ts';
import type { Person } from '../kernel/context.ts';
import type { Notifications } from '../kernel/notifications.ts';
import type { Scope } from '../kernel/scopes.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { keepStanding } from './kept-standing.ts';
import { hashOf } from './token-keys.ts';

export interface UsedKey extends Person {
  scopes: Scope[];
  keyHash: string;
}

interface Row {
  user_id: string | null;
  org_id: string;
  scopes: Scope[];
  holds_ms: number;
}

/**
 * A function over one key; null for one that is nobody's any more. An answer that lets somebody in may be up to 75 ms
 * older than the question, and is asked for again when the next use is to be noted; keys that are asked for while a
 * statement runs share the next.
 */
export function createUseApiKey(
  orm: MikroORM,
  endings: Notifications,
): (key: string) => Promise<UsedKey | null> {
  const kept = keepStanding<UsedKey>(endings);
  const ask = batched(
    (hashes: string[]) => callAsLogin<Row & Record<string, unknown>>(orm, 'standing_of_keys', hashes),
    { max: 100 },
  );
  return async (key) => {
    const hash = hashOf(key);
    const known = kept.recall(hash);
    if (known) return known;
    const keep = kept.asking();
    const { user_id: userId, org_id: orgId, scopes, holds_ms: holdsMs } = await ask(hash);
    if (userId === null) return null;
    const answer = { userId, orgId, scopes, keyHash: hash };
    keep(hash, { userId, answer, holdsMs });
    return answer;
  };
}

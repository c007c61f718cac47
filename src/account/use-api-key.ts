// Whose an API key is, and how far it goes; notes that it was used.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../kernel/batch.ts';
import type { Person } from '../kernel/context.ts';
import type { Scope } from '../kernel/scopes.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { hashOf } from './token-keys.ts';

export interface UsedKey extends Person {
  scopes: Scope[];
  keyHash: string;
}

interface Row {
  user_id: string | null;
  org_id: string;
  scopes: Scope[];
}

/**
 * A function over one key; keys that are used while a statement runs share the next. Null for one that is nobody's any
 * more.
 */
export function createUseApiKey(orm: MikroORM): (key: string) => Promise<UsedKey | null> {
  const use = batched(
    async (hashes: string[]) => {
      const rows = await callAsLogin<Row & Record<string, unknown>>(orm, 'use_api_keys', hashes);
      return rows.map(({ user_id, org_id, scopes }, i) =>
        user_id === null ? null : { userId: user_id, orgId: org_id, scopes, keyHash: hashes[i]! },
      );
    },
    { max: 100 },
  );
  return (key) => use(hashOf(key));
}

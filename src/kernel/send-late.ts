// Sends what nobody reads the answer of (`begin`, the person's settings, a write that is only made) together with the
// next statement of its transaction, at the latest with the commit: a round trip less each time.
import type { PoolClient } from 'pg';

/** In a comment ahead of a statement: nobody reads its answer. */
export const UNREAD = 'unread';

const WAITS = new RegExp(`^(?:begin$|select set_config\\(|/\\* ${UNREAD} \\*/)`);
const NOTHING = { command: '', rowCount: 0, rows: [] };

/**
 * For a pool's new client. What waits and fails takes the statement along that it was sent with, and the rest of the
 * transaction is refused: without its role a login may read nothing, and nothing is committed. MikroORM writes values
 * into the text, so that several statements fit into one message.
 */
export function sendUnreadLate(client: PoolClient): void {
  const send = client.query.bind(client) as (sql: unknown, ...rest: unknown[]) => Promise<unknown>;
  let waiting = '';

  const query = (sql: unknown, ...rest: unknown[]): Promise<unknown> => {
    const isPlain = typeof sql === 'string' && (rest.length === 0 || (rest.length === 1 && isEmpty(rest[0])));
    if (isPlain && WAITS.test(sql)) {
      waiting += `${sql};`;
      return Promise.resolve(NOTHING);
    }
    const ahead = waiting;
    waiting = '';
    // What is taken back need not be sent; it could even fail, and the rollback with it.
    if (isPlain && sql.startsWith('rollback')) return isBegun(ahead) ? send(sql) : Promise.resolve(NOTHING);
    if (ahead === '') return send(sql, ...rest);
    if (isPlain) return send(ahead + sql).then(lastOf);
    // A cursor is no text; the client sends in order.
    send(ahead).catch(() => undefined);
    return send(sql, ...rest);
  };
  client.query = query as PoolClient['query'];
}

const isEmpty = (values: unknown): boolean => Array.isArray(values) && values.length === 0;
const isBegun = (ahead: string): boolean => !ahead.startsWith('begin;');
const lastOf = (results: unknown): unknown => (Array.isArray(results) ? results.at(-1) : results);

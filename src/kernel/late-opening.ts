// Sends what opens a transaction (`begin`, the person's settings) together with its first statement: two round trips
// less each time.
import type { PoolClient } from 'pg';

/** Their answers say nothing that anybody reads. */
const OPENING = /^(?:begin$|select set_config\()/;
const NOTHING = { command: '', rowCount: 0, rows: [] };

/**
 * For a pool's new client. An opening that fails takes its statement with it, and the rest of the transaction is
 * refused: without its role a login may read nothing. MikroORM writes values into the text, so that several
 * statements fit into one message.
 */
export function sendOpeningsLate(client: PoolClient): void {
  const send = client.query.bind(client) as (sql: unknown, ...rest: unknown[]) => Promise<unknown>;
  let opening = '';

  const query = (sql: unknown, ...rest: unknown[]): Promise<unknown> => {
    const isPlain = typeof sql === 'string' && (rest.length === 0 || (rest.length === 1 && isEmpty(rest[0])));
    if (isPlain && OPENING.test(sql)) {
      opening += `${sql};`;
      return Promise.resolve(NOTHING);
    }
    if (opening === '') return send(sql, ...rest);
    const first = opening;
    opening = '';
    if (isPlain) return send(first + sql).then(lastOf);
    // A cursor is no text; the client sends in order.
    send(first).catch(() => undefined);
    return send(sql, ...rest);
  };
  client.query = query as PoolClient['query'];
}

const isEmpty = (values: unknown): boolean => Array.isArray(values) && values.length === 0;
const lastOf = (results: unknown): unknown => (Array.isArray(results) ? results.at(-1) : results);

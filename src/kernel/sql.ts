// The short way to PostgreSQL for what runs with every request: prepared statements on the ORM's own pool, one round
// trip each.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Query, types, type Connection, type Pool, type QueryResult, type QueryResultRow } from 'pg';
import type { Actor, Ctx, Person, Store, Told } from './context.ts';
import { blamingDatabase } from './database-outage.ts';

export interface Statement {
  /** Unique for its text: each connection prepares it once. */
  name: string;
  text: string;
  values: unknown[];
}

/** What goes ahead of a statement; its values are text as they stand. */
export interface Ahead extends Statement {
  values: string[];
}

/** The pool behind the ORM. */
export async function poolOf(orm: MikroORM): Promise<Pool> {
  const known = POOLS.get(orm) ?? (await blamingDatabase(orm.em.getConnection().getNativeClient()));
  POOLS.set(orm, known);
  return known;
}

/** The ORM opens its pool with the first statement; then it stays the same. */
const POOLS = new WeakMap<MikroORM, Pool>();

/**
 * One statement as the login itself, which owns nothing: it can only call the functions that were granted to it.
 * `withinMs`: throws, and gives the connection up, where no answer comes in that time.
 */
export async function queryAsLogin<Row extends QueryResultRow>(
  orm: MikroORM,
  statement: Statement,
  withinMs?: number,
): Promise<Row[]> {
  // A copy: `pg` writes into what it is given. Its own types: the ORM's pool would give moments as text.
  const pool = await poolOf(orm);
  const asked = { ...statement, types, ...(withinMs !== undefined && { query_timeout: withinMs }) };
  return (await blamingDatabase(pool.query<Row>(asked))).rows;
}

/**
 * Calls a function of the database as the login: the narrow doors that must open before anybody is known. A function
 * that returns one value gives it under its own name.
 */
export function callAsLogin<Row extends QueryResultRow>(
  orm: MikroORM,
  name: string,
  ...values: unknown[]
): Promise<Row[]> {
  return queryAsLogin(orm, { name, text: `select * from ${name}(${places(values, '$')})`, values });
}

/** Calls a function of the database as the person of the transaction: for what row security would hide from them. */
export function callFunction<Row extends object>(
  { em }: Pick<Ctx, 'em'>,
  name: string,
  ...values: unknown[]
): Promise<Row[]> {
  return em.execute(`select * from ${name}(${places(values, '?')})`, values);
}

const places = (values: unknown[], sign: '$' | '?'): string =>
  values.map((_, index) => (sign === '$' ? `$${index + 1}` : '?')).join(', ');

/**
 * One statement in a transaction of its own as `person`, under the same row security as `asPerson`. Settings, what goes
 * `ahead` and the statement are sent before one Sync message, which makes them one transaction (PostgreSQL 55.2.4,
 * pipelining): one round trip, no begin, no commit. Each sees what was committed before it began: behind a lock ahead,
 * what the lock's last holder left. An error of any is thrown, and nothing is kept.
 */
export async function queryAsPerson<Row extends QueryResultRow>(
  orm: MikroORM,
  person: Person,
  statement: Statement,
  ahead: readonly Ahead[] = [],
): Promise<Row[]> {
  const pool = await poolOf(orm);
  const client = await blamingDatabase(pool.connect());
  const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
  const before = [actingAs(person), ...ahead];
  const names = [...before, statement].map(({ name }) => name);
  let prepared = new Set<string>();
  const query = new Query<Row>({ ...statement, types }, (error, results) => {
    const isProven = names.every((name) => prepared.has(name));
    // What fails at its first attempt takes its connection along: nobody knows what got prepared there, and `pg` may
    // believe too much.
    client.release(Boolean(error) && !isProven);
    if (error) return reject(error);
    for (const name of names) prepared.add(name);
    resolve((results as unknown as QueryResult<Row>[]).at(-1)!.rows);
  });
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    prepared = preparedOn.get(connection) ?? prepared;
    preparedOn.set(connection, prepared);
    connection.stream.cork();
    for (const one of before) send(connection, one, prepared.has(one.name));
    const refused = submit(connection);
    connection.stream.uncork();
    return refused;
  };
  client.query(query);
  return blamingDatabase(promise);
}

/** As a transaction's context, for work that is one statement and nothing else but what goes ahead of it. */
export interface StatementCtx extends Omit<Ctx, 'em'> {
  /** Sends a lock along, before the one statement: a statement of its own in the same round trip. */
  ahead(lock: Ahead): void;
  query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]>;
}

/** As `asPerson`, in one round trip: `work` asks once. What it told is performed when the statement is committed. */
export async function inOneStatement<T>(
  { orm, perform }: Store,
  { orgId, userId, via }: Actor,
  work: (ctx: StatementCtx) => Promise<T>,
): Promise<T> {
  const actor = { orgId, userId, via };
  const told: Told[] = [];
  const tell: Ctx['tell'] = (fact, person = { orgId, userId }) => void told.push({ person, fact, via });
  const locks: Ahead[] = [];
  const result = await work({
    ...actor,
    tell,
    ahead: (lock) => void locks.push(lock),
    query: (statement) => queryAsPerson(orm, actor, statement, locks),
  });
  if (told.length > 0) await perform(told);
  return result;
}

/** What has answered once on a connection. */
const preparedOn = new WeakMap<Connection, Set<string>>();

/** The same three settings as in `asPerson`, until the Sync that `pg` sends behind the statement. */
const actingAs = ({ orgId, userId }: Person): Ahead => ({
  name: 'act_as',
  text: `select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('role', 'flux_tenant', true)`,
  values: [orgId, userId],
});

function send(connection: Connection, { name, text, values }: Ahead, isPrepared: boolean): void {
  if (!isPrepared) connection.parse({ name, text, types: [] }, true);
  connection.bind({ statement: name, values }, true);
  connection.describe({ type: 'P', name: '' }, true);
  connection.execute({}, true);
}

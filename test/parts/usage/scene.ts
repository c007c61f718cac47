// A database with people, and meters as several workers would have them, each with connections of its own.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { openDatabase } from '../../../src/db.ts';
import type { Person, Store, Told } from '../../../src/kernel/context.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import type { Call, Intended, Permit } from '../../../src/llm/meter.ts';
import type { Usage } from '../../../src/llm/model.ts';
import type { Allowances } from '../../../src/usage/allowance.ts';
import { createMeter, type ClosableMeter } from '../../../src/usage/create-meter.ts';
import { openPriceBook } from '../../../src/usage/price-book.ts';
import { readPrices } from '../../../src/usage/read-prices.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { NO_LIMITS } from './no-limits.ts';

/** A token costs a millionth of a dollar: so many microdollars as tokens. */
const PRICES = openPriceBook(
  readPrices('{"plain": {"input": 1, "output": 1}, "ours": {"input": 0, "output": 0}}'),
);
export const MICRO = 1000;
/** Limits in microdollars. */
export const limits = (
  given: Partial<Record<keyof Allowances, [soft: number | null, hard: number | null]>>,
) =>
  Object.fromEntries(
    Object.keys(NO_LIMITS).map((budget) => {
      const [soft, hard] = given[budget as keyof Allowances] ?? [null, null];
      return [budget, { soft: soft && soft * MICRO, hard: hard && hard * MICRO }];
    }),
  ) as unknown as Allowances;

export interface Scene {
  database: TestDatabase;
  admin: pg.Pool;
  store: Store;
  /** What any meter told, in its order. */
  told: Told[];
  /** Lines of the log at warn and above. */
  said: Record<string, unknown>[];
  meter(
    allowances: Allowances,
    how?: { url?: string; orm?: MikroORM; hasFastModels?: boolean },
  ): Promise<ClosableMeter>;
  person(zone?: string): Promise<Person>;
  /** The same person in a team of their own. */
  another(person: Person): Promise<Person>;
  /** Somebody new in that organisation. */
  joining(orgId: string): Promise<Person>;
  /** Somebody who is known, in another organisation. */
  join(orgId: string, userId: string): Promise<Person>;
  goalOf(person: Person): Promise<string>;
  rows<Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]>;
}

export async function openScene(stack: AsyncDisposableStack): Promise<Scene> {
  const database = await freshDatabase();
  stack.defer(() => database.drop());
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 });
  stack.defer(() => admin.end());
  const told: Told[] = [];
  const said: Record<string, unknown>[] = [];
  const perform: Store['perform'] = async (facts) => void told.push(...facts);
  const open = async (url: string): Promise<MikroORM> => {
    const orm = await openDatabase(url, { poolSize: 4 });
    stack.defer(() => orm.close());
    return orm;
  };
  const api = await open(database.apiUrl);
  const workers = await Promise.all([1, 2, 3].map(() => open(database.workerUrl)));
  let turn = 0;
  const write = (line: string) => void said.push(JSON.parse(line) as Record<string, unknown>);
  const log = createLog({ level: 'warn', process: 'test' }, { write });
  const register = async (zone: string): Promise<Person> => {
    const [orgId, userId] = [randomUUID(), randomUUID()];
    await callAsLogin(api, 'register_person', userId, orgId, `${userId}@example.com`, 'x', 'Ana', zone, null);
    await admin.query('update profiles set onboarding = null where user_id = $1', [userId]);
    return { orgId, userId };
  };
  const join = async (orgId: string, userId: string, role: string): Promise<Person> => {
    await admin.query('insert into members (org_id, user_id, role) values ($1, $2, $3)', [
      orgId,
      userId,
      role,
    ]);
    await admin.query(
      `insert into profiles (org_id, user_id, zone) select $1, user_id, zone from profiles where user_id = $2 limit 1`,
      [orgId, userId],
    );
    return { orgId, userId };
  };
  const rows: Scene['rows'] = async (sql, ...values) => (await admin.query(sql, values)).rows as never;
  return {
    database,
    admin,
    told,
    said,
    rows,
    store: { orm: api, perform },
    // One worker after the other.
    meter: async (allowances, { url, orm, hasFastModels = true } = {}) =>
      createMeter({
        orm: orm ?? (url === undefined ? workers[turn++ % workers.length]! : await open(url)),
        perform,
        log,
        prices: PRICES,
        allowances,
        credits: { perDollar: 1000, perAnswer: 0 },
        hasFastModels,
        workflowId: () => 'chat/one',
      }),
    person: (zone = 'UTC') => register(zone),
    another: async ({ userId }) => {
      const orgId = randomUUID();
      await admin.query(`insert into orgs (id, name, kind) values ($1, 'Team', 'team')`, [orgId]);
      return join(orgId, userId, 'owner');
    },
    join: (orgId, userId) => join(orgId, userId, 'member'),
    joining: async (orgId) => join(orgId, (await register('UTC')).userId, 'member'),
    goalOf: async ({ orgId, userId }) => {
      const [goalId, conversationId] = [randomUUID(), randomUUID()];
      await admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
        conversationId,
        orgId,
        userId,
      ]);
      await admin.query(
        `insert into goals (id, org_id, user_id, conversation_id, wish, title) values ($1, $2, $3, $4, 'w', 't')`,
        [goalId, orgId, userId, conversationId],
      );
      return goalId;
    },
  };
}

/** A call that may cost so many microdollars; all of it comes in, but for one token. */
export const intended = (person: Person, micros: number, more: Partial<Intended> = {}): Intended => ({
  person,
  about: {},
  model: { name: 'plain', provider: 'openai' },
  agent: 'orchestrator',
  promptVersion: 3,
  tier: 'fast',
  inputTokens: Math.max(0, micros - 1),
  mostOutputTokens: Math.min(1, micros),
  ...more,
});

export const usageOf = (micros: number, more: Partial<Usage> = {}): Usage => ({
  inputTokens: micros,
  cachedInputTokens: null,
  cacheWriteTokens: { short: 0, long: 0 },
  outputTokens: 0,
  reasoningTokens: null,
  reportedMicros: null,
  ...more,
});

/** What became of a call that was granted. */
export function ended(what: Intended, permit: Permit, usage: Usage, more: Partial<Call> = {}): Call {
  if (permit.kind !== 'granted') throw new Error(`not granted: ${permit.kind}`);
  const { inputTokens: _in, mostOutputTokens: _out, ...same } = what;
  return {
    ...same,
    reservationId: permit.reservationId,
    servedBy: what.model.name,
    outcome: 'answered',
    usage,
    isEstimated: false,
    requestId: null,
    latencyMs: 12.4,
    ...more,
  };
}

export const countKinds = (permits: readonly Permit[]): Record<Permit['kind'], number> => {
  const count = (kind: Permit['kind']) => permits.filter((permit) => permit.kind === kind).length;
  return { granted: count('granted'), fast: count('fast'), builtin: count('builtin') };
};

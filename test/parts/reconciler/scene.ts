// A reconciler without its clock: a test looks at one kind whenever it wants, on real PostgreSQL and Temporal.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { openWorkerChannels } from '../../../src/channels/open-channels.ts';
import { readConfig, WORKER_NEEDS } from '../../../src/config.ts';
import { openDatabase } from '../../../src/db.ts';
import { createLog } from '../../../src/kernel/log.ts';
import type { Kind, Look, ReconcilerPorts, Seen } from '../../../src/reconciler/kind.ts';
import { prepareSearchAttributes } from '../../../temporal/connect.ts';
import { openFlows } from '../../../temporal/open-flows.ts';
import { limiterOf } from '../../harness/limiters.ts';
import { openWorld, type World, type WorldOptions } from '../../harness/world.ts';

export interface Member {
  orgId: string;
  userId: string;
}

export interface Scene {
  world: World;
  admin: pg.Pool;
  orm: MikroORM;
  ports: ReconcilerPorts;
  look(kind: Kind, change?: Partial<Look>): Promise<Seen>;
  member(leadSeconds?: number): Promise<Member>;
  /** A task written long ago, straight into its table. */
  task(person: Member, startsInSeconds: number, change?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export async function openScene(options: WorldOptions = {}): Promise<Scene> {
  const world = await openWorld({ worker: 'none', api: 'none', ...options });
  await prepareSearchAttributes(world.temporal);
  const admin = new pg.Pool({ connectionString: world.database.adminUrl, max: 4 });
  const config = readConfig(WORKER_NEEDS, world.env);
  const orm = await openDatabase(config.WORKER_DATABASE_URL);
  const log = createLog({ level: 'silent', process: 'test' });
  const line = { client: world.temporal.client, taskQueue: world.taskQueue, patienceMs: 10_000 };
  const ports: ReconcilerPorts = {
    ...openFlows(orm, line, log),
    ...openWorkerChannels(config, log),
    settleMs: config.DISPATCH_SETTLE_MS,
    limiter: await limiterOf(orm, config),
    tokenSecret: config.TOKEN_SECRET,
    log,
  };
  return {
    world,
    admin,
    orm,
    ports,
    look: (kind, change = {}) => kind.look(ports, { from: null, mayGoOn: () => true, ...change }),
    member: (leadSeconds) => memberOf(admin, leadSeconds ?? 600),
    task: (person, startsInSeconds, change) => taskOf(admin, person, startsInSeconds, change),
    close: async () => {
      await orm.close();
      await admin.end();
      await world.close();
    },
  };
}

async function memberOf(admin: pg.Pool, leadSeconds: number): Promise<Member> {
  const person = { orgId: randomUUID(), userId: randomUUID() };
  const email = `${person.userId}@example.com`;
  await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
    person.userId,
    person.orgId,
    email,
    'hash',
    'UTC',
  ]);
  await admin.query('update profiles set reminder_lead_ms = $1 where user_id = $2', [
    leadSeconds * 1000,
    person.userId,
  ]);
  return person;
}

async function taskOf(
  admin: pg.Pool,
  { orgId, userId }: Member,
  startsInSeconds: number,
  change: Record<string, unknown> = {},
): Promise<string> {
  const row = {
    id: randomUUID(),
    org_id: orgId,
    user_id: userId,
    title: 'Run',
    starts_at: new Date(Date.now() + startsInSeconds * 1000),
    duration_minutes: 30,
    created_at: new Date(Date.now() - 40 * 24 * 3_600_000),
    updated_at: new Date(Date.now() - 40 * 24 * 3_600_000),
    ...change,
  };
  const names = Object.keys(row);
  await admin.query(
    `insert into tasks (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
  return row.id;
}

// What it costs to be one of ten thousand: the same people ask for the same things among a hundred, and among all of them.
// `npm run bench -- --seed`.
import pg from 'pg';
import { openDatabase } from '../../../src/db.ts';
import type { Ground } from '../../harness/global-setup.ts';
import { apiProcess, workerProcess } from '../../harness/processes.ts';
import { openWorld, type World } from '../../harness/world.ts';
import type { Figures } from '../measures.ts';
import { openPlans } from './plans.ts';
import { SCENES } from './scenes.ts';
import { seedSize, type Slice } from './seed-size.ts';
import { compare, readStatements, type Grown, type Statement } from './statements.ts';
import { readSubjects } from './subjects.ts';
import { timeRequests } from './time-requests.ts';

/** 10,000 tasks and 20,000 messages; with all of them 1,000,000 and 2,000,000. */
const FEW: Slice = { first: 1, last: 100 };
const REST: Slice = { first: 101, last: 10_000 };
const SUBJECTS = 6;
const SECONDS = 8;
/** Most of their time is spent waiting for a phone. */
const SLOW = ['signUpAndLadder', 'answers', 'goal'];

export interface Sizes {
  statements: Grown[];
  /** Milliseconds. */
  requests: { name: string; small: number; large: number }[];
  /** That no scene has looked along, of those that hold nothing unique; they cost every write all the same. */
  unusedIndexes: string[];
  /** To write the large one. */
  seedSeconds: number;
}

/** On a database of its own. */
export async function runSizes(
  ground: Ground,
  say: (message: string) => void,
  rest: Slice = REST,
): Promise<Sizes> {
  await using parts = new AsyncDisposableStack();
  const world = await openWorld({ ground, worker: 'none', api: 'none' });
  parts.defer(async () => {
    // Calls that rang when the API was ended could tell nobody how they ended.
    world.simulator.takeErrors();
    await world.close();
  });
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  parts.defer(() => admin.end());
  const measure = async (slice: Slice) => {
    const startedAt = performance.now();
    await seedSize(admin, slice);
    const seedSeconds = (performance.now() - startedAt) / 1000;
    say(`sizes: ${await describe(admin)}, written in ${Math.round(seedSeconds)} s`);
    const requests = await timed(world, admin);
    say(`sizes: ${JSON.stringify(requests)}`);
    return { seedSeconds, requests, statements: await explained(world, admin) };
  };
  const small = await measure(FEW);
  const large = await measure(rest);
  return {
    statements: compare(small.statements, large.statements),
    requests: Object.entries(large.requests).map(([name, value]) => ({
      name,
      small: small.requests[name]!,
      large: value,
    })),
    unusedIndexes: await readUnusedIndexes(admin),
    seedSeconds: large.seedSeconds,
  };
}

async function readUnusedIndexes(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select indexrelname as name from pg_stat_user_indexes join pg_index using (indexrelid)
     where idx_scan = 0 and not indisunique order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function timed(world: World, admin: pg.Client): Promise<Figures> {
  const api = apiProcess(world);
  await api.start();
  try {
    return await timeRequests(world, admin, SECONDS);
  } finally {
    await api.kill();
  }
}

/** PostgreSQL says each plan; nobody else is at work. */
async function explained(world: World, admin: pg.Client): Promise<Map<string, Statement>> {
  await using parts = new AsyncDisposableStack();
  const plans = await openPlans(world.database.adminUrl);
  parts.defer(() => plans.close());
  const processes = [apiProcess(world), workerProcess(world)];
  for (const process of processes) {
    await process.start();
    parts.defer(() => process.kill());
  }
  // Its looks would be seen beside the scenes; what it asks is a scene of its own.
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).pause();
  const orm = await openDatabase(world.database.workerUrl);
  parts.defer(() => orm.close());
  const subjects = await readSubjects(world, admin, SUBJECTS);
  const scenes = { scenes: Object.keys(SCENES), rounds: (scene: string) => (SLOW.includes(scene) ? 2 : 4) };
  try {
    return await readStatements(plans, { world, orm, subjects }, scenes);
  } catch (cause) {
    throw new Error(processes.map((process) => process.lastWords()).join('\n'), { cause });
  }
}

async function describe(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ tasks: number; messages: number; people: number; megabytes: number }>(
    `select (select count(*)::int from tasks) as tasks, (select count(*)::int from messages) as messages,
       (select count(*)::int from users) as people, (pg_database_size(current_database()) / 1048576)::int as megabytes`,
  );
  const { tasks, messages, people, megabytes } = rows[0]!;
  return `${tasks} tasks and ${messages} messages of ${people} people, ${megabytes} MB`;
}

/** The most that a statement may have grown. */
const MOST = 3;

/** The fastest growing first; then what requests took. */
export function tableOfSizes({ statements, requests, unusedIndexes, seedSeconds }: Sizes): string {
  const grown = statements.filter(({ ratio }) => ratio > MOST).length;
  return [
    `${statements.length} statements among 100 people and among 10,000 (written in ${Math.round(seedSeconds)} s); ${grown} grew to more than ${MOST} x`,
    'ratio    ms small     at size   pages small   at size     rows   scans; statement',
    ...statements.map(lineOf),
    '',
    ...requests.map(
      ({ name, small, large }) =>
        `${name.padEnd(32)} ${small.toFixed(1).padStart(8)} ms ${large.toFixed(1).padStart(8)} ms`,
    ),
    '',
    `looked along by nobody: ${unusedIndexes.join(', ')}`,
    '',
  ].join('\n');
}

function lineOf({ small, large, ratio }: Grown): string {
  const figures = [
    ratio.toFixed(1).padStart(5),
    small.ms.toFixed(3).padStart(11),
    large.ms.toFixed(3).padStart(11),
    String(small.pages).padStart(13),
    String(large.pages).padStart(9),
    `${small.rows}/${large.rows}`.padStart(8),
  ];
  return `${figures.join(' ')}   ${large.scans.join(', ')}\n        [${large.scenes.join(', ')}] ${large.text.slice(0, 160)}`;
}

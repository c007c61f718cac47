// The ground that dev and tests stand on: both servers come up, keep what they should, and get over a killed process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import { Client, Connection, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { SearchAttributeType, TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, inject } from 'vitest';
import { z } from 'zod';
import { claim } from '../../../src/dev/claim.ts';
import { freePort, requireFreePort } from '../../../src/dev/port.ts';
import { type PostgresServer, startPostgres } from '../../../src/dev/postgres.ts';
import { describeProcess, endProcess } from '../../../src/dev/process.ts';
import { downloadCli } from '../../../temporal/server/download-cli.ts';
import { findTemporalCli } from '../../../temporal/server/find-cli.ts';
import { type TemporalServer, startTemporal } from '../../../temporal/server.ts';

// Real servers start and stop; on a busy machine that takes its time.

let directory: string;
const cleanUps: (() => Promise<void>)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flux-ground-'));
  // Where the tests run as root, user postgres must be able to pass through.
  await chmod(directory, 0o755);
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  await rm(directory, { recursive: true, force: true });
});

test('PostgreSQL for tests: new, in UTC, ordered by code point, and gone afterwards', async () => {
  const postgres = await startPostgres({ directory, durable: false });
  cleanUps.push(postgres.stop);
  const facts = await query(
    postgres,
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('timezone') as zone,
            pg_encoding_to_char(encoding) as encoding, datlocale as locale, 'Z' < 'a' as by_code_point
     from pg_database where datname = current_database()`,
  );
  expect(facts).toEqual([
    { version: 18, zone: 'UTC', encoding: 'UTF8', locale: 'C.UTF-8', by_code_point: true },
  ]);
  await postgres.stop();
  expect(await readdir(directory)).toEqual([]);
});

test('Temporal in memory takes search attributes from the first workflow on', async () => {
  const temporal = await startTemporalHere({ durable: false });
  await startWorkflow(temporal, 'first');
  await temporal.stop();
  expect(describeProcess(temporal.pid)).toBeUndefined();
});

test('Temporal on a file finds its workflows again, and the same search attributes are no problem', async () => {
  const first = await startTemporalHere({ durable: true });
  await startWorkflow(first, 'kept');
  await first.stop();
  const second = await startTemporalHere({ durable: true });
  await startWorkflow(second, 'new');
  await expect(startWorkflow(second, 'kept')).rejects.toThrow(WorkflowExecutionAlreadyStartedError);
});

// Only Linux tells a process's children, and so lets us take away what ends the servers.
test.runIf(process.platform === 'linux')(
  'a second start on the same data is refused while the first lives, and gets over its kill -9',
  async () => {
    const child = await startChild();
    await query(child, 'create table kept (n int)');
    await expect(startPostgres({ directory, durable: true })).rejects.toThrow(`process ${child.process.pid}`);
    await expect(startTemporalHere({ durable: true })).rejects.toThrow(`process ${child.process.pid}`);

    // First what would end the servers with the child, so that they are really left behind.
    for (const pid of await childrenOf(child.process)) process.kill(pid, 'SIGKILL');
    await kill(child.process);
    expect(describeProcess(child.postmasterPid)).toBeDefined();
    expect(describeProcess(child.temporalPid)).toBeDefined();

    const postgres = await startPostgres({ directory, durable: true });
    cleanUps.push(postgres.stop);
    expect(await query(postgres, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
    await startTemporalHere({ durable: true });
    expect(describeProcess(child.postmasterPid)).toBeUndefined();
    expect(describeProcess(child.temporalPid)).toBeUndefined();
  },
);

test('servers end with a killed process', async () => {
  const child = await startChild();
  await kill(child.process);
  await expect
    .poll(() => [describeProcess(child.postmasterPid), describeProcess(child.temporalPid)])
    .toEqual([undefined, undefined]);
});

test('a pid file whose number belongs to another program does not stop PostgreSQL, nor that program', async () => {
  const bystander = spawn('sleep', ['60']);
  cleanUps.push(() => kill(bystander));
  const first = await startPostgres({ directory, durable: true });
  await first.stop();
  await writeFile(
    join(first.home, 'data', 'postmaster.pid'),
    `${bystander.pid}\n${first.home}/data\n0\n1\n\n\n\n`,
  );
  const second = await startPostgres({ directory, durable: true });
  await second.stop();
  expect(bystander.exitCode).toBeNull();
});

test('a taken port is named with what to do about it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  cleanUps.push(async () => void other.close());
  const port = z.object({ port: z.number() }).parse(other.address()).port;
  await expect(startPostgres({ directory, durable: false, port })).rejects.toThrow(
    `Port ${port} is taken by another program: stop it, or set DEV_POSTGRES_PORT.`,
  );
  await expect(startTemporalHere({ durable: false, port })).rejects.toThrow('set DEV_TEMPORAL_PORT.');
  await expect(startTemporalHere({ durable: false, uiPort: port })).rejects.toThrow(
    'set DEV_TEMPORAL_UI_PORT.',
  );
  expect(await readdir(directory)).toEqual([]);
  await requireFreePort(await freePort(), 'PORT');
});

test('of many that find a dead owner, one gets the claim; released, it is free again', async () => {
  const path = join(directory, 'claim');
  await mkdir(path);
  await writeFile(join(path, '4194305-1'), '');
  const claims = await Promise.all(Array.from({ length: 20 }, () => claim(path)));
  const won = claims.filter((result) => 'release' in result);
  expect(won).toHaveLength(1);
  expect(claims.filter((result) => 'heldBy' in result && result.heldBy === process.pid)).toHaveLength(19);
  await won[0]?.release();
  expect(await readdir(directory)).toEqual([]);
});

test('the CLI comes whole from the download site, or not at all', async () => {
  const site = await startSite('temporal version 9.9.9 (Server 1.31.2, UI 2.50.1)');
  const destination = join(directory, 'cache', 'temporal');
  const download = (version: string) => downloadCli(destination, { version, site, onProgress: () => {} });
  await expect(download('9.9.8')).rejects.toThrow('not the Temporal CLI 9.9.8');
  await expect(access(destination)).rejects.toThrow('ENOENT');
  await download('9.9.9');
  expect((await execa(destination, ['--version'])).stdout).toContain('9.9.9');
  expect(await readdir(join(directory, 'cache'))).toEqual(['temporal']);
});

test('a CLI path that does not run is named', async () => {
  await expect(findTemporalCli({ cliPath: '/nowhere/temporal' })).rejects.toThrow('/nowhere/temporal');
});

const searchAttribute = defineSearchAttributeKey('FluxGround', SearchAttributeType.KEYWORD);

async function startTemporalHere(options: {
  durable: boolean;
  port?: number;
  uiPort?: number;
}): Promise<TemporalServer> {
  const cli = inject('ground').temporalCli;
  const searchAttributes = { FluxGround: 'KEYWORD', FluxAt: 'DATETIME' } as const;
  const server = await startTemporal({ cli, directory, searchAttributes, ...options });
  cleanUps.push(server.stop);
  return server;
}

async function startWorkflow({ address }: TemporalServer, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection }).workflow.start('nobodyRunsThis', {
      workflowId,
      taskQueue: 'ground',
      typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttribute, value: 'here' }]),
    });
  } finally {
    await connection.close();
  }
}

async function query({ url }: Pick<PostgresServer, 'url'>, sql: string): Promise<unknown> {
  const orm = await MikroORM.init({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } });
  try {
    return await orm.em.getConnection().execute(sql);
  } finally {
    await orm.close();
  }
}

async function startChild() {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'ground-child.ts'), directory, inject('ground').temporalCli],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  cleanUps.push(() => kill(child));
  const [line]: unknown[] = await once(child.stdout.setEncoding('utf8'), 'data');
  const facts = z.object({ url: z.string(), postmasterPid: z.number(), temporalPid: z.number() });
  const started = facts.parse(JSON.parse(z.string().parse(line)));
  for (const pid of [started.postmasterPid, started.temporalPid])
    cleanUps.push(() => endProcess(pid, { signal: 'SIGTERM', graceMs: 5_000 }));
  return { process: child, ...started };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** The shells that hold the servers to the child. */
async function childrenOf({ pid }: ChildProcess): Promise<number[]> {
  const numbers = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  return numbers.map(Number).filter((child) => describeProcess(child)?.command.includes('flux-leash'));
}

async function startSite(versionLine: string): Promise<string> {
  const script = join(directory, 'temporal');
  await writeFile(script, `#!/bin/sh\necho '${versionLine}'\n`);
  const { stdout: archive } = await execa('tar', ['-czf', '-', '-C', directory, 'temporal'], {
    encoding: 'buffer',
  });
  const server = createServer((req, res) => {
    const isArchive = req.url?.startsWith('/cli/archive/v9.9.') === true;
    res.writeHead(isArchive ? 200 : 404).end(isArchive ? archive : undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => void server.close());
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

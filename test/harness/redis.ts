// A real Redis protocol server for tests: one that the machine has, else the one beside us, built with Go once per machine.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { waitForClaim } from '../../src/dev/claim.ts';
import { freePort } from '../../src/dev/port.ts';
import { endWithUs } from '../../src/dev/process.ts';

export interface RedisServer {
  url: string;
  /** After `stop`: an empty one on the same port. */
  start(): Promise<void>;
  /** SIGKILL: it says goodbye to nobody. Harmless where none runs. */
  stop(): Promise<void>;
}

/** Stands in front of a server, and can keep back its answers: it hangs, while its connections stay open. */
export interface Valve {
  url: string;
  shut(): void;
  open(): void;
  close(): void;
}

/** A command that starts a Redis server on this machine, or one sentence about why there is none. */
export async function findRedis(): Promise<{ command: string } | { missing: string }> {
  for (const command of ['redis-server', 'valkey-server'])
    if (!(await execa(command, ['--version'], { reject: false })).failed) return { command };
  return buildRedis();
}

/** Starts it on a free port of 127.0.0.1; resolves when it answers. It ends with this process at the latest. */
export async function startRedis(command: string): Promise<RedisServer> {
  const port = await freePort();
  let running: { child: ChildProcess; untie: () => void } | null = null;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      const child = spawn(command, ['--port', String(port), '--save', ''], {
        cwd: '/',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await once(child, 'spawn');
      running = { child, untie: endWithUs(child.pid!, 'SIGTERM') };
      const words = child.stdout.setEncoding('utf8');
      for await (const text of words.iterator({ destroyOnReturn: false }))
        if (String(text).includes('Ready to accept connections')) return void words.resume();
      throw new Error(`${command} ended before it was ready (exit ${child.exitCode}).`);
    },
    stop: async () => {
      if (!running) return;
      const { child, untie } = running;
      running = null;
      untie();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
  await server.start();
  return server;
}

export async function startValve(target: RedisServer): Promise<Valve> {
  const pairs = new Set<{ near: Socket; far: Socket }>();
  let isShut = false;
  const server = createServer((near) => {
    const far = connect(Number(new URL(target.url).port), '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    near.pipe(far);
    if (!isShut) far.pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined).on('close', () => end(pair));
  });
  const end = (pair: { near: Socket; far: Socket }): void => {
    pairs.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  };
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${port}`,
    shut: () => {
      isShut = true;
      for (const { near, far } of pairs) far.unpipe(near).pause();
    },
    open: () => {
      isShut = false;
      for (const { near, far } of pairs) far.pipe(near);
    },
    close: () => {
      server.close();
      for (const pair of pairs) end(pair);
    },
  };
}

/** It takes 15 s on two cores; a module proxy that cannot be reached may take for ever. */
const BUILD_TIMEOUT_MS = 120_000;
const MODULE = join(import.meta.dirname, 'redis-server');

async function buildRedis(): Promise<{ command: string } | { missing: string }> {
  const sources = await Promise.all(['go.sum', 'main.go'].map((file) => readFile(join(MODULE, file))));
  const version = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12);
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const command = join(caches, 'flux', `redis-server-${version}`);
  await mkdir(dirname(command), { recursive: true });
  const release = await waitForClaim(`${command}.claim`, () => undefined);
  try {
    if (await isThere(command)) return { command };
    const { failed, code, stderr } = await execa('go', ['build', '-trimpath', '-o', `${command}.new`, '.'], {
      cwd: MODULE,
      env: { CGO_ENABLED: '0', GO111MODULE: 'on', GOWORK: 'off', GOFLAGS: '-mod=readonly -buildvcs=false' },
      reject: false,
      timeout: BUILD_TIMEOUT_MS,
    });
    if (code === 'ENOENT') return { missing: 'neither redis-server nor valkey-server nor go is on the PATH' };
    if (failed)
      return {
        missing: `go could not build a Redis server: ${stderr.split('\n').at(-1) || 'it took too long'}`,
      };
    await rename(`${command}.new`, command);
    return { command };
  } finally {
    await rm(`${command}.new`, { force: true });
    await release();
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

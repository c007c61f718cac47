// The worker and the API as processes of their own, to be killed and started again as a machine would do it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../../src/dev/process.ts';
import type { World } from './world.ts';

export interface FluxProcess {
  /** Resolves when it is ready for work. Rejects with its last words where it ended instead, or took longer than a minute. */
  start(): Promise<void>;
  /** SIGKILL: nothing is finished, nothing is said. Resolves once it is gone; harmless where none runs. */
  kill(): Promise<void>;
  /** SIGTERM: resolves to how long it took to end, in milliseconds. */
  end(): Promise<number>;
  /** SIGTERM, and SIGKILL after `graceMs`. False where that was needed, or it ended with an error. */
  endWithin(graceMs: number): Promise<boolean>;
  /** False where it was never started, was ended, or ended by itself. */
  isRunning(): boolean;
  /** The end of what it wrote, over all its lives: for the message of a failed test. */
  lastWords(): string;
  /** All that it wrote, over all its lives. */
  output(): string;
}

/** `node temporal/worker.ts` with the world's environment; ready when it polls, which is a line of its log. */
export function workerProcess(world: Pick<World, 'env'>): FluxProcess {
  return processOf('../../temporal/worker.ts', world.env, (output) => output.includes('"msg":"ready"}\n'));
}

/** `node src/server.ts` on the world's port; ready when it answers. */
export function apiProcess(world: Pick<World, 'env'>): FluxProcess {
  return serverProcess('../../src/server.ts', world.env, `${world.env['PUBLIC_URL']}/livez`);
}

/** `node <script>`, named from this folder; ready when `url` answers, whatever it says. */
export function serverProcess(script: string, env: NodeJS.ProcessEnv, url: string): FluxProcess {
  return processOf(script, env, () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
}

const READY_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 25;
const REMEMBERED_CHARACTERS = 8000;

function processOf(
  script: string,
  env: NodeJS.ProcessEnv,
  isReady: (outputOfThisLife: string) => boolean | Promise<boolean>,
): FluxProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  let running: { child: ChildProcess; untie: () => void } | null = null;
  let words = '';
  const pieces: string[] = [];
  const take = () => {
    const child = running?.child ?? null;
    running?.untie();
    running = null;
    return child && !hasEnded(child) ? child : null;
  };

  return {
    start: async () => {
      const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        pieces.push(chunk.toString());
        words = (words + chunk.toString()).slice(-REMEMBERED_CHARACTERS);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      await once(child, 'spawn');
      running = { child, untie: endWithUs(child.pid!, 'SIGTERM') };
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!(await isReady(output))) {
        if (hasEnded(child) || Date.now() > deadline)
          throw new Error(`${script} did not become ready (exit ${child.exitCode}):\n${words}`);
        await delay(LOOK_AGAIN_MS);
      }
    },
    kill: async () => {
      const child = take();
      if (!child) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    end: async () => {
      const child = take();
      if (!child) throw new Error(`${script} does not run`);
      const gone = once(child, 'exit');
      const sinceMs = performance.now();
      child.kill('SIGTERM');
      await gone;
      return performance.now() - sinceMs;
    },
    endWithin: async (graceMs) => {
      const child = take();
      if (!child) return true;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(impatience);
      return child.exitCode === 0;
    },
    isRunning: () => running !== null && !hasEnded(running.child),
    lastWords: () => words,
    output: () => pieces.join(''),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

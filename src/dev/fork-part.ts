// Starts one worker or one API of `npm run dev` as a process of its own, and ends it again.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Order } from './part-process.ts';

export interface PartProcess {
  pid: number;
  /** Where it listens, null for nowhere. Rejects with its own sentence where it does not start. */
  ready: Promise<string | null>;
  /** Lets it finish what is under way. Harmless where it has ended. */
  stop(): Promise<void>;
}

/** A worker needs fifteen seconds at most, and an API ten. */
const GRACE_MS = 20_000;

/** `onLoss` is told where it ends although nobody stopped it: "signal SIGKILL", "exit code 1". */
export function forkPart(order: Order, onLoss: (how: string) => void): PartProcess {
  const child = fork(fileURLToPath(new URL('part-process.ts', import.meta.url)), {
    // Ctrl-C reaches a terminal's whole process group, and not another one.
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const ready = Promise.withResolvers<string | null>();
  let isExpected = false;
  child.once('message', (answer: Answer) => {
    if ('readyAt' in answer) return ready.resolve(answer.readyAt);
    isExpected = true;
    ready.reject(new Error(answer.failed));
  });
  child.once('exit', (code, signal) => {
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    ready.reject(new Error(`It ended before it was ready (${how}).`));
    if (!isExpected) onLoss(how);
  });
  // Whoever waits for one that started after it hears of this one first.
  ready.promise.catch(() => undefined);
  child.send(order);
  return {
    pid: child.pid ?? 0,
    ready: ready.promise,
    stop: async () => {
      isExpected = true;
      if (child.connected) child.disconnect();
      const impatience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(impatience);
    },
  };
}

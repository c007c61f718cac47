// How much CPU each part of the product has used, read from Linux: workers, APIs, PostgreSQL, Temporal, and this process.
import { readdir, readFile } from 'node:fs/promises';
import type { Ground } from '../harness/global-setup.ts';

/** `bench`: the simulator and whoever sends the requests, which live in this process. */
export type Part = 'worker' | 'api' | 'postgresql' | 'temporal' | 'bench';
export type Seconds = Record<Part, number>;

const TICKS_A_SECOND = 100;

/** User and system time since each process began; of those that live, and of connections that PostgreSQL has ended. */
export async function readCpu(ground: Pick<Ground, 'adminUrl' | 'temporalAddress'>): Promise<Seconds> {
  const seconds: Seconds = { worker: 0, api: 0, postgresql: 0, temporal: 0, bench: 0 };
  const processes = await listProcesses();
  const postmaster = processes.find(({ command }) =>
    command.includes(`-c port=${new URL(ground.adminUrl).port} `),
  )?.pid;
  for (const one of processes) {
    const part = partOf(one, postmaster, ground);
    if (part !== null) seconds[part] += one.seconds + (one.pid === postmaster ? one.childSeconds : 0);
  }
  return seconds;
}

/** What `work` used, in seconds of CPU. */
export async function cpuOf<T>(
  ground: Ground,
  work: () => Promise<T>,
): Promise<{ result: T; used: Seconds }> {
  const before = await readCpu(ground);
  const result = await work();
  const after = await readCpu(ground);
  const used = Object.entries(after).map(([part, seconds]) => [part, seconds - before[part as Part]]);
  return { result, used: Object.fromEntries(used) as Seconds };
}

interface Process {
  pid: number;
  parent: number;
  command: string;
  seconds: number;
  /** Of those that it started and that have ended. */
  childSeconds: number;
}

function partOf(
  { pid, parent, command }: Process,
  postmaster: number | undefined,
  { temporalAddress }: Pick<Ground, 'temporalAddress'>,
): Part | null {
  if (pid === process.pid) return 'bench';
  if (pid === postmaster || parent === postmaster) return 'postgresql';
  if (command.includes(` --port=${temporalAddress.split(':')[1]} `)) return 'temporal';
  if (parent !== process.pid) return null;
  if (command.includes('temporal/worker.ts')) return 'worker';
  return command.includes('src/server.ts') ? 'api' : null;
}

async function listProcesses(): Promise<Process[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(numbers.map((pid) => readProcess(Number(pid)).catch(() => null)));
  return read.filter((one) => one !== null);
}

async function readProcess(pid: number): Promise<Process> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold spaces; proc(5) counts the times as fields 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return {
    pid,
    parent: Number(fields[1]),
    command,
    seconds: (user + system) / TICKS_A_SECOND,
    childSeconds: (childUser + childSystem) / TICKS_A_SECOND,
  };
}

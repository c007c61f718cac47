// How long each process of a side was on a core so far, with its children; read out of /proc, so on Linux alone.
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Side } from './side.ts';

export const PARTS = ['api', 'worker', 'postgres', 'temporal', 'simulator', 'generator'] as const;

/** Milliseconds. `generator`: this process, which asks and waits. */
export type Cpu = Record<(typeof PARTS)[number], number>;

/** By what stands in their command line. Bare Temporal sends nothing: it has no simulator. */
const SCRIPTS: Record<Side['name'], Partial<Record<keyof Cpu, string>>> = {
  bare: { api: 'plain-api.ts', worker: 'bare-worker.ts', temporal: ' start-dev ' },
  flux: {
    api: 'src/server.ts',
    worker: 'temporal/worker.ts',
    temporal: ' start-dev ',
    simulator: 'far-simulator.ts',
  },
};

/** Null where the system does not say. `postmaster`: PostgreSQL's first process. */
export function cpuOf(side: Side['name'], postmaster: number): Cpu | null {
  const processes = readProcesses();
  if (processes.size === 0) return null;
  const ofRoots = (roots: number[]) => roots.reduce((sum, pid) => sum + ofTree(processes, pid), 0);
  const mine = [...processes.values()].filter(({ parent }) => parent === process.pid);
  const part = (name: keyof Cpu) => {
    const script = SCRIPTS[side][name];
    return script === undefined
      ? 0
      : ofRoots(mine.filter(({ pid }) => commandOf(pid).includes(script)).map(({ pid }) => pid));
  };
  const { user, system } = process.cpuUsage();
  return {
    api: part('api'),
    worker: part('worker'),
    postgres: ofRoots([postmaster]),
    temporal: part('temporal'),
    simulator: part('simulator'),
    generator: (user + system) / 1000,
  };
}

/** The process that all others of the server are children of. `admin`: a superuser. */
export async function findPostmaster(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ file: string }>(`select pg_read_file('postmaster.pid') as file`);
  return Number.parseInt(rows[0]!.file, 10);
}

interface Process {
  pid: number;
  parent: number;
  /** Its own, and that of children which have ended. */
  ms: number;
}

/** Ticks of /proc are hundredths of a second on every Linux. */
const TICK_MS = 10;

function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of entriesOfProc()) {
    const stat = fileOf(`/proc/${name}/stat`);
    // What stands behind the name of the program, which may hold anything.
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // proc_pid_stat(5): utime, stime, cutime and cstime are fields 14 to 17; the first one here is 5.
    const ticks = rest.slice(9, 13).reduce((sum, field) => sum + Number(field), 0);
    if (parent !== undefined)
      processes.set(Number(name), { pid: Number(name), parent: Number(parent), ms: ticks * TICK_MS });
  }
  return processes;
}

function ofTree(processes: Map<number, Process>, root: number): number {
  const children = [...processes.values()].filter(({ parent }) => parent === root);
  return (processes.get(root)?.ms ?? 0) + children.reduce((sum, { pid }) => sum + ofTree(processes, pid), 0);
}

function entriesOfProc(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

const commandOf = (pid: number): string => ` ${fileOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')} `;

/** Empty for one that has just ended. */
function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

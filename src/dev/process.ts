// Other processes of this machine: which one has a number, how it is ended, and how a server ends whenever we do.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { execaSync } from 'execa';
import { errorCode } from '../kernel/error-code.ts';

export interface RunningProcess {
  /** Tells two processes apart that had the same number one after the other. Letters, digits and underscores. */
  startedAt: string;
  /** The command line, words joined by a space. */
  command: string;
}

/** The process with this number, or undefined where none runs (a zombie counts as ended). */
export function describeProcess(pid: number): RunningProcess | undefined {
  try {
    return process.platform === 'linux' ? readProc(pid) : askPs(pid);
  } catch {
    return undefined;
  }
}

/** Sends `signal`, kills after `graceMs`, and returns once the process is gone. One gone already is no error. */
export async function endProcess(
  pid: number,
  { signal, graceMs }: { signal: 'SIGINT' | 'SIGTERM'; graceMs: number },
): Promise<void> {
  const startedAt = describeProcess(pid)?.startedAt;
  if (startedAt === undefined) return;
  const runs = () => describeProcess(pid)?.startedAt === startedAt;
  const killAt = Date.now() + graceMs;
  sendSignal(pid, signal);
  while (runs()) {
    if (Date.now() > killAt) sendSignal(pid, 'SIGKILL');
    await delay(25);
  }
}

/**
 * Ends the process `pid` when this one ends in any way, `kill -9` too: a shell waits on a pipe whose other end only we
 * hold. Servers need it because Ctrl-C must not reach them before us: they run in process groups of their own.
 * Returns what unties it again; call it once the process has been ended.
 */
export function endWithUs(pid: number, signal: 'SIGINT' | 'SIGTERM'): () => void {
  const script = 'read -r _; kill -s "$1" "$2" 2>/dev/null';
  const leash = spawn('sh', ['-c', script, 'flux-leash', signal.slice(3), String(pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  leash.unref();
  if (leash.stdin instanceof Socket) leash.stdin.unref();
  return () => void leash.kill('SIGKILL');
}

function readProc(pid: number): RunningProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold spaces; proc(5) counts the start time as field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  return { startedAt: fields[19] ?? '', command };
}

function askPs(pid: number): RunningProcess | undefined {
  const format = ['-ww', '-o', 'stat=,lstart=,command='];
  const { stdout } = execaSync('ps', [...format, '-p', String(pid)], { env: { LC_ALL: 'C' } });
  const [, state, startedAt, command] = /^\s*(\S+)\s+(\w+ +\w+ +\d+ [\d:]+ \d+)\s+(.*)/.exec(stdout) ?? [];
  if (state === undefined || state.startsWith('Z')) return undefined;
  return { startedAt: (startedAt ?? '').replaceAll(/\W+/g, '_'), command: command ?? '' };
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

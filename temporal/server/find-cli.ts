// Where the Temporal CLI comes from on this machine: what is there already first, then a download, then a build.
import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { waitForClaim } from '../../src/dev/claim.ts';
import { NEEDED_GO, buildCli } from './build-cli.ts';
import { downloadCli } from './download-cli.ts';

const VERSION = '1.8.2';
/** The first release whose server (1.31) has everything that Flux uses without experimental switches. */
const OLDEST_MINOR = 8;

export interface FindCliOptions {
  /** TEMPORAL_CLI_PATH: used as it is, nothing else is tried. */
  cliPath?: string | undefined;
  /** XDG_CACHE_HOME; by default where this system keeps a user's caches. */
  cacheHome?: string | undefined;
  /** One line for the person who waits; called every few seconds while something is fetched or built. */
  onProgress?: (message: string) => void;
  /** Ends a download or build in the middle, leaving nothing behind; the promise then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * The path of a CLI that runs here: `cliPath`, else `temporal` on the PATH from 1.8.0 on, else the user's cache, which
 * the official download fills, or a build of `temporal/dev-server` where Go is there; of two callers the second waits.
 * @throws Error, one sentence that names what would help
 */
export async function findTemporalCli({
  cliPath,
  cacheHome = userCaches(),
  onProgress = () => {},
  signal,
}: FindCliOptions = {}): Promise<string> {
  if (cliPath !== undefined) return chosenCli(cliPath);
  if (await isNewEnough('temporal')) return 'temporal';
  const cached = join(cacheHome, 'flux', `temporal-${VERSION}`);
  if (await canRun(cached)) return cached;
  await requireWritable(dirname(cached));
  const release = await waitForClaim(
    `${cached}.claim`,
    (pid) => onProgress(`waiting for process ${pid}, which is already getting Temporal`),
    signal,
  );
  try {
    if (!(await canRun(cached))) await obtainCli(cached, onProgress, signal);
    return cached;
  } finally {
    await release();
  }
}

async function chosenCli(cliPath: string): Promise<string> {
  if ((await versionOf(cliPath)) !== undefined) return cliPath;
  throw new Error(
    `TEMPORAL_CLI_PATH names ${cliPath}, which does not run as a Temporal CLI: correct it, or unset it and Flux finds one.`,
  );
}

async function isNewEnough(command: string): Promise<boolean> {
  const [, major, minor] = /^temporal version (\d+)\.(\d+)\./.exec((await versionOf(command)) ?? '') ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= OLDEST_MINOR);
}

async function versionOf(command: string): Promise<string | undefined> {
  const { failed, stdout } = await execa(command, ['--version'], { reject: false, timeout: 10_000 });
  return failed || !stdout.startsWith('temporal version ') ? undefined : stdout;
}

function userCaches(): string {
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}

async function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function requireWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new Error(
      `Temporal cannot be kept in ${directory}, where this user may not write: set XDG_CACHE_HOME or TEMPORAL_CLI_PATH.`,
      { cause: error },
    );
  }
}

async function obtainCli(
  destination: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  onProgress(`getting the Temporal CLI ${VERSION}, once per machine`);
  const failure = await downloadCli(destination, { version: VERSION, onProgress, signal }).catch(
    (error: unknown) => error,
  );
  if (failure === undefined) return;
  signal?.throwIfAborted();
  onProgress(`the download failed (${reasonOf(failure)}), trying Go`);
  if (await buildCli(destination, { onProgress, signal })) return;
  throw new Error(
    'No Temporal server: set TEMPORAL_ADDRESS, or install the `temporal` CLI >= 1.8.0 (https://docs.temporal.io/cli), ' +
      `or install Go >= ${NEEDED_GO} so that Flux can build it (the download failed: ${reasonOf(failure)}).`,
    { cause: failure },
  );
}

/** fetch hides why it failed in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

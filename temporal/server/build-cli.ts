// Builds the Temporal CLI from the pinned Go module beside us, for machines that cannot reach Temporal's download site.
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { endWithUs } from '../../src/dev/process.ts';
import { GO_ARCHITECTURE } from './platform.ts';

const MODULE = join(import.meta.dirname, '..', 'dev-server');
const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
/** What go.mod asks for. */
export const NEEDED_GO = '1.26.4';
const PROGRESS_MS = 5_000;

/**
 * Puts the CLI at `destination`, on which the caller holds a claim, whole or not at all; false where there is no `go`.
 * On two cores it takes three to four minutes and, beside `destination` and for that time, up to 4 GB of disk.
 * @throws Error with the compiler's last words; the reason of `signal` where it was aborted
 */
export async function buildCli(
  destination: string,
  { onProgress, signal }: { onProgress: (message: string) => void; signal?: AbortSignal | undefined },
): Promise<boolean> {
  const workshop = `${destination}.build`;
  await rm(workshop, { recursive: true, force: true });
  try {
    const binary = join(workshop, 'temporal');
    const build = startBuild(binary, workshop, signal);
    const stopTelling = tellProgress(build.stderr, onProgress);
    const untie = build.pid === undefined ? undefined : endWithUs(build.pid, 'SIGINT');
    const result = await build.finally(() => {
      stopTelling();
      untie?.();
    });
    if (result.code === 'ENOENT') return false;
    signal?.throwIfAborted();
    if (result.failed) throw buildError(result.stderr);
    await rename(binary, destination);
    return true;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function startBuild(binary: string, workshop: string, signal: AbortSignal | undefined) {
  const flags = ['-v', '-buildvcs=false', '-trimpath', '-ldflags=-s -w'];
  return execa('go', ['build', ...flags, '-o', binary, PACKAGE], {
    cwd: MODULE,
    // Caches of our own, because 3.4 GB in the user's would stay; and no settings that are meant for other projects.
    env: {
      GOMODCACHE: join(workshop, 'modules'),
      GOCACHE: join(workshop, 'compiled'),
      CGO_ENABLED: '0',
      GO111MODULE: 'on',
      GOWORK: 'off',
      GOFLAGS: '-modcacherw',
      GOOS: process.platform,
      GOARCH: GO_ARCHITECTURE,
    },
    stdin: 'ignore',
    reject: false,
    killSignal: 'SIGINT',
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
}

function tellProgress(output: Readable, onProgress: (message: string) => void): () => void {
  const startedAt = Date.now();
  let modules = 0;
  let packages = 0;
  output.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n').filter(Boolean);
    const downloads = lines.filter((line) => line.startsWith('go: downloading ')).length;
    modules += downloads;
    packages += lines.length - downloads;
  });
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    onProgress(
      `building Temporal, once per machine: ${modules} modules fetched, ${packages} packages compiled, ${seconds} s`,
    );
  }, PROGRESS_MS);
  return () => clearInterval(timer);
}

function buildError(stderr: string): Error {
  const words = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('go: downloading '));
  return new Error(
    `Building Temporal failed (Go said: ${words.slice(-3).join(' ')}): set TEMPORAL_ADDRESS, or install the \`temporal\` CLI ` +
      `(https://docs.temporal.io/cli), or let Go >= ${NEEDED_GO} build it with a module proxy and 4 GB of disk.`,
  );
}

// Fetches the official Temporal CLI from Temporal's download site.
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { GO_ARCHITECTURE } from './platform.ts';

/** A machine behind a closed network must not wait long for what never answers. */
const ANSWER_WITHIN_MS = 4_000;
const SILENCE_AT_MOST_MS = 20_000;
const PROGRESS_MS = 2_000;

/**
 * Puts release `version` ("1.8.2") at `destination`, on which the caller holds a claim, whole or not at all. The site
 * redirects to the official release's archive (https://docs.temporal.io/cli/setup-cli).
 * @throws Error where it cannot be reached, breaks off, or what came does not run; the reason of `signal`
 */
export async function downloadCli(
  destination: string,
  {
    version,
    onProgress,
    signal,
    site = 'https://temporal.download',
  }: {
    version: string;
    onProgress: (message: string) => void;
    signal?: AbortSignal | undefined;
    site?: string;
  },
): Promise<void> {
  const workshop = `${destination}.download`;
  await rm(workshop, { recursive: true, force: true });
  await mkdir(workshop, { recursive: true });
  try {
    const archive = join(workshop, 'archive');
    const query = new URLSearchParams({ platform: process.platform, arch: GO_ARCHITECTURE });
    await fetchTo(archive, new URL(`/cli/archive/v${version}?${query.toString()}`, site), {
      onProgress,
      signal,
    });
    await execa('tar', ['-xf', archive, '-C', workshop, 'temporal']);
    const binary = join(workshop, 'temporal');
    await chmod(binary, 0o755);
    await requireVersion(binary, version);
    await rename(binary, destination);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function fetchTo(
  file: string,
  url: URL,
  { onProgress, signal }: { onProgress: (message: string) => void; signal: AbortSignal | undefined },
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(new Error(`${url.host} does not answer`)), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([silence.signal, ...(signal === undefined ? [] : [signal])]),
    });
    if (!response.ok || response.body === null) throw new Error(`${url.host} answered ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error(`${url.host} fell silent`)), SILENCE_AT_MOST_MS);
    const meter = progressMeter(Number(response.headers.get('content-length')), onProgress, timer);
    await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(file));
  } finally {
    clearTimeout(timer);
  }
}

function progressMeter(
  totalBytes: number,
  onProgress: (message: string) => void,
  silence: NodeJS.Timeout,
): Transform {
  let bytes = 0;
  let toldAt = Date.now();
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      silence.refresh();
      bytes += chunk.length;
      if (Date.now() - toldAt >= PROGRESS_MS) {
        toldAt = Date.now();
        onProgress(`downloading Temporal, once per machine: ${megabytes(bytes)} of ${megabytes(totalBytes)}`);
      }
      done(null, chunk);
    },
  });
}

function megabytes(bytes: number): string {
  return bytes > 0 ? `${(bytes / 1e6).toFixed(0)} MB` : 'unknown size';
}

async function requireVersion(binary: string, version: string): Promise<void> {
  const { stdout } = await execa(binary, ['--version']);
  if (!stdout.startsWith(`temporal version ${version} `))
    throw new Error(`the download is not the Temporal CLI ${version}, it says: ${stdout.slice(0, 100)}`);
}

// Has a file read in a thread of its own: a calendar of two megabytes can take half a minute of a processor, and
// whoever else asks something of this process does not wait for it.
import { Worker } from 'node:worker_threads';
import { FluxError, type ErrorCode } from '../kernel/errors.ts';
import type { Found } from './found.ts';
import type { BroughtFile } from './read-file.ts';

export type Answered =
  { found: Found } | { refused: { code: ErrorCode; detail: string; fields: Record<string, unknown> } };

/** Longer than a file takes that somebody really has, on a machine with much else to do. */
const LONGEST_MS = 20_000;
const MOST_MEMORY = { maxOldGenerationSizeMb: 384 };
const THREAD = new URL('reading-thread.ts', import.meta.url);

/** As `readFile`; what takes too long or too much memory is IMPORT_TOO_LARGE as well. */
export async function readAside(file: BroughtFile): Promise<Found> {
  const thread = new Worker(THREAD, { workerData: file, resourceLimits: MOST_MEMORY });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answered = await new Promise<Answered>((resolve, reject) => {
      timer = setTimeout(() => reject(new FluxError('IMPORT_TOO_LARGE')), LONGEST_MS);
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new FluxError('IMPORT_TOO_LARGE') : error),
      );
      thread.once('exit', (code) => reject(new Error(`the thread that read a file ended with ${code}`)));
    });
    if ('found' in answered) return answered.found;
    const { code, ...why } = answered.refused;
    throw new FluxError(code, why);
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

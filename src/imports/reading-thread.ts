// A thread that reads one file and ends; read-aside.ts begins it.
import { parentPort, workerData } from 'node:worker_threads';
import { FluxError } from '../kernel/errors.ts';
import type { Answered } from './read-aside.ts';
import { readFile, type BroughtFile } from './read-file.ts';

async function answer(): Promise<Answered> {
  try {
    return { found: await readFile(workerData as BroughtFile) };
  } catch (error) {
    // An error that is copied to another thread is no FluxError there.
    if (!(error instanceof FluxError)) throw error;
    return { refused: { code: error.code, detail: error.message, fields: error.fields } };
  }
}

// A port of this process, and no window of a page.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort!.postMessage(await answer());

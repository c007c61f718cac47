// Files that a variable names: what is wrong with one is said by the variable's name, without the path.
import { readFileSync } from 'node:fs';
import { errorCode } from '../src/kernel/error-code.ts';

/** The whole file, read at once. Throws an Error of one sentence for one that is not there or may not be read. */
export function readNamedFile(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unfit(variable, `that cannot be read (${errorCode(error) ?? 'no reason given'})`, error);
  }
}

/** `why` goes on after "names a file". */
export const unfit = (variable: string, why: string, cause?: unknown): Error =>
  new Error(`${variable} names a file ${why}.`, { cause });

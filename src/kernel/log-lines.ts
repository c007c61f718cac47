// Where the lines of the log go: to stdout, many in one write. A reader that has gone or stands still holds nobody up.
import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { errorCode } from './error-code.ts';

/** A warning is written at once, whatever else within this time: so much is lost where the process is killed. */
const AT_LATEST_MS = 100;
const AT_MOST_CHARACTERS = 4096;
/** So much waits for a reader that stands still; then it is lost. */
const MOST_WAITING_BYTES = 1_000_000;
const WARN = 40;
const STDOUT = 1;
const NOTHING = Buffer.alloc(0);

let stdout: DestinationStream | undefined;

/** One for the process. What is not written yet when it ends is written then. */
export function logLines(): DestinationStream {
  stdout ??= collected();
  return stdout;
}

function collected(): DestinationStream {
  let lines = '';
  let rest: Buffer = NOTHING;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    rest = Buffer.concat([rest, Buffer.from(lines)]);
    lines = '';
    rest = written(rest);
    if (rest.length > 0) later();
  };
  const later = (): void => void (timer ??= setTimeout(flush, AT_LATEST_MS).unref());
  process.on('exit', flush);
  return {
    // pino tells the level of each line before it writes it.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      lines += line;
      if (this.lastLevel >= WARN || lines.length >= AT_MOST_CHARACTERS) flush();
      else later();
    },
  } as DestinationStream & { lastLevel: number };
}

/** What could not be written yet. What nobody will ever read is dropped. */
function written(waiting: Buffer): Buffer {
  let rest = waiting;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(STDOUT, rest));
    return rest;
  } catch (error) {
    const isFull = errorCode(error) === 'EAGAIN' && rest.length <= MOST_WAITING_BYTES;
    return isFull ? rest : NOTHING;
  }
}

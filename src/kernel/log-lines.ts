// Where the lines of the log go: to stdout, many in one write, and none of them late.
import { pino, type DestinationStream } from 'pino';

/** A warning is written at once, whatever else within this time: so much is lost where the process is killed. */
const AT_LATEST_MS = 100;
const AT_MOST_BYTES = 4096;
const WARN = 40;

let stdout: DestinationStream | undefined;

/** One for the process. What is not written yet when it ends is written then. */
export function logLines(): DestinationStream {
  stdout ??= collected();
  return stdout;
}

function collected(): DestinationStream {
  const out = pino.destination({ fd: 1, sync: true, minLength: AT_MOST_BYTES });
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    out.flushSync();
  };
  process.on('exit', flush);
  return {
    // pino tells the level of each line before it writes it.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      out.write(line);
      if (this.lastLevel >= WARN) flush();
      else timer ??= setTimeout(flush, AT_LATEST_MS).unref();
    },
  } as DestinationStream & { lastLevel: number };
}

// The log: one JSON line per event, safe to keep. What a person wrote or is called has no way into it.
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Names under which private things travel; whatever is logged under one of them is cut out. */
const PRIVATE = [
  'authorization',
  'password',
  'token',
  'email',
  'phone',
  'name',
  'message',
  'text',
  'body',
  'wish',
  'title',
  'endpoint',
  'keys',
  'code',
  'digits',
];

/** Levels as in pino; `destination` is stdout unless told. Correlate with children: `log.child({ request_id })`. */
export function createLog(options: { level: string; process: string }, destination?: DestinationStream): Log {
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: PRIVATE.flatMap((name) => [name, `*.${name}`]).filter(isNotOurs), censor: '[cut]' },
      serializers: { err: describeError },
    },
    destination ?? pino.destination(1),
  );
}

/** `err` is described below, where code and message are chosen with care. */
const isNotOurs = (path: string): boolean => !['*.code', '*.message', '*.name'].includes(path);

/** Errors whose text is the engine's or our own; a database's or a parser's quotes the values that it choked on. */
const SPEAKABLE = new Set(['FluxError', 'TypeError', 'RangeError', 'ReferenceError', 'AssertionError']);

interface ErrorLine {
  type: string;
  code?: unknown;
  syscall?: unknown;
  constraint?: unknown;
  message?: string;
  frames: string[];
  cause?: ErrorLine;
}

/** What may be logged of an error: its kind, codes, where it happened and, for some kinds only, its text. */
export function describeError(error: unknown, depth = 0): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] };
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    ...('syscall' in error && { syscall: error.syscall }),
    ...('constraint' in error && { constraint: error.constraint }),
    ...(SPEAKABLE.has(error.name) && { message: error.message }),
    frames: framesOf(error.stack ?? ''),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

// The stack begins with the message; only its frames are wanted.
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}

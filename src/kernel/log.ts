// The log: one JSON line per event, safe to keep. What a person wrote or is called has no way into it, and no secret
// has.
import { pino, stdTimeFunctions, type DestinationStream, type LogFn, type Logger } from 'pino';
import { currentTrail } from './correlation.ts';
import { logLines } from './log-lines.ts';

export type Log = Logger;

/**
 * Levels as in pino; `destination` is stdout unless told. Correlate with children, `log.child({ user_id })`; the
 * trail of the request or activity that a line is written in is on it by itself. Private names are cut at any depth.
 */
export function createLog(options: { level: string; process: string }, destination?: DestinationStream): Log {
  const log = pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: stdTimeFunctions.isoTime,
      mixin: () => ({ ...currentTrail() }),
      formatters: { level: (label) => ({ level: label }), log: (object) => cutObject(object) },
      // Described by then; pino would describe it once more, in its own way.
      serializers: { err: (described: unknown) => described },
      hooks: { logMethod: speakForErrors },
    },
    destination ?? logLines(),
  );
  // pino formats lines, not what a child is bound to. It is called below, on whoever has the child.
  // oxlint-disable-next-line typescript/unbound-method
  const { child } = log;
  return Object.assign(log, {
    child(this: Log, bindings: object, childOptions?: object) {
      return child.call(this, cutObject(bindings), childOptions);
    },
  });
}

const CUT = '[cut]';
const DEEPEST = 6;

/** Names under which private things travel. */
const PRIVATE = [
  'name',
  'message',
  'text',
  'body',
  'content',
  'wish',
  'title',
  'description',
  'note',
  'reply',
  'answer',
  'address',
  'endpoint',
  'code',
  'digits',
  'pin',
  'otp',
  'ip',
  'to',
  'from',
];
/**
 * Names that stand for a secret or an address of a person, alone or at the end of a longer one: `refresh_token`,
 * `Set-Cookie`.
 */
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'jwt',
  'key',
  'hash',
  'credential',
  'email',
  'phone',
];
const isPrivateName = new RegExp(`^(${PRIVATE.join('|')})$|(${SECRETS.join('|')})s?$`);

/** However it is spelled: apiKey, api_key, API-Key. */
const isPrivate = (name: string): boolean => isPrivateName.test(name.toLowerCase().replaceAll(/[-_]/g, ''));

function cutObject(object: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (name === 'err') return [name, cutDescribed(value, depth + 1)];
      return [name, isPrivate(name) ? CUT : cut(value, depth + 1)];
    }),
  );
}

/**
 * An error that was described in an activity comes here as data: its code is no private word, and its text counts as
 * in a fresh one.
 */
function cutDescribed(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST || !isDescribed(value))
    return cut(value, depth);
  const { type, code, syscall, constraint, message, frames, cause } = value;
  return {
    type,
    ...(isCode(code) && { code }),
    ...cutObject({ syscall, constraint }, depth),
    ...(SPEAKABLE.has(type) && { message }),
    frames: cut(frames, depth),
    ...(cause !== undefined && { cause: cutDescribed(cause, depth + 1) }),
  };
}

const isDescribed = (value: object): value is ErrorLine =>
  !(value instanceof Error) &&
  'type' in value &&
  typeof value.type === 'string' &&
  'frames' in value &&
  Array.isArray(value.frames);

/**
 * Of an error only what `describeError` chooses; of any other thing with a class of its own, such as a row, nothing
 * but the class.
 */
function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (depth > DEEPEST) return CUT;
  if (Array.isArray(value)) return value.map((one) => cut(one, depth + 1));
  const kind: unknown = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === null ? cutObject(value, depth) : `[${value.constructor.name}]`;
}

/** Where we have no sentence, pino would take the error's own, which may quote what it choked on. */
function speakForErrors(this: Logger, args: Parameters<LogFn>, write: LogFn): void {
  const [what, sentence] = args as unknown[];
  const error = what instanceof Error ? what : what && typeof what === 'object' && 'err' in what && what.err;
  if (sentence === undefined && error)
    write.call(this, what instanceof Error ? { err: what } : what, 'failed');
  else write.apply(this, args);
}

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
    ...('code' in error && isCode(error.code) && { code: error.code }),
    ...('syscall' in error && { syscall: error.syscall }),
    ...('constraint' in error && { constraint: error.constraint }),
    ...(SPEAKABLE.has(error.name) && { message: error.message }),
    frames: framesOf(error.stack ?? ''),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** ECONNREFUSED, 23505, PLAN_STALE, 14. */
const isCode = (code: unknown): boolean =>
  typeof code === 'number' || (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code));

// The stack begins with the message; only its frames are wanted.
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}

// The code of a system error ("ENOENT", "EADDRINUSE"), which TypeScript does not know of.

/** The `code` of what was thrown, or undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

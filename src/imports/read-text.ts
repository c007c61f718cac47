// The text of a file that should be UTF-8: what is not is refused, and never guessed at.
import { FluxError } from '../kernel/errors.ts';

/** Without a mark of byte order. Throws IMPORT_UNREADABLE for bytes in another encoding, and for NUL. */
export function readText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable('not_utf8', 'It is not in UTF-8: save it in that encoding.', cause);
  }
  if (text.includes('\0')) throw unreadable('binary', 'It holds bytes that no text has.');
  return text;
}

/** `why`: stable; `message`: for people. */
export const unreadable = (why: string, message: string, cause?: unknown): FluxError =>
  new FluxError('IMPORT_UNREADABLE', {
    detail: why,
    fields: { reason: why, errors: [{ path: '', message }] },
    ...(cause !== undefined && { cause }),
  });

// Twilio's magic test numbers, which fail in a known way. Source: twilio.com/docs/iam/test-credentials.
import { VendorError } from './vendor-error.ts';

const MESSAGE_TO: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
]);
const MESSAGE_FROM: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
]);
const CALL_TO: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21217],
  ['+15005550002', 21214],
  ['+15005550003', 21215],
  ['+15005550004', 21216],
]);
const CALL_FROM: ReadonlyMap<string, number> = new Map([['+15005550001', 21212]]);

/** Throws the vendor error that a magic number stands for. Numbers in E.164, without "whatsapp:". */
export function refuseMagicNumbers(kind: 'message' | 'call', to: string, from: string | null): void {
  const toCode = (kind === 'message' ? MESSAGE_TO : CALL_TO).get(to);
  const fromCode = from === null ? undefined : (kind === 'message' ? MESSAGE_FROM : CALL_FROM).get(from);
  const code = fromCode ?? toCode;
  if (code !== undefined) throw new VendorError(code);
}

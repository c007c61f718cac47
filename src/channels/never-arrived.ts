// Tells "no connection was made" from "something broke later": only the first may be sent again without a look.

const BEFORE_THE_REQUEST = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PRIVATE_ADDRESS',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * The code of a network error that surely happened before a byte of the request left (name look-up, connect,
 * certificate); null for everything else, a reset and a time-out among it. Wrapped errors are looked through.
 */
export function codeOfNeverArrived(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError) return codeOfAll(error.errors);
  const { code, syscall } = error as NodeJS.ErrnoException;
  // A time-out or "no route" of the connect call itself; the same codes on an open connection prove nothing.
  if (code !== undefined && (BEFORE_THE_REQUEST.has(code) || syscall === 'connect')) return code;
  return codeOfNeverArrived(error.cause);
}

// One address after another was tried (happy eyeballs): all of them must have failed before the request.
function codeOfAll(errors: unknown[]): string | null {
  const codes = errors.map(codeOfNeverArrived);
  return codes.includes(null) ? null : (codes[0] ?? null);
}

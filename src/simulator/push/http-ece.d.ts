// The part of http_ece that the simulator uses; the package ships no types.
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  /** Throws Error when the body is not what these keys can open. */
  export function decrypt(
    body: Buffer,
    params: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string },
  ): Buffer;
}

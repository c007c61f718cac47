// What an API key looks like: told from other tokens at a glance, by us and by those who search for leaked ones.
import { randomBytes } from 'node:crypto';

const FORM = /^flux_[\da-f]{8}_[\w-]{43}$/;

/** "flux_1a2b3c4d_" and 256 random bits in base64url. `prefix` is what its owner goes on seeing of it. */
export function createKey(): { key: string; prefix: string } {
  const prefix = `flux_${randomBytes(4).toString('hex')}`;
  return { key: `${prefix}_${randomBytes(32).toString('base64url')}`, prefix };
}

export const isApiKey = (bearer: string): boolean => FORM.test(bearer);

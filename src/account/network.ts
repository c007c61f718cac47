// The network that somebody comes from: which addresses are one, and how it is remembered without being known.
import { createHmac } from 'node:crypto';
import { deriveKeys, type TokenSecrets } from './token-keys.ts';

/**
 * `address`: clientAddress. Of IPv6 the /48, which anybody gets for nothing, with 65,536 addresses as we count them.
 */
export const networkOf = (address: string): string =>
  address.replace(/^((?:[\da-f]+:){3})[\da-f]+::\/64$/, '$1:/48');

/**
 * What stands in place of a network for the account with this address (lower case): of two accounts nobody sees that
 * they come from one. The first is to be stored; the second is what TOKEN_SECRET_OLD made of it.
 */
export type NetworkNames = (network: string, email: string) => string[];

export function createNetworkNames(secrets: TokenSecrets): NetworkNames {
  const keys = deriveKeys(secrets, 'flux networks v1');
  return (network, email) =>
    keys.map((key) => createHmac('sha256', key).update(`${email} ${network}`).digest('base64url'));
}

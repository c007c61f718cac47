// How an outside issuer is configured, and what cannot be: checked at boot, as a mistake here lets strangers in.

/**
 * Exactly one way to check signatures; each has algorithms of its own, so that a public key never passes for a shared
 * secret.
 */
export type OutsideRules = { issuer: string; audience: string; algorithms: readonly string[] } & (
  { jwksUrl: string } | { secret: string }
);

interface Settings {
  PUBLIC_URL?: string | undefined;
  AUTH_ISSUER?: string | undefined;
  AUTH_AUDIENCE?: string | undefined;
  AUTH_JWKS_URL?: string | undefined;
  AUTH_JWT_SECRET?: string | undefined;
  AUTH_ALGORITHMS?: string | undefined;
}

/** And the shortest secret, in bytes, that each may have (RFC 7518 3.2). */
const SHARED: ReadonlyMap<string, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
]);
const PUBLIC = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Null without AUTH_ISSUER. Throws RangeError with a sentence that names the variable at fault and never its value. */
export function outsideRules(settings: Settings): OutsideRules | null {
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = settings;
  const { AUTH_JWKS_URL: jwksUrl, AUTH_JWT_SECRET: secret } = settings;
  if (issuer === undefined) {
    for (const name of ['AUTH_AUDIENCE', 'AUTH_JWKS_URL', 'AUTH_JWT_SECRET', 'AUTH_ALGORITHMS'] as const)
      if (settings[name] !== undefined) throw new RangeError(`${name} means nothing without AUTH_ISSUER`);
    return null;
  }
  if (issuer === settings.PUBLIC_URL) throw new RangeError('AUTH_ISSUER must not be our own PUBLIC_URL');
  if (audience === undefined) throw new RangeError('AUTH_ISSUER needs AUTH_AUDIENCE');
  if ((jwksUrl === undefined) === (secret === undefined))
    throw new RangeError('AUTH_ISSUER needs exactly one of AUTH_JWKS_URL and AUTH_JWT_SECRET');
  if (secret !== undefined) {
    const algorithms = readAlgorithms(settings, [...SHARED.keys()]) ?? ['HS256'];
    const shortest = Math.max(...algorithms.map((algorithm) => SHARED.get(algorithm)!));
    if (Buffer.byteLength(secret) < shortest)
      throw new RangeError(`AUTH_JWT_SECRET must have ${shortest} bytes or more`);
    return { issuer, audience, algorithms, secret };
  }
  const { protocol, hostname } = new URL(jwksUrl!);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname)))
    throw new RangeError('AUTH_JWKS_URL must be https');
  return { issuer, audience, algorithms: readAlgorithms(settings, PUBLIC) ?? PUBLIC, jwksUrl: jwksUrl! };
}

function readAlgorithms({ AUTH_ALGORITHMS: list }: Settings, allowed: readonly string[]): string[] | null {
  if (list === undefined) return null;
  const algorithms = list.split(',').flatMap((name) => name.trim() || []);
  if (algorithms.length === 0 || !algorithms.every((name) => allowed.includes(name)))
    throw new RangeError(`AUTH_ALGORITHMS may name ${allowed.join(', ')} here`);
  return algorithms;
}

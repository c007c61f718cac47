// Tokens of one outside issuer (Supabase, Better Auth, ...): who vouches for a person, checked as RFC 8725 asks for.
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwksCache,
  jwtVerify,
  type ExportedJWKSCache,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { FluxError } from '../kernel/errors.ts';
import { isValidZone } from '../kernel/time.ts';
import type { OutsideRules } from './outside-rules.ts';

export interface OutsideClaims {
  issuer: string;
  subject: string;
  issuedAt: Date;
  expiresAtMs: number;
  /** In lower case; null unless the issuer has verified it. */
  email: string | null;
  name: string | null;
  /** IANA name. */
  zone: string;
}

export interface OutsideIssuer {
  /** Whether a token says it comes from there; nothing is proved by that. */
  isNamedBy(token: string): boolean;
  /** Null for anything but a living token of a person. Throws UNAVAILABLE while the issuer's keys cannot be had. */
  read(token: string): Promise<OutsideClaims | null>;
}

/** Better Auth names none. */
const TYPES = [undefined, 'JWT', 'AT+JWT'];
const CLOCK_SKEW_SECONDS = 5;
const LONGEST_SUBJECT = 255;

export function createOutsideIssuer(rules: OutsideRules): OutsideIssuer {
  const { issuer, audience } = rules;
  const algorithms = [...rules.algorithms];
  const keyOf =
    'secret' in rules ? always(createSecretKey(Buffer.from(rules.secret))) : keysAt(rules.jwksUrl);

  return {
    isNamedBy(token) {
      try {
        return decodeJwt(token).iss === issuer;
      } catch {
        return false;
      }
    },

    async read(token) {
      try {
        const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
          algorithms,
          issuer,
          audience,
          requiredClaims: ['sub', 'iat', 'exp'],
          clockTolerance: CLOCK_SKEW_SECONDS,
          // So that `iat` is looked at, and refused if it lies in the future.
          maxTokenAge: '10 years',
        });
        const isKnownType = TYPES.includes(protectedHeader.typ?.toUpperCase().replace(/^APPLICATION\//, ''));
        return isKnownType ? personIn(issuer, payload) : null;
      } catch (error) {
        if (error instanceof FluxError) throw error;
        return null;
      }
    },
  };
}

const always =
  (key: KeyObject): JWTVerifyGetKey =>
  () =>
    key;

function personIn(issuer: string, claims: JWTPayload): OutsideClaims | null {
  const subject = claims.sub;
  if (typeof subject !== 'string' || subject === '' || subject.length > LONGEST_SUBJECT) return null;
  if (!isStorable(subject)) return null;
  const { email, email_verified: isVerified, name, zoneinfo } = claims;
  return {
    issuer,
    subject,
    issuedAt: new Date(claims.iat! * 1000),
    expiresAtMs: claims.exp! * 1000,
    email: isVerified === true && isAddress(email) ? email.trim().toLowerCase() : null,
    name: typeof name === 'string' && isStorable(name) ? name.trim().slice(0, 80) || null : null,
    zone: typeof zoneinfo === 'string' && isValidZone(zoneinfo) ? zoneinfo : 'UTC',
  };
}

const isAddress = (claim: unknown): claim is string =>
  typeof claim === 'string' &&
  claim.length <= 254 &&
  isStorable(claim) &&
  /^[^\s@]+@[^\s@]+$/.test(claim.trim());

/** PostgreSQL keeps no NUL and no half of a character. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const TIME_OUT_MS = 3000;
/** After a fetch, however many unknown keys are named. */
const COOL_DOWN_MS = 30_000;
const FRESH_MS = 600_000;
/** Known keys go on counting while the issuer is down, but not for ever: one of them may have been withdrawn. */
const STALE_MS = 3_600_000;
/** After a fetch that failed. */
const RETRY_MS = 5000;

/** The issuer's published keys. Header parameters that bring or name keys (`jwk`, `jku`, `x5u`) are not looked at. */
function keysAt(url: string): JWTVerifyGetKey {
  const last: Partial<ExportedJWKSCache> = {};
  const published = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIME_OUT_MS,
    cooldownDuration: COOL_DOWN_MS,
    cacheMaxAge: FRESH_MS,
    [jwksCache]: last as ExportedJWKSCache,
  });
  let retryAtMs = 0;

  return async (header, token) => {
    let cause: unknown;
    if (Date.now() >= retryAtMs || published.coolingDown)
      try {
        return await published(header, token);
      } catch (error) {
        if (isFaultOfToken(error)) throw error;
        cause = error;
        retryAtMs = Date.now() + RETRY_MS;
      }
    const known = last.jwks && Date.now() < (last.uat ?? 0) + STALE_MS ? createLocalJWKSet(last.jwks) : null;
    const key = await known?.(header, token).catch(() => null);
    if (key) return key;
    throw new FluxError('UNAVAILABLE', { detail: 'the keys of the outside issuer cannot be had', cause });
  };
}

/** It names a key that is not there, or cannot be there; anything else is trouble on the way to the keys. */
const isFaultOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

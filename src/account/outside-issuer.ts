// Tokens of one outside issuer (Supabase, Better Auth, ...): who vouches for a person, checked as RFC 8725 asks for.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { FluxError } from '../kernel/errors.ts';
import { cutTo } from '../kernel/shorten.ts';
import { foldAddress, isStorable, isVisible } from '../kernel/text.ts';
import { isValidZone } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import { publishedKeys } from './published-keys.ts';
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
  /** Its name: the address at which it describes itself. */
  issuer: string;
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
    'secret' in rules ? always(createSecretKey(Buffer.from(rules.secret))) : publishedKeys(rules.jwksUrl);

  return {
    issuer,
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
  if (!isStorable(subject) || isAnonymous(claims)) return null;
  const { email, email_verified: isVerified, name, zoneinfo } = claims;
  return {
    issuer,
    subject,
    issuedAt: new Date(claims.iat! * 1000),
    expiresAtMs: claims.exp! * 1000,
    email: isVerified === true && isAddress(email) ? foldAddress(email) : null,
    name:
      typeof name === 'string' && isStorable(name) && isVisible(name) ? cutTo(name.trim(), 80) || null : null,
    zone: zoneIn(zoneinfo),
  };
}

function zoneIn(claim: unknown): string {
  const zone = typeof claim === 'string' ? currentZoneName(claim) : '';
  return isValidZone(zone) ? zone : 'UTC';
}

const isAddress = (claim: unknown): claim is string =>
  typeof claim === 'string' &&
  claim.length <= 254 &&
  isStorable(claim) &&
  /^[^\s@]+@[^\s@]+$/.test(claim.trim());

/**
 * Somebody who has not said who they are: whoever visits the site gets such a token, as often as they want (Supabase,
 * Better Auth, Firebase). They become people here once they sign up there.
 */
function isAnonymous(claims: JWTPayload): boolean {
  const { is_anonymous, isAnonymous, provider_id, firebase } = claims;
  const provider =
    typeof firebase === 'object' && firebase !== null && 'sign_in_provider' in firebase
      ? firebase.sign_in_provider
      : provider_id;
  return is_anonymous === true || isAnonymous === true || provider === 'anonymous';
}

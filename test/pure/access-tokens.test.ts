// Access tokens: ours are read back, and every way to pass off something else ends as nobody.
import { createHmac, createSecretKey, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { EncryptJWT, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_SECONDS, createAccessTokens } from '../../src/account/access-token.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const ISSUER = 'https://flux.example';
const PERSON = {
  orgId: '0198c0de-0000-7000-8000-000000000001',
  userId: '0198c0de-0000-7000-8000-000000000002',
};
const tokens = createAccessTokens({ secret: SECRET, issuer: ISSUER });
const key = createSecretKey(new Uint8Array(hkdfSync('sha256', SECRET, '', 'flux access token v1', 32)));
const nowSeconds = Math.floor(Date.now() / 1000);

const HEADER: JWTHeaderParameters = { alg: 'HS256', typ: 'at+jwt' };
const CLAIMS: JWTPayload = {
  iss: ISSUER,
  aud: 'flux-api',
  sub: PERSON.userId,
  org: PERSON.orgId,
  iat: nowSeconds,
  exp: nowSeconds + 600,
};

const signed = (claims: object = {}, header: object = {}, signKey: Parameters<SignJWT['sign']>[0] = key) =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...HEADER, ...header }).sign(signKey);

/** For what no honest library would sign. */
function byHand(header: object, claims: object = CLAIMS, hash = 'sha256'): string {
  const [head, body] = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac(hash, key.export()).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}

test('what we issue we read', async () => {
  expect(await tokens.read(await tokens.issue(PERSON))).toEqual(PERSON);
  expect(await tokens.read(await signed())).toEqual(PERSON);
});

const read = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

test('an issued token tells ids and times, nothing else', async () => {
  const [head, body] = (await tokens.issue(PERSON)).split('.');
  expect(read(head)).toEqual(HEADER);
  expect(Object.keys(read(body)).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'org', 'sub']);
  expect(read(body).exp - read(body).iat).toBe(ACCESS_TOKEN_SECONDS);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKey = createSecretKey(Buffer.alloc(32, 1));
const [goodHead = '', goodBody = '', goodSignature = ''] = (await signed()).split('.');

const bad: [string, string][] = [
  ['nothing', ''],
  ['a word', 'token'],
  ['dots', '..'],
  ['a megabyte', 'a'.repeat(1_000_000)],
  ['a trailing dot', `${goodHead}.${goodBody}.${goodSignature}.`],
  ['no signature', `${goodHead}.${goodBody}.`],
  ['another signature', `${goodHead}.${goodBody}.${'A'.repeat(43)}`],
  ['a cut signature', `${goodHead}.${goodBody}.${goodSignature.slice(0, -2)}`],
  ['claims of another token', `${goodHead}.${Buffer.from('{}').toString('base64url')}.${goodSignature}`],
  ...['none', 'None', 'nOnE', 'NONE', ''].map((alg): [string, string] => [
    `alg ${alg || 'empty'}`,
    `${byHand({ ...HEADER, alg })
      .split('.')
      .slice(0, 2)
      .join('.')}.`,
  ]),
  ['alg none with a signature', byHand({ ...HEADER, alg: 'none' })],
  ['alg HS512', byHand({ ...HEADER, alg: 'HS512' }, CLAIMS, 'sha512')],
  ['alg HS384', byHand({ ...HEADER, alg: 'HS384' }, CLAIMS, 'sha384')],
  ['alg RS256 with our key', byHand({ ...HEADER, alg: 'RS256' })],
  ['alg RS256', await signed({}, { alg: 'RS256' }, rsa.privateKey)],
  ['no alg', byHand({ typ: 'at+jwt' })],
  ['another key', await signed({}, {}, otherKey)],
  ['the secret itself as key', await signed({}, {}, createSecretKey(Buffer.from(SECRET)))],
  ['typ JWT', await signed({}, { typ: 'JWT' })],
  ['no typ', byHand({ alg: 'HS256' })],
  ['a critical header', byHand({ ...HEADER, crit: ['x'], x: 1 })],
  ['claims that are no object', byHand(HEADER, ['a'])],
  ['another issuer', await signed({ iss: 'https://evil.example' })],
  ['no issuer', await signed({ iss: undefined })],
  ['another audience', await signed({ aud: 'another-api' })],
  ['no audience', await signed({ aud: undefined })],
  ['an expired one', await signed({ iat: nowSeconds - 700, exp: nowSeconds - 1 })],
  ['no expiry', await signed({ exp: undefined })],
  ['an expiry in words', byHand(HEADER, { ...CLAIMS, exp: 'never' })],
  ['no issue time', await signed({ iat: undefined })],
  ['one of tomorrow', await signed({ iat: nowSeconds + 86_400, exp: nowSeconds + 90_000 })],
  ['not yet valid', await signed({ nbf: nowSeconds + 600 })],
  ['one that outlives what we issue', await signed({ iat: nowSeconds - ACCESS_TOKEN_SECONDS - 60 })],
  ['no subject', await signed({ sub: undefined })],
  ['a subject that is no id', await signed({ sub: 'admin' })],
  ['no organisation', await signed({ org: undefined })],
  ['an organisation that is no id', await signed({ org: "' or 1=1" })],
  ['a list of organisations', await signed({ org: [PERSON.orgId] })],
  [
    'an encrypted one',
    await new EncryptJWT(CLAIMS).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key),
  ],
];

describe('is nobody:', () => {
  test.each(bad)('%s', async (_name, token) => {
    expect(await tokens.read(token)).toBeNull();
  });
});

test('keys sent along in the header are not looked at', async () => {
  const jwk = { kty: 'oct', k: otherKey.export().toString('base64url') };
  const jku = 'https://evil.example/keys';
  expect(await tokens.read(await signed({}, { jwk, jku, kid: '../../etc/passwd' }, otherKey))).toBeNull();
});

test('a token of another deployment or secret is nobody here', async () => {
  for (const other of [
    { secret: `${SECRET}!`, issuer: ISSUER },
    { secret: SECRET, issuer: 'https://staging.flux.example' },
  ])
    expect(await tokens.read(await createAccessTokens(other).issue(PERSON))).toBeNull();
});

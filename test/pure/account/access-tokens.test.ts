// Access tokens: ours are read back, and every way to pass off something else ends as nobody.
import { describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_SECONDS, createAccessTokens } from '../../../src/account/access-token.ts';
import { createRefreshTokens } from '../../../src/account/refresh-token.ts';
import { forge, forgedTokens } from '../../harness/forged-tokens.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const ISSUER = 'https://flux.example';
const BEARER = {
  orgId: '0198c0de-0000-7000-8000-000000000001',
  userId: '0198c0de-0000-7000-8000-000000000002',
  sessionId: '0198c0de-0000-7000-8000-000000000003',
};
const tokens = createAccessTokens({ secret: SECRET, issuer: ISSUER });
const { header, token } = forge({ secret: SECRET, issuer: ISSUER, ...BEARER });

test('what we issue we read', async () => {
  expect(await tokens.read(await tokens.issue(BEARER))).toMatchObject(BEARER);
  expect(await tokens.read(token())).toMatchObject(BEARER);
});

const read = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

test('an issued token tells ids and times, nothing else', async () => {
  const [head, body] = (await tokens.issue(BEARER)).split('.');
  expect(read(head)).toEqual(header);
  expect(Object.keys(read(body)).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'org', 'sid', 'sub']);
  expect(read(body).exp - read(body).iat).toBe(ACCESS_TOKEN_SECONDS);
  expect(ACCESS_TOKEN_SECONDS).toBe(600);
});

test('a clock that is a little behind reads what one ahead of it issued', async () => {
  const nowSeconds = Math.floor(Date.now() / 1000);
  expect(await tokens.read(token({ iat: nowSeconds + 3, exp: nowSeconds + 603 }))).toMatchObject(BEARER);
});

const forged = await forgedTokens({ secret: SECRET, issuer: ISSUER, ...BEARER });

describe('is nobody:', () => {
  test.each([...forged, ['nothing', ''], ['a megabyte', 'a'.repeat(1_000_000)]])('%s', async (_what, bad) => {
    expect(await tokens.read(bad)).toBeNull();
  });
});

test('a token of another deployment or secret is nobody here', async () => {
  for (const other of [
    { secret: `${SECRET}!`, issuer: ISSUER },
    { secret: SECRET, issuer: 'https://staging.flux.example' },
  ])
    expect(await tokens.read(await createAccessTokens(other).issue(BEARER))).toBeNull();
});

describe('while the secret is rotated', () => {
  const fresh = 'another secret of more than thirty-two bytes';
  const rotated = createAccessTokens({ secret: fresh, oldSecret: SECRET, issuer: ISSUER });

  test('what the old one signed is read, and the new one signs', async () => {
    expect(await rotated.read(await tokens.issue(BEARER))).toMatchObject(BEARER);
    const issued = await rotated.issue(BEARER);
    expect(read(issued.split('.')[0]).kid).not.toBe(header.kid);
    expect(await tokens.read(issued)).toBeNull();
    expect(await createAccessTokens({ secret: fresh, issuer: ISSUER }).read(issued)).toMatchObject(BEARER);
  });

  test('a process that knows the new one only as the other one reads both', async () => {
    const announced = createAccessTokens({ secret: SECRET, oldSecret: fresh, issuer: ISSUER });
    expect(await announced.read(await rotated.issue(BEARER))).toMatchObject(BEARER);
    expect(await rotated.read(await announced.issue(BEARER))).toMatchObject(BEARER);
  });

  test('a refresh token has the same successors, in another order', () => {
    const successors = createRefreshTokens({ secret: SECRET, oldSecret: fresh }).successorsOf('token');
    expect(createRefreshTokens({ secret: fresh, oldSecret: SECRET }).successorsOf('token')).toEqual(
      successors.toReversed(),
    );
    expect(createRefreshTokens({ secret: SECRET }).successorsOf('token')).toEqual(successors.slice(0, 1));
    expect(
      new Set([...successors, ...createRefreshTokens({ secret: SECRET }).successorsOf('other')]).size,
    ).toBe(3);
  });
});

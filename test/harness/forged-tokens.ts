// Every way that we know of to pass off something else as an access token of ours; most are signed with our own key, so that
// nothing but the one thing that is wrong with them can be what gave them away.
import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hkdfSync,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';
import { EncryptJWT } from 'jose';

export interface Genuine {
  /** TOKEN_SECRET */
  secret: string;
  issuer: string;
  orgId: string;
  userId: string;
  sessionId: string;
}

const derive = (secret: string, purpose: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32)));
const kidOf = (key: KeyObject): string =>
  createHash('sha256').update(key.export()).digest('base64url').slice(0, 11);
const base64url = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** Header and claims as they should be, and a way to sign any others. Texts are taken as they are, objects as JSON. */
export function forge({ secret, issuer, orgId, userId, sessionId }: Genuine) {
  const key = derive(secret, 'flux access token v2');
  const nowSeconds = Math.floor(Date.now() / 1000);
  const header = { alg: 'HS256', typ: 'at+jwt', kid: kidOf(key) };
  const claims = {
    iss: issuer,
    aud: 'flux-api',
    sub: userId,
    org: orgId,
    sid: sessionId,
    iat: nowSeconds,
    exp: nowSeconds + 600,
  };
  const signed = (
    head: unknown,
    body: unknown,
    signKey: KeyObject | Buffer = key,
    algorithm: string = 'sha256',
  ): string => {
    const input = `${base64url(head)}.${base64url(body)}`;
    return `${input}.${createHmac(algorithm, signKey).update(input).digest('base64url')}`;
  };
  return {
    key,
    header,
    claims,
    nowSeconds,
    signed,
    token: (change: object = {}, headChange: object = {}) =>
      signed({ ...header, ...headChange }, { ...claims, ...change }),
  };
}

/** Each with what is wrong with it. */
export async function forgedTokens(genuine: Genuine): Promise<[what: string, token: string][]> {
  const { key, header, claims, nowSeconds, signed, token } = forge(genuine);
  const good = token();
  const [head = '', body = '', signature = ''] = good.split('.');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const pem = createPublicKey(rsa.privateKey).export({ type: 'spki', format: 'pem' });
  const otherKey = createSecretKey(Buffer.alloc(32, 1));
  const jwk = { kty: 'oct', k: otherKey.export().toString('base64url') };
  const withKey = (headChange: object, signKey: KeyObject | Buffer) =>
    signed({ ...header, ...headChange }, claims, signKey);
  const byPrivateKey = (alg: string, privateKey: KeyObject, hash: string | null) => {
    const input = `${base64url({ ...header, alg })}.${base64url(claims)}`;
    return `${input}.${sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const unsigned = (alg: unknown) => `${base64url({ ...header, alg })}.${body}.`;
  const text = JSON.stringify(claims);

  return [
    ['a word', 'token'],
    ['dots', '..'],
    ['one dot', 'a.b'],
    ['three letters', 'a.b.c'],
    ['fifteen kilobytes', 'a'.repeat(15_000)],
    ['ten thousand dots', '.'.repeat(10_000)],
    ['a trailing dot', `${good}.`],
    ['two trailing dots', `${good}..`],
    ['a leading dot', `.${good}`],
    ['no signature', `${head}.${body}.`],
    ['no signature and no dot for it', `${head}.${body}`],
    ['another signature', `${head}.${body}.${'A'.repeat(43)}`],
    ['a cut signature', `${head}.${body}.${signature.slice(0, -2)}`],
    ['a longer signature', `${head}.${body}.${signature}AA`],
    ['the signature twice', `${good}${signature}`],
    ['claims that were exchanged', `${head}.${base64url({ ...claims, sub: randomUUID() })}.${signature}`],
    ['a header that was exchanged', `${base64url({ ...header, x: 1 })}.${body}.${signature}`],
    ...['none', 'None', 'nOnE', 'NONE', '', null].flatMap((alg): [string, string][] => [
      [`alg ${alg}, unsigned`, unsigned(alg)],
      [`alg ${alg}, signed`, signed({ ...header, alg }, claims)],
    ]),
    ['no alg', signed({ typ: header.typ, kid: header.kid }, claims)],
    ['a list of algs', signed({ ...header, alg: ['HS256'] }, claims)],
    ['alg hs256', signed({ ...header, alg: 'hs256' }, claims)],
    ['alg HS384', signed({ ...header, alg: 'HS384' }, claims, key, 'sha384')],
    ['alg HS512', signed({ ...header, alg: 'HS512' }, claims, key, 'sha512')],
    ['alg RS256 with our key', signed({ ...header, alg: 'RS256' }, claims)],
    ['alg RS256', byPrivateKey('RS256', rsa.privateKey, 'sha256')],
    ['alg ES256', byPrivateKey('ES256', ec.privateKey, 'sha256')],
    ['alg EdDSA', byPrivateKey('EdDSA', ed.privateKey, null)],
    ['signed with a public key as secret', withKey({}, Buffer.from(pem))],
    ['signed with nothing as secret', withKey({}, Buffer.alloc(0))],
    ['signed with its kid as secret', withKey({}, Buffer.from(header.kid))],
    ['signed with the secret itself', withKey({}, Buffer.from(genuine.secret))],
    ['signed with the key of refresh tokens', withKey({}, derive(genuine.secret, 'flux refresh token v1'))],
    ['signed with the key of another version', withKey({}, derive(genuine.secret, 'flux access token v1'))],
    ['signed with another key', withKey({}, otherKey)],
    ['another key under its own kid', withKey({ kid: kidOf(otherKey) }, otherKey)],
    ['our key under the kid of another', token({}, { kid: kidOf(otherKey) })],
    ['no kid', signed({ alg: header.alg, typ: header.typ }, claims)],
    ['an empty kid', token({}, { kid: '' })],
    ['a kid that is a path', withKey({ kid: '../../../../dev/null' }, Buffer.alloc(0))],
    ['a kid that is an address', withKey({ kid: 'https://evil.example/key' }, otherKey)],
    ['a kid that is SQL', token({}, { kid: `' union select '` })],
    ['a kid that every object has', token({}, { kid: '__proto__' })],
    ['a kid that is a number', token({}, { kid: 0 })],
    ['a list of kids', token({}, { kid: [header.kid] })],
    ['a key in the header', withKey({ jwk }, otherKey)],
    ['an address of keys in the header', withKey({ jku: 'https://evil.example/keys' }, otherKey)],
    ['an address of a certificate', withKey({ x5u: 'https://evil.example/x5u' }, otherKey)],
    ['a certificate in the header', withKey({ x5c: ['MIIB'] }, otherKey)],
    ['typ JWT', token({}, { typ: 'JWT' })],
    ['typ of a refresh token', token({}, { typ: 'rt+jwt' })],
    ['typ of a logout token', token({}, { typ: 'logout+jwt' })],
    ['a list of typs', token({}, { typ: ['at+jwt'] })],
    ['no typ', signed({ alg: header.alg, kid: header.kid }, claims)],
    ['an unknown critical header', token({}, { crit: ['x'], x: 1 })],
    ['a critical header that is not there', token({}, { crit: ['exp'] })],
    ['no critical header', token({}, { crit: [] })],
    ['claims that are not encoded', token({}, { crit: ['b64'], b64: false })],
    ['a header that is no object', signed(['HS256'], claims)],
    ['a header that is no JSON', signed('{alg:HS256}', claims)],
    ['two algs, the first of them good', signed(`{"alg":"HS256","alg":"none","typ":"at+jwt"}`, claims)],
    ['claims that are a list', signed(header, [claims])],
    ['claims that are a text', signed(header, '"claims"')],
    ['claims that are null', signed(header, 'null')],
    ['claims that are no JSON', signed(header, '{sub:1}')],
    ['no claims', signed(header, {})],
    ['a token in a token', signed({ ...header, cty: 'JWT' }, good)],
    [
      'encrypted',
      await new EncryptJWT(claims).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key),
    ],
    ['a JWS in JSON', base64url({ protected: head, payload: body, signature })],
    ['another issuer', token({ iss: 'https://evil.example' })],
    ['our issuer with a slash more', token({ iss: `${genuine.issuer}/` })],
    ['a list of issuers', token({ iss: [genuine.issuer] })],
    ['no issuer', token({ iss: undefined })],
    ['another audience', token({ aud: 'another-api' })],
    ['a list of other audiences', token({ aud: ['a', 'b'] })],
    ['no audience', token({ aud: undefined })],
    ['expired', token({ iat: nowSeconds - 700, exp: nowSeconds - 60 })],
    ['no expiry', token({ exp: undefined })],
    ['an expiry in words', token({ exp: 'never' })],
    ['an expiry in a text', token({ exp: String(claims.exp) })],
    ['a huge expiry', token({ exp: Number.MAX_SAFE_INTEGER })],
    ['a year', token({ exp: nowSeconds + 31_536_000 })],
    ['a minute more than any token gets', token({ exp: nowSeconds + 660 })],
    ['no issue time', token({ iat: undefined })],
    ['an issue time in a text', token({ iat: String(nowSeconds) })],
    ['of tomorrow', token({ iat: nowSeconds + 86_400, exp: nowSeconds + 87_000 })],
    ['of an hour ago and still good', token({ iat: nowSeconds - 3600 })],
    ['not yet valid', token({ nbf: nowSeconds + 600 })],
    ['valid from a text on', token({ nbf: 'now' })],
    ['no subject', token({ sub: undefined })],
    ['a subject that is no id', token({ sub: 'admin' })],
    ['a list of subjects', token({ sub: [genuine.userId] })],
    ['two subjects, the first of them good', signed(header, `${text.slice(0, -1)},"sub":"admin"}`)],
    ['no organisation', token({ org: undefined })],
    ['an organisation that is SQL', token({ org: "' or 1=1" })],
    ['a list of organisations', token({ org: [genuine.orgId] })],
    ['no session', token({ sid: undefined })],
    ['a session that is no id', token({ sid: '1' })],
    ['a list of sessions', token({ sid: [genuine.sessionId] })],
    ['a session of null', token({ sid: null })],
  ];
}

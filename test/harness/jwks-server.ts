// An outside issuer: it signs tokens with keys of its own, publishes them at an address, and can be out of reach.
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JWK } from 'jose';

export type Algorithm = 'RS256' | 'ES256' | 'EdDSA';

export interface SigningKey {
  alg: Algorithm;
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export interface Issuer {
  issuer: string;
  audience: string;
  jwksUrl: string;
  /** How often its keys were asked for. */
  asked: () => number;
  /** Publishes a key of this kind from now on. */
  publish(alg: Algorithm): Promise<SigningKey>;
  /** One that signs already, and is published later. */
  prepare(alg: Algorithm): Promise<SigningKey & { publish(): void }>;
  /** "up", or how it fails from now on. */
  become(state: 'up' | 'broken' | 'away' | 'silly'): void;
  /** Valid for a minute unless told; `undefined` takes a claim or header away. */
  sign(key: SigningKey, claims?: object, header?: object): Promise<string>;
  close(): Promise<void>;
}

export const AUDIENCE = 'flux';

export async function startIssuer(): Promise<Issuer> {
  const keys: JWK[] = [];
  let state = 'up';
  let asked = 0;
  const server = http.createServer((request, response) => {
    asked++;
    if (state === 'away') return void request.socket.destroy();
    if (state === 'broken') return void response.writeHead(500).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(state === 'silly' ? { hello: 'world' } : { keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const prepare: Issuer['prepare'] = async (alg) => {
    const key = { alg, kid: randomUUID(), ...pairFor(alg) };
    const jwk = { ...(await exportJWK(key.publicKey)), kid: key.kid, alg, use: 'sig' };
    return { ...key, publish: () => void keys.push(jwk) };
  };

  return {
    issuer,
    audience: AUDIENCE,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    asked: () => asked,
    prepare,
    async publish(alg) {
      const key = await prepare(alg);
      key.publish();
      return key;
    },
    become: (next) => void (state = next),
    sign: ({ alg, kid, privateKey }, claims = {}, header = {}) => {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const standard = { iss: issuer, aud: AUDIENCE, iat: nowSeconds, exp: nowSeconds + 60 };
      return new SignJWT({ ...standard, ...claims })
        .setProtectedHeader({ alg, typ: 'JWT', kid, ...header })
        .sign(privateKey);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pairFor(alg: Algorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('ed25519');
}

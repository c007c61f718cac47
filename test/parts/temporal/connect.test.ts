// Connections to Temporal: plain, over TLS with a private authority and certificates on both sides, and with an API key, as Temporal Cloud has it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, rm, truncate } from 'node:fs/promises';
import { createServer as createUnencryptedServer } from 'node:http2';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  connectionOptions,
  connectTemporal,
  type Temporal,
  type TemporalConfig,
} from '../../../temporal/connect.ts';
import { readBundle } from '../../../temporal/bundle.ts';
import { reachTemporal } from '../../../temporal/reach-temporal.ts';
import { ensureSchedules } from '../../../temporal/schedules.ts';
import { pem, refusingFront, tlsFront, type Front } from '../../harness/tls-front.ts';

let front: Front;
beforeAll(async () => {
  front = await tlsFront(inject('ground').temporalAddress);
});
afterAll(() => front.close());

const secured = () => ({
  TEMPORAL_ADDRESS: front.address,
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_TLS: true,
  TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
  TEMPORAL_TLS_CA_PATH: pem('ca.pem'),
  TEMPORAL_TLS_CERT_PATH: pem('client.pem'),
  TEMPORAL_TLS_KEY_PATH: pem('client.key'),
});

async function isReady(config: Parameters<typeof connectTemporal>[0]): Promise<boolean> {
  const temporal = connectTemporal(config);
  try {
    return await temporal.ready();
  } finally {
    await temporal.close();
  }
}

test('nothing is set: no TLS, no key', () => {
  expect(connectionOptions({})).toEqual({ address: '127.0.0.1:7233', tls: false });
});

test('certificates on both sides: client and worker get through', async () => {
  expect(await isReady(secured())).toBe(true);
  const connection = await NativeConnection.connect(connectionOptions(secured()));
  await connection.close();
});

test('a server that does not have our namespace is not ready for us', async () => {
  expect(await isReady(there())).toBe(true);
  expect(await isReady({ ...there(), TEMPORAL_NAMESPACE: 'canary' })).toBe(false);
});

// Whoever is refused tries again for a while: they wait side by side.
describe.concurrent('nobody gets through', () => {
  test.each([
    ['without TLS', { TEMPORAL_TLS: false }],
    ['with the name of another server', { TEMPORAL_TLS_SERVER_NAME: 'elsewhere.test' }],
  ])('%s', async (_what, change) => {
    expect(await isReady({ ...secured(), ...change })).toBe(false);
  });

  test('without a certificate of its own', async () => {
    const { TEMPORAL_TLS_CERT_PATH: _cert, TEMPORAL_TLS_KEY_PATH: _key, ...anonymous } = secured();
    expect(await isReady(anonymous)).toBe(false);
  });
});

test.each([
  [
    { TEMPORAL_TLS_CA_PATH: '/planted.pem' },
    'TEMPORAL_TLS_CA_PATH names a file that cannot be read (ENOENT).',
  ],
  [{ TEMPORAL_TLS_CA_PATH: pem('.') }, 'TEMPORAL_TLS_CA_PATH names a file that cannot be read (EISDIR).'],
  [
    { TEMPORAL_TLS_CA_PATH: pem('client.key') },
    'TEMPORAL_TLS_CA_PATH names a file that holds no certificate in PEM form.',
  ],
  [
    { TEMPORAL_TLS_CERT_PATH: pem('client.key') },
    'TEMPORAL_TLS_CERT_PATH names a file that holds no certificate in PEM form.',
  ],
  [
    { TEMPORAL_TLS_KEY_PATH: pem('client.pem') },
    'TEMPORAL_TLS_KEY_PATH names a file that holds no private key in PEM form.',
  ],
  [
    { TEMPORAL_TLS_KEY_PATH: pem('server.key') },
    'TEMPORAL_TLS_KEY_PATH names a file with the key of another certificate.',
  ],
])('a file that is no good is named by its variable, and not by its path: %j', (change, sentence) => {
  expect(() => connectTemporal({ ...secured(), ...change })).toThrow(new Error(sentence));
});

test('so is a bundle that is none, or not a whole one', async () => {
  const { bundlePath } = inject('ground');
  expect(readBundle(bundlePath)).toEqual({ codePath: bundlePath });
  const cut = `${bundlePath}.${randomUUID()}`;
  await copyFile(bundlePath, cut);
  for (const path of ['package.json', '/dev/null'])
    expect(() => readBundle(path)).toThrow(
      new Error('WORKFLOW_BUNDLE_PATH names a file that `npm run bundle` did not write.'),
    );
  await truncate(cut, 100_000);
  expect(() => readBundle(cut)).toThrow('did not write');
  await rm(cut);
  expect(() => readBundle(cut)).toThrow(
    new Error('WORKFLOW_BUNDLE_PATH names a file that cannot be read (ENOENT).'),
  );
});

test('an API key goes with every call, and the namespace beside it', async () => {
  const cloud = await refusingFront();
  const temporal = connectTemporal({
    TEMPORAL_ADDRESS: cloud.address,
    TEMPORAL_NAMESPACE: 'flux.a1b2c',
    TEMPORAL_API_KEY: 'key-of-nobody',
    TEMPORAL_TLS: true,
    TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
    TEMPORAL_TLS_CA_PATH: pem('ca.pem'),
  });
  await expect(temporal.client.workflow.getHandle('any').describe()).rejects.toThrow(
    /describe|UNAUTHENTICATED|gRPC/i,
  );
  await temporal.close();
  await cloud.close();
  expect(cloud.heard).toContainEqual({ authorization: 'Bearer key-of-nobody', namespace: 'flux.a1b2c' });
});

test('closing ends whatever is asked, also between two tries, and nothing wakes up later', async () => {
  const open = new Set<Temporal>();
  const away = createUnencryptedServer();
  away.on('stream', (stream) => {
    stream.respond({ 'content-type': 'application/grpc', 'grpc-status': '14' }, { endStream: true });
    // Whoever was refused before waits for its next try by now.
    const [first] = open;
    if (open.delete(first!)) void first!.close();
  });
  await once(away.listen(0, '127.0.0.1'), 'listening');
  const TEMPORAL_ADDRESS = `127.0.0.1:${(away.address() as AddressInfo).port}`;
  const asked = Array.from({ length: 20 }, async () => {
    const temporal = connectTemporal({ ...there(), TEMPORAL_ADDRESS });
    open.add(temporal);
    return temporal.client.workflow.getHandle('any').describe();
  });
  const outcomes = await Promise.allSettled(asked);
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(open.size).toBe(0);
  away.close();
});

test('closing ends what waits for an answer: no process waits for it', async () => {
  const asked = Promise.withResolvers<void>();
  const mute = createUnencryptedServer();
  mute.on('stream', (stream) => {
    stream.on('error', () => undefined);
    asked.resolve();
  });
  await once(mute.listen(0, '127.0.0.1'), 'listening');
  const TEMPORAL_ADDRESS = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const temporal = connectTemporal({ ...there(), TEMPORAL_ADDRESS });
  const answer = temporal.client.connection.workflowService
    .getSystemInfo({})
    .catch((error: unknown) => error);
  await asked.promise;
  await temporal.close();
  // CANCELLED
  expect(await answer).toMatchObject({ code: 1 });
  mute.close();
});

const nothing = async (): Promise<void> => {};
const reach = async (
  config: TemporalConfig,
  prepare: (client: Client) => Promise<void> = nothing,
): Promise<string> => {
  const temporal = connectTemporal(config);
  try {
    await reachTemporal(config, temporal, {
      prepare: () => prepare(temporal.client),
      patienceMs: 0,
      answerMs: 500,
    }).then((connection) => connection.close());
    return 'reached';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await temporal.close();
  }
};
const there = () => ({ TEMPORAL_ADDRESS: inject('ground').temporalAddress, TEMPORAL_NAMESPACE: 'default' });

describe('a worker that cannot get to work says why', () => {
  test('and where nothing is in its way it does not', async () => {
    expect(await reach(there())).toBe('reached');
  });

  test('nobody at the address', async () => {
    expect(await reach({ ...there(), TEMPORAL_ADDRESS: '127.0.0.1:1' })).toBe(
      'TEMPORAL_ADDRESS leads to a server that cannot be reached.',
    );
  });

  test('a server that lets us in and then says nothing', async () => {
    const [host, port] = there().TEMPORAL_ADDRESS.split(':');
    let isMute = false;
    const mute = createServer((client) => {
      const server = connect(Number(port), host);
      client.on('data', (data: Buffer) => isMute || server.write(data));
      server.pipe(client).on('close', () => server.destroy());
    });
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    const address = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const said = await reach({ ...there(), TEMPORAL_ADDRESS: address }, (client) => {
      isMute = true;
      return ensureSchedules(client, `mute-${randomUUID()}`);
    });
    expect(said).toBe('TEMPORAL_ADDRESS leads to a server that cannot be reached.');
    mute.close();
  });

  test('a namespace that is not there', async () => {
    expect(await reach({ ...there(), TEMPORAL_NAMESPACE: 'canary' })).toBe(
      'TEMPORAL_NAMESPACE names a namespace that this server does not have.',
    );
  });
});

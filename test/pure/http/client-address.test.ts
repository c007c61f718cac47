// Which address a request is held to have come from.
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../../src/http/client-address.ts';

async function addressOf(options: { socket?: string; forwarded?: string; hops?: number }): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, options.hops ?? 0)));
  const headers = options.forwarded === undefined ? {} : { 'X-Forwarded-For': options.forwarded };
  const env = options.socket === undefined ? {} : { incoming: { socket: { remoteAddress: options.socket } } };
  return (await app.request('/', { headers }, env)).text();
}

describe('no proxy is trusted', () => {
  test.each([
    ['198.51.100.7', undefined, '198.51.100.7'],
    ['198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['198.51.100.7', '203.0.113.9, 203.0.113.10', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['2001:DB8::1', undefined, '2001:db8:0:0::/64'],
    ['2001:db8:0:0:ffff::', undefined, '2001:db8:0:0::/64'],
    ['fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['::1', undefined, '0:0:0:0::/64'],
    ['::ffff:198.51.100.7', undefined, '198.51.100.7'],
    ['::ffff:c633:6407', undefined, '198.51.100.7'],
    [undefined, '203.0.113.9', '0.0.0.0'],
  ])('from %s with %s: %s', async (socket, forwarded, expected) => {
    expect(
      await addressOf({ ...(socket && { socket }), ...(forwarded !== undefined && { forwarded }) }),
    ).toBe(expected);
  });
});

describe('behind proxies of ours', () => {
  test.each([
    [1, '203.0.113.9', '203.0.113.9'],
    // What the client made up stands on the left.
    [1, '192.0.2.1, 192.0.2.2, 203.0.113.9', '203.0.113.9'],
    [2, '192.0.2.1, 203.0.113.9, 198.51.100.8', '203.0.113.9'],
    [1, '203.0.113.9:4711', '203.0.113.9'],
    [1, '[2001:db8:1:2:3::9]:4711', '2001:db8:1:2::/64'],
    [1, '2001:db8:1:2:3::9', '2001:db8:1:2::/64'],
    [1, '::ffff:203.0.113.9', '203.0.113.9'],
    // Nothing to believe: whoever stands at the socket.
    [2, '203.0.113.9', '198.51.100.7'],
    [1, '', '198.51.100.7'],
    [1, undefined, '198.51.100.7'],
    [1, 'unknown', '198.51.100.7'],
    [1, '203.0.113.9, 300.1.1.1', '198.51.100.7'],
    [1, '203.0.113.9, <script>', '198.51.100.7'],
  ])('%i hops, %s: %s', async (hops, forwarded, expected) => {
    expect(
      await addressOf({ socket: '198.51.100.7', hops, ...(forwarded !== undefined && { forwarded }) }),
    ).toBe(expected);
  });
});

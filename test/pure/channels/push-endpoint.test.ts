// Which push endpoints we call, and what a subscription may not make us connect to.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUSH_SERVICE_HOSTS, acceptPushEndpoint } from '../../../src/channels/push-endpoint.ts';
import { isPublicAddress } from '../../../src/channels/public-address.ts';
import { MAX_PLAINTEXT_BYTES, fitPushPayload } from '../../../src/channels/push-payload.ts';

const rules = { allowedHosts: PUSH_SERVICE_HOSTS, extraAllowedOrigins: ['http://127.0.0.1:4010'] };

const GOOD = [
  'https://fcm.googleapis.com/fcm/send/abc:APA91b-x_y',
  'https://fcm.googleapis.com/wp/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/gAAAAA',
  'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%2f%2b',
  'https://web.push.apple.com/QABC',
  'https://api.push.apple.com/3/device/1',
  'http://127.0.0.1:4010/push/device-1',
];

const BAD = [
  '',
  'fcm.googleapis.com/x',
  'http://fcm.googleapis.com/x',
  'https:fcm.googleapis.com/x',
  'https:/fcm.googleapis.com/x',
  'https:///fcm.googleapis.com/x',
  'https:\\\\fcm.googleapis.com\\x',
  'https://fcm.googleapis.com\\@evil.example/x',
  'https://evil.example\\.fcm.googleapis.com/x',
  ' https://fcm.googleapis.com/x',
  'https://fcm.googleapis.com/x\n',
  'https://fcm.goo\tgleapis.com/x',
  'https://fcm.googleapis.com /x',
  'ftp://fcm.googleapis.com/x',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https://user@fcm.googleapis.com/x',
  'https://user:pw@fcm.googleapis.com/x',
  'https://fcm.googleapis.com@evil.example/x',
  'https://evil.example#@fcm.googleapis.com/x',
  'https://evil.example?@fcm.googleapis.com/x',
  'https://fcm.googleapis.com/x#y',
  'https://fcm.googleapis.com/x#',
  'https://fcm.googleapis.com:8443/x',
  'https://fcm.googleapis.com:80/x',
  'https://fcm.googleapis.com./x',
  'https://fcm.googleapis.com.evil.example/x',
  'https://xfcm.googleapis.com/x',
  'https://x.fcm.googleapis.com/x',
  'https://evil.example/fcm.googleapis.com',
  'https://push.apple.com/x',
  'https://.push.apple.com/x',
  'https://evilpush.apple.com/x',
  'https://push.apple.com.evil.example/x',
  'https://notify.windows.com/x',
  'https://localhost/x',
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f000001/x',
  'https://0177.0.0.1/x',
  'https://10.0.0.1/x',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[fe80::1]/x',
  'https://metadata.google.internal/x',
  'https://fcm.googleapis.com%2eevil.example/x',
  'https://fcm.googleapis.com%00.evil.example/x',
  'https://fcm。googleapis。com.evil.example/x',
  'http://127.0.0.1:4011/push/1',
  'http://127.0.0.1/push/1',
  'https://127.0.0.1:4010/push/1',
  'http://localhost:4010/push/1',
  'http://user@127.0.0.1:4010/push/1',
  'http://127.0.0.1:4010@evil.example/push/1',
  `https://fcm.googleapis.com/${'x'.repeat(2048)}`,
  `https://fcm.googleapis.com/${'é'.repeat(1000)}`,
];

describe('a push endpoint', () => {
  it.each(GOOD)('of a push service is taken: %s', (endpoint) => {
    expect(acceptPushEndpoint(endpoint, rules)).toEqual({ href: endpoint });
  });

  it.each(BAD)('is refused: %j', (endpoint) => {
    expect(acceptPushEndpoint(endpoint, rules)).toHaveProperty('refused');
  });

  it.each([
    ['HTTPS://FCM.GoogleAPIs.com/X', 'https://fcm.googleapis.com/X'],
    ['https://fcm.googleapis.com:443/x', 'https://fcm.googleapis.com/x'],
    ['https://fcm.googleapis.com/a/../b', 'https://fcm.googleapis.com/b'],
    ['https://ｆcm.googleapis.com/x', 'https://fcm.googleapis.com/x'],
  ])('is stored in its normal form: %s', (endpoint, href) => {
    expect(acceptPushEndpoint(endpoint, rules)).toEqual({ href });
  });

  it('whatever is accepted leads to a push service, over TLS, however it is read', () => {
    const piece = fc.constantFrom(
      ...'https: http: / // \\ @ : # ? . %2e %00 [ ] 443 fcm.googleapis.com .push.apple.com'.split(' '),
      ...'evil.example 127.0.0.1 localhost x ::1'.split(' '),
      ' ',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const result = acceptPushEndpoint(`https://${pieces.join('')}`, {
          ...rules,
          extraAllowedOrigins: [],
        });
        if (!('href' in result)) return;
        const { protocol, hostname, port, username, password, hash, href } = new URL(result.href);
        expect(hostname).toMatch(/^fcm\.googleapis\.com$|^.+\.push\.apple\.com$/);
        expect([protocol, port, username, password, hash]).toEqual(['https:', '', '', '', '']);
        expect(href).toBe(result.href);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '142.250.185.106',
    '172.15.255.255',
    '172.32.0.1',
    '2a00:1450:4001:82a::200a',
    '2600::',
  ])('of the Internet is public: %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ...'0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1'.split(' '),
    ...'172.31.255.255 192.0.0.8 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1'.split(' '),
    ...'224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 64:ff9b::7f00:1'.split(
      ' ',
    ),
    ...'fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001::1 2001:db8::1 2002:7f00:1:: 100::1'.split(' '),
    'localhost',
    '',
  ])('is not public: %j', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the payload of a push', () => {
  it('is left alone while it fits', () => {
    const payload = { title: 't', body: 'x'.repeat(3993 - '{"title":"t","body":""}'.length) };
    expect(fitPushPayload(payload)).toBe(JSON.stringify(payload));
    expect(fitPushPayload({ ...payload, body: `${payload.body}x` })).toContain('x…"}');
  });

  it('always fits, stays JSON and keeps all but the end of the body', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '"', '\n', '\u0001', '🏃', '漢'),
      maxLength: 4000,
    });
    fc.assert(
      fc.property(text, (body) => {
        const fitted = fitPushPayload({ title: 'Run', body, data: { id: 1 } }) ?? '';
        expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(MAX_PLAINTEXT_BYTES);
        const shown: { title: string; body: string; data: object } = JSON.parse(fitted);
        expect(shown).toMatchObject({ title: 'Run', data: { id: 1 } });
        if (shown.body === body) return;
        expect(body.startsWith(shown.body.slice(0, -1))).toBe(true);
        expect(shown.body.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(fitted)).toBeGreaterThan(MAX_PLAINTEXT_BYTES - 6);
      }),
      { numRuns: 100 },
    );
  });

  it('that cannot fit is none', () => {
    expect(fitPushPayload({ title: 'x'.repeat(4000), body: '' })).toBeNull();
  });
});

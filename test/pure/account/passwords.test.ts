// Which passwords are refused as too easy, what a session is called, and how an outside issuer may be configured.
import { describe, expect, test } from 'vitest';
import { isApiKey, createKey } from '../../../src/account/api-key.ts';
import { outsideRules } from '../../../src/account/outside-rules.ts';
import { isWeakPassword } from '../../../src/account/password-rules.ts';
import { sessionLabel } from '../../../src/account/session-label.ts';

describe('is too easy:', () => {
  test.each([
    ['Password123', 'a word and a row of digits'],
    ['P@ssw0rd2026!', 'the same in disguise'],
    ['iloveyou1234', 'what lovers take'],
    ['Summer2026!', 'a season and a year'],
    ['qwertyuiop', 'a row of keys'],
    ['poiuytrewq', 'backwards'],
    ['1qaz2wsx3edc', 'columns of keys'],
    ['q1w2e3r4t5', 'two rows'],
    ['1234567890', 'digits'],
    ['9876543210', 'digits backwards'],
    ['abcdefghijkl', 'the alphabet'],
    ['aaaaaaaaaaaa', 'one letter'],
    ['abcabcabcabca', 'three letters'],
    ['passwordpassword', 'a word twice'],
    ['qwerty123456', 'a row and digits'],
    ['ana@example.com', 'the own address'],
    ['ANA@example.com!!', 'the own address in disguise'],
    ['\ufb01\ufb02\ufb03\ufb00', 'nine letters in four ligatures'],
    ['e\u0301'.repeat(9), 'nine letters in eighteen characters'],
  ])('%s: %s', (password) => {
    expect(isWeakPassword(password, 'ana@example.com')).toBe(true);
  });
});

describe('will do:', () => {
  test.each([
    'correct horse battery',
    'caf\u00e9 au lait',
    'n3WqTz81xV',
    'a summer that never ends',
    '\u6b63\u3057\u3044\u99ac\u306e\u96fb\u6c60\u30db\u30c1\u30ad\u30b9',
    'test 8472 9183 4421 7730 and more',
  ])('%s', (password) => {
    expect(isWeakPassword(password, 'ana@example.com')).toBe(false);
    expect(isWeakPassword(password, null)).toBe(false);
  });
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['curl/8.15.0', 'curl'],
  ['node', null],
  ['<script>alert(1)</script>', null],
  [undefined, null],
])('%s is called %s', (agent, label) => {
  expect(sessionLabel(agent)).toBe(label);
});

test('an API key is told from other tokens at a glance', () => {
  const { key, prefix } = createKey();
  expect(isApiKey(key)).toBe(true);
  expect(key).toMatch(/^flux_.{8}_.{43}$/);
  expect(key.startsWith(`${prefix}_`)).toBe(true);
  for (const other of [prefix, `${key}x`, key.slice(0, -1), key.toUpperCase(), `x${key}`, 'flux_', 'a.b.c'])
    expect(isApiKey(other)).toBe(false);
});

describe('an outside issuer', () => {
  const issuer = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'flux' };
  const jwks = { ...issuer, AUTH_JWKS_URL: 'https://issuer.example/jwks' };
  const shared = { ...issuer, AUTH_JWT_SECRET: 'x'.repeat(32) };

  test('is not there, or is there with one kind of key', () => {
    expect(outsideRules({})).toBeNull();
    expect(outsideRules(shared)).toMatchObject({ algorithms: ['HS256'], secret: 'x'.repeat(32) });
    const rules = outsideRules(jwks);
    expect(rules?.algorithms).toContain('RS256');
    expect(rules?.algorithms.filter((name) => name.startsWith('HS') || /none/i.test(name))).toEqual([]);
    expect(outsideRules({ ...jwks, AUTH_ALGORITHMS: 'ES256, RS256' })?.algorithms).toEqual([
      'ES256',
      'RS256',
    ]);
    expect(outsideRules({ ...jwks, AUTH_JWKS_URL: 'http://127.0.0.1:3000/jwks' })).not.toBeNull();
  });

  test.each<[object, string]>([
    [{ AUTH_AUDIENCE: 'flux' }, 'AUTH_AUDIENCE means nothing without AUTH_ISSUER'],
    [{ AUTH_JWT_SECRET: 'x' }, 'AUTH_JWT_SECRET means nothing without AUTH_ISSUER'],
    [{ AUTH_ISSUER: 'https://issuer.example' }, 'AUTH_ISSUER needs AUTH_AUDIENCE'],
    [issuer, 'AUTH_ISSUER needs exactly one of AUTH_JWKS_URL and AUTH_JWT_SECRET'],
    [{ ...jwks, ...shared }, 'AUTH_ISSUER needs exactly one of AUTH_JWKS_URL and AUTH_JWT_SECRET'],
    [{ ...issuer, AUTH_JWT_SECRET: 'x'.repeat(31) }, 'AUTH_JWT_SECRET must have 32 bytes or more'],
    [{ ...shared, AUTH_ALGORITHMS: 'HS512' }, 'AUTH_JWT_SECRET must have 64 bytes or more'],
    [{ ...shared, AUTH_ALGORITHMS: 'RS256' }, 'AUTH_ALGORITHMS may name HS256, HS384, HS512 here'],
    [{ ...jwks, AUTH_ALGORITHMS: 'RS256,HS256' }, 'AUTH_ALGORITHMS may name RS256'],
    [{ ...jwks, AUTH_ALGORITHMS: 'none' }, 'AUTH_ALGORITHMS may name RS256'],
    [{ ...jwks, AUTH_JWKS_URL: 'http://issuer.example/jwks' }, 'AUTH_JWKS_URL must be https'],
    [{ ...jwks, PUBLIC_URL: issuer.AUTH_ISSUER }, 'AUTH_ISSUER must not be our own PUBLIC_URL'],
  ])('%o is refused: %s', (settings, sentence) => {
    expect(() => outsideRules(settings)).toThrow(sentence);
  });
});

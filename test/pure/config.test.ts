// What the environment may say, and the sentence for what it may not.
import { expect, test } from 'vitest';
import { API_NEEDS, readConfig, WORKER_NEEDS } from '../../src/config.ts';
import { completeConfig } from '../../src/dev/complete-config.ts';
import type { DevSecrets } from '../../src/dev/secrets.ts';
import { LOCAL } from '../../src/http/cors.ts';

const ADDRESS = { TEMPORAL_ADDRESS: 'temporal.example.com:7233' };
const CLIENT = { TEMPORAL_TLS_CERT_PATH: '/client.pem', TEMPORAL_TLS_KEY_PATH: '/client.key' };

test('without anything everything has its default, frozen', () => {
  const config = readConfig([], {});
  expect(config).toMatchObject({ PORT: 3000, CORS_ORIGINS: [], TEMPORAL_NAMESPACE: 'default' });
  expect(Object.isFrozen(config)).toBe(true);
});

test('what is set to nothing is not set', () => {
  expect(readConfig([], { PORT: '', TOKEN_SECRET: '' })).toEqual(readConfig([], {}));
});

test('all that is missing is named at once', () => {
  const names = API_NEEDS.map((name) => `${name} is missing`).join('; ');
  expect(() => readConfig(API_NEEDS, {})).toThrow(`Configuration: ${names}. See .env.example.`);
});

test('what is wrong is named, and never said', () => {
  const wrong = { TOKEN_SECRET: 'hunter2', PORT: '70000' };
  expect(() => readConfig([], wrong)).toThrow(/PORT: .*TOKEN_SECRET: /);
  expect(() => readConfig([], wrong)).not.toThrow(/hunter2|70000/);
});

test.each<[string, NodeJS.ProcessEnv, boolean]>([
  ['nothing', {}, false],
  ['an address', ADDRESS, false],
  ['an API key', { ...ADDRESS, TEMPORAL_API_KEY: 'key' }, true],
  ['a client certificate', { ...ADDRESS, ...CLIENT }, true],
  ['"true"', { ...ADDRESS, TEMPORAL_TLS: 'true' }, true],
  ['"false"', { ...ADDRESS, TEMPORAL_TLS: 'false' }, false],
  ['nothing in quotes', { ...ADDRESS, TEMPORAL_TLS: '' }, false],
  ['a private CA', { ...ADDRESS, TEMPORAL_TLS: 'true', TEMPORAL_TLS_CA_PATH: '/ca.pem' }, true],
])('TLS to Temporal with %s', (_, env, tls) => {
  expect(readConfig([], env).TEMPORAL_TLS).toBe(tls);
});

test.each<[string, NodeJS.ProcessEnv]>([
  ['TEMPORAL_TLS_CERT_PATH needs TEMPORAL_TLS_KEY_PATH as well', { TEMPORAL_TLS_CERT_PATH: '/client.pem' }],
  ['TEMPORAL_TLS_KEY_PATH needs TEMPORAL_TLS_CERT_PATH as well', { TEMPORAL_TLS_KEY_PATH: '/client.key' }],
  ['TEMPORAL_API_KEY needs TLS', { TEMPORAL_API_KEY: 'planted', TEMPORAL_TLS: 'false' }],
  ['TEMPORAL_TLS_CERT_PATH needs TLS', { ...CLIENT, TEMPORAL_TLS: 'false' }],
  ['TEMPORAL_TLS_CA_PATH needs TLS', { TEMPORAL_TLS_CA_PATH: '/ca.pem' }],
  ['TEMPORAL_TLS_SERVER_NAME needs TLS', { TEMPORAL_TLS_SERVER_NAME: 'planted' }],
  [
    'TEMPORAL_API_KEY means nothing without TEMPORAL_ADDRESS',
    { TEMPORAL_ADDRESS: '', TEMPORAL_API_KEY: 'planted' },
  ],
  ['TEMPORAL_TLS means nothing without TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: '', TEMPORAL_TLS: 'true' }],
  ['TEMPORAL_TLS: Invalid option', { TEMPORAL_TLS: 'yes' }],
])('refused: %s', (sentence, env) => {
  const boot = () => readConfig([], { ...ADDRESS, ...env });
  expect(boot).toThrow(`Configuration: ${sentence}`);
  expect(boot).not.toThrow(/planted|client\.|ca\.pem/);
});

test.each(['mailto:operator@example.com', 'https://example.com/contact'])(
  '%j is a subject that push services read',
  (VAPID_SUBJECT) => expect(readConfig([], { VAPID_SUBJECT }).VAPID_SUBJECT).toBe(VAPID_SUBJECT),
);

test.each([
  'mailto: operator@example.com',
  'mailto:operator @example.com',
  'mailto:operator',
  'operator@example.com',
  'http://example.com',
  'https://localhost',
  'https://exa mple.com',
])('%j is none: no process starts with it', (VAPID_SUBJECT) => {
  expect(() => readConfig([], { VAPID_SUBJECT })).toThrow(/VAPID_SUBJECT: must be/);
});

test.each([
  'https://flux.example.com',
  'https://flux.example.com/',
  'http://127.0.0.1:3000',
  'http://[::1]:3000',
])('paths can be written behind %j', (PUBLIC_URL) =>
  expect(readConfig([], { PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL.replace(/\/$/, '')),
);

test.each([
  'https://flux.example.com?x=1',
  'https://flux.example.com/?',
  'https://flux.example.com/#top',
  'https://somebody:word@flux.example.com',
  'https:flux.example.com',
  'https://flux.example.com\\api',
  'https://flux.example.com/api',
  'https://flux.example.com/api/',
  'https://flux.example.com//api',
  'ftp://flux.example.com',
])('nothing can be written behind %j: no process starts with it', (PUBLIC_URL) => {
  const boot = () => readConfig([], { PUBLIC_URL });
  expect(boot).toThrow('PUBLIC_URL: must be an address such as');
  expect(boot).not.toThrow(PUBLIC_URL);
});

test('whom push services may write to is for the worker to be told', () => {
  expect(() => readConfig(WORKER_NEEDS, {})).toThrow('VAPID_SUBJECT is missing');
  expect(completeConfig(readConfig([], {}), secrets, found).VAPID_SUBJECT).toMatch(/^mailto:/);
  const VAPID_SUBJECT = 'https://example.com/contact';
  expect(completeConfig(readConfig([], { VAPID_SUBJECT }), secrets, found).VAPID_SUBJECT).toBe(VAPID_SUBJECT);
});

test('a comma at the end of a list is none between two', () => {
  const lists = { CORS_ORIGINS: 'https://a.example, ', PHONE_COUNTRIES: 'DE,', RATE_LIMITS: 'crud=7/min,' };
  expect(readConfig([], lists)).toMatchObject({
    CORS_ORIGINS: ['https://a.example'],
    PHONE_COUNTRIES: ['DE'],
    RATE_LIMITS: { crud: { capacity: 7 } },
  });
});

test('countries that codes go to are two letters each', () => {
  expect(readConfig([], { PHONE_COUNTRIES: 'de, at' }).PHONE_COUNTRIES).toEqual(['DE', 'AT']);
  expect(readConfig([], {}).PHONE_COUNTRIES).toContain('MX');
  expect(readConfig([], { PHONE_COUNTRIES: 'DE, AT, ' }).PHONE_COUNTRIES).toEqual(['DE', 'AT']);
  for (const PHONE_COUNTRIES of ['DE;AT', 'Germany', ','])
    expect(() => readConfig([], { PHONE_COUNTRIES })).toThrow(/PHONE_COUNTRIES/);
});

const found = {
  databaseUrl: 'postgres://localhost/flux',
  temporalAddress: '',
  publicUrl: '',
  simulatorUrl: '',
  mailUrl: 'smtp://127.0.0.1:2525',
};
const secrets = {} as DevSecrets;

test('on a machine of a developer pages of this machine may call, until a list is given', () => {
  expect(completeConfig(readConfig([], {}), secrets, found).CORS_ORIGINS).toEqual([LOCAL]);
  const listed = readConfig([], { CORS_ORIGINS: 'https://app.example.com' });
  expect(completeConfig(listed, secrets, found).CORS_ORIGINS).toEqual(['https://app.example.com']);
});

test('in development simulated codes cost nothing, unless somebody set what they cost', () => {
  const changed = readConfig([], { RATE_LIMITS: 'code-number=2/day' });
  const limits = completeConfig(changed, secrets, found).RATE_LIMITS;
  expect([limits['code-number'].capacity, limits['code-pair'].capacity, limits.code.capacity]).toEqual([
    2, 400, 3,
  ]);
  const real = completeConfig({ ...changed, TWILIO_ACCOUNT_SID: 'AC1' }, secrets, found);
  expect(real.RATE_LIMITS).toEqual(changed.RATE_LIMITS);
});

// Every variable has a form, and what has it not is refused at the start, by the variable's name and without the value.
import { ECDH } from 'node:crypto';
import webpush from 'web-push';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { VARIABLES } from '../../src/config/groups.ts';

const pair = webpush.generateVAPIDKeys();
const other = webpush.generateVAPIDKeys();
const hexadecimal = '0123456789abcdef'.repeat(2);
const offTheCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
const compressed = ECDH.convertKey(
  pair.publicKey,
  'prime256v1',
  'base64url',
  'base64url',
  'compressed',
) as string;

/** Any text may be a path: whether there is something shows when it is read. */
const PATHS = ['WORKFLOW_BUNDLE_PATH', 'TEMPORAL_CLI_PATH', 'XDG_CACHE_HOME'];

const NO_ORIGINS = ['ftp://planted.example', 'planted.example', 'https://planted.example/path'];
const NO_PORTS = ['-1', '65536', 'planted', '80.5', ' ', '3e3', '0x50'];
const NO_TIMES = ['-1', '1.5', 'planted', '99999999999', ' ', '1e3'];
const NO_SLOTS = ['0', '1.5', 'planted', '10001', '1e3'];
const NO_DATABASES = [
  'mysql://planted/flux',
  'planted',
  'postgres:planted',
  'postgres://flux:pla%nted@host/flux',
];
const NO_NUMBERS = [
  '015551234',
  'planted',
  '+0155512345',
  '+1 555 123 4567',
  'whatsapp:+15551234567',
  '+1999',
];
const noSid = (letters: string) => [
  'planted',
  `${letters}planted`,
  `XX${hexadecimal}`,
  `${letters}${hexadecimal}0`,
];
const NO_MODELS = [
  'planted',
  'planted:planted',
  'anthropik:x',
  'openai:planted,builtin,openai:planted',
  'openai:pl anted',
];
const NO_WORDS = ['planted ', ' planted', 'plan ted', 'planted\n', 'plänted'];

/** In dollars, soft before hard. */
const NO_ALLOWANCES = ['planted', '10/8', '-1/10', '1e3', '8/'];
const WRONG: Record<string, string[]> = {
  NODE_ENV: ['planted'],
  LOG_LEVEL: ['planted'],
  HOST: ['http://planted', 'planted/path', 'plan ted'],
  PORT: NO_PORTS,
  PUBLIC_URL: ['ftp://planted', 'planted', 'http:planted', 'https://planted/path'],
  TOKEN_SECRET: ['planted'],
  TOKEN_SECRET_OLD: ['planted'],
  CORS_ORIGINS: [...NO_ORIGINS, 'https://*.planted.example'],
  TRUSTED_PROXY_HOPS: ['-1', '11', 'planted', ' '],
  RATE_LIMITS: ['crud=planted', 'crud=1/fortnight'],
  REDIS_URL: ['http://planted', 'planted'],
  METRICS_TOKEN: ['planted', 'planted, and with spaces'],
  METRICS_PORT: NO_PORTS,
  AUTH_ISSUER: ['planted'],
  AUTH_AUDIENCE: ['planted'],
  AUTH_JWKS_URL: ['ftp://planted', 'planted'],
  AUTH_JWT_SECRET: ['planted'],
  AUTH_ALGORITHMS: ['planted'],
  DATABASE_URL: NO_DATABASES,
  API_DATABASE_URL: NO_DATABASES,
  WORKER_DATABASE_URL: NO_DATABASES,
  DATABASE_POOL_SIZE: ['0', 'planted', '1.5', '1e1'],
  TEMPORAL_ADDRESS: [
    'http://planted:7233',
    'planted',
    'planted:0',
    'planted:65536',
    'planted:7233/path',
    ' planted:7233',
  ],
  TEMPORAL_NAMESPACE: NO_WORDS,
  TEMPORAL_TASK_QUEUE: NO_WORDS,
  TEMPORAL_API_KEY: NO_WORDS,
  TEMPORAL_TLS: ['planted', '1'],
  TEMPORAL_TLS_SERVER_NAME: ['https://planted', 'plan ted'],
  TEMPORAL_TLS_CA_PATH: ['/planted.pem'],
  TEMPORAL_TLS_CERT_PATH: ['/planted.pem'],
  TEMPORAL_TLS_KEY_PATH: ['/planted.pem'],
  WORKER_WORKFLOW_TASKS: [...NO_SLOTS, '1'],
  WORKER_LOCAL_ACTIVITIES: NO_SLOTS,
  WORKER_ACTIVITIES: NO_SLOTS,
  WORKER_WHATSAPP_MESSAGES: NO_SLOTS,
  WORKER_CALLS: NO_SLOTS,
  WORKER_WAITING_TURNS: NO_SLOTS,
  WORKER_EMAILS: NO_SLOTS,
  WORKER_EXPORTS: NO_SLOTS,
  WORKER_POLLERS: [...NO_SLOTS, '1'],
  WORKER_CACHED_WORKFLOWS: NO_SLOTS,
  MODELS_STRONG: NO_MODELS,
  MODELS_FAST: NO_MODELS,
  OPENAI_API_KEY: NO_WORDS,
  OPENAI_BASE_URL: ['planted', 'ftp://planted', 'https://planted?key=1'],
  ANTHROPIC_API_KEY: NO_WORDS,
  ANTHROPIC_BASE_URL: ['planted', 'https://planted/v1', 'https://planted/v1/'],
  LLM_BUDGET_ORGANISATION: NO_ALLOWANCES,
  LLM_BUDGET_PERSON: NO_ALLOWANCES,
  LLM_BUDGET_GOAL: NO_ALLOWANCES,
  LLM_PRICES: ['planted', '[1]', '{"m": {"input": -1, "output": 0}}', '{"m": {"input": 1}}'],
  LLM_CREDITS: ['planted', '-1/dollar', '1/planted'],
  TWILIO_ACCOUNT_SID: noSid('AC'),
  TWILIO_AUTH_TOKEN: NO_WORDS,
  TWILIO_AUTH_TOKEN_OLD: NO_WORDS,
  TWILIO_WHATSAPP_FROM: NO_NUMBERS,
  TWILIO_CALL_FROM: NO_NUMBERS,
  TWILIO_VERIFY_SERVICE_SID: noSid('VA'),
  PHONE_COUNTRIES: ['DE,ZZ', 'DE;AT', 'Germany', ', '],
  TWILIO_WHATSAPP_TEMPLATE_SID: noSid('HX'),
  TWILIO_API_ORIGIN: NO_ORIGINS,
  VAPID_PUBLIC_KEY: ['planted', pair.publicKey.slice(0, -2), `${pair.publicKey}=`, offTheCurve, compressed],
  VAPID_PRIVATE_KEY: ['planted', pair.privateKey.slice(0, -2), 'A'.repeat(43), '_'.repeat(43)],
  VAPID_SUBJECT: ['planted', 'http://planted.example'],
  PUSH_EXTRA_ORIGIN: NO_ORIGINS,
  EMAIL_SMTP_URL: [
    'planted',
    'http://planted',
    'smtp://planted/path',
    'smtp://planted?pool=1',
    'smtp://name-without-password@planted',
  ],
  EMAIL_FROM: ['planted', 'Planted <planted>', 'a@planted.example, b@planted.example'],
  EMAIL_TIMEOUT_MS: [...NO_TIMES, '0', '90001'],
  EMAIL_LINKS_URL: NO_ORIGINS,
  EMAIL_VERIFICATION: ['planted', 'yes'],
  EMAIL_WEBHOOK_SECRET: ['planted'],
  DISPATCH_SETTLE_MS: NO_TIMES,
  PROVIDER_TIMEOUT_MS: [...NO_TIMES, '0'],
  REMINDER_SPREAD_MS: [...NO_TIMES, '60001'],
  MIN_ESCALATION_WINDOW_MS: NO_TIMES,
  DEV_POSTGRES_PORT: NO_PORTS,
  DEV_TEMPORAL_PORT: NO_PORTS,
  DEV_TEMPORAL_UI_PORT: NO_PORTS,
  DEV_SIMULATOR_PORT: NO_PORTS,
  TEMPORAL_UI_URL: ['ftp://planted', 'planted'],
};

test('every variable but a path has values that are refused', () => {
  expect([...Object.keys(WRONG), ...PATHS].toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
});

test.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
  '%s=%j: no process starts with it',
  (name, value) => {
    const boot = () => readConfig([], { [name]: value });
    expect(boot).toThrow(new RegExp(`^Configuration: ${name}\\b`));
    // A short one may stand in any sentence.
    expect(boot).not.toThrow(value.length > 4 ? value : 'planted');
    expect(boot).not.toThrow('planted');
  },
);

test('a secret that is rotated is another one than the secret before', () => {
  const secret = 'planted'.repeat(5);
  const boot = () => readConfig([], { TOKEN_SECRET: secret, TOKEN_SECRET_OLD: secret });
  expect(boot).toThrow('Configuration: TOKEN_SECRET_OLD is the same as TOKEN_SECRET.');
  expect(boot).not.toThrow('planted');
  readConfig([], { TOKEN_SECRET: secret, TOKEN_SECRET_OLD: `${secret}!` });
});

test('keys of two pairs are refused, and those of one are taken', () => {
  const keys = { VAPID_PUBLIC_KEY: pair.publicKey, VAPID_PRIVATE_KEY: pair.privateKey };
  expect(readConfig([], keys)).toMatchObject(keys);
  expect(() => readConfig([], { ...keys, VAPID_PRIVATE_KEY: other.privateKey })).toThrow(
    'Configuration: VAPID_PRIVATE_KEY does not belong to VAPID_PUBLIC_KEY.',
  );
});

test.each([
  { TEMPORAL_ADDRESS: 'eu-central-1.aws.api.temporal.io:7233' },
  { TEMPORAL_ADDRESS: '[::1]:7233' },
  {
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_NAME: 'flux.a1b2c.tmprl.cloud',
  },
  { API_DATABASE_URL: 'postgresql://flux_api:a%25b@[::1]/flux?sslmode=require' },
  { DATABASE_URL: 'postgres:///flux?host=/var/run/postgresql' },
  { HOST: '::' },
  { HOST: 'api.internal' },
  { PHONE_COUNTRIES: 'xk, ac' },
  { MODELS_STRONG: 'openai:llama3.2:3b, anthropic:claude-opus-5-5,builtin' },
  { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/' },
  { TWILIO_ACCOUNT_SID: `AC${hexadecimal.toUpperCase()}` },
])('%j is taken', (env) => {
  expect(() => readConfig([], env)).not.toThrow();
});

// The API as it is, over a pool that the test can look into.
import { randomUUID } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type pg from 'pg';
import { createAccessTokens, type AccessTokens } from '../../../src/account/access-token.ts';
import { STANDING_ENDED } from '../../../src/account/kept-standing.ts';
import { createTwilio } from '../../../src/channels/twilio-client.ts';
import { createVerify } from '../../../src/channels/verify.ts';
import { openDatabase } from '../../../src/db.ts';
import { createApp } from '../../../src/app.ts';
import type { Env } from '../../../src/http/env.ts';
import { readLimits } from '../../../src/kernel/limits.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { emailSetup } from '../../../src/emails/email-setup.ts';
import { openNotifications } from '../../../src/kernel/notifications.ts';
import { openLimiter } from '../../../src/kernel/rate-limit.ts';
import { poolOf } from '../../../src/kernel/sql.ts';
import { connectTemporal } from '../../../temporal/connect.ts';
import { openFlows } from '../../../temporal/open-flows.ts';

const PUBLIC_URL = 'http://127.0.0.1';
const NONE = { soft: null, hard: null };

export interface OpenApp {
  app: OpenAPIHono<Env>;
  pool: pg.Pool;
  tokens: AccessTokens;
  /** What the log called an error. */
  errors: string[];
  /** Why requests found no database, by SQLSTATE or in words, and how often. */
  outages: Record<string, number>;
}

/** Whoever waits for a locked row gives up after `lockTimeoutMs`. */
export async function openApp(
  options: { databaseUrl: string; temporalAddress: string; poolSize: number; lockTimeoutMs: number },
  stack: AsyncDisposableStack,
): Promise<OpenApp> {
  const orm = await openDatabase(options.databaseUrl, { poolSize: options.poolSize });
  stack.defer(() => orm.close());
  const pool = await poolOf(orm);
  Object.assign(pool.options, { lock_timeout: options.lockTimeoutMs });
  const temporal = connectTemporal({
    TEMPORAL_ADDRESS: options.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
  });
  stack.defer(() => temporal.close());
  const errors: string[] = [];
  const outages: Record<string, number> = {};
  const write = (line: string) => {
    const { level, err } = JSON.parse(line) as { level: string; err?: { code?: string; message: string } };
    if (level === 'error') errors.push(line);
    const reason = err?.code ?? err?.message;
    if (reason !== undefined) outages[reason] = (outages[reason] ?? 0) + 1;
  };
  const log = createLog({ level: 'warn', process: 'test' }, { write });
  const tokenSecret = randomUUID() + randomUUID();
  const limits = readLimits('crud=100000/min');
  const limiter = await openLimiter({ orm, redisUrl: null, limits, secret: tokenSecret, log });
  stack.defer(() => limiter.close());
  const endings = await openNotifications(orm, { channel: STANDING_ENDED, log });
  stack.defer(() => endings.stop());
  // Nobody is called and nobody signs in here.
  const twilio = createTwilio({ accountSid: 'AC', authToken: 'none', apiOrigin: null, timeoutMs: 1 });
  const app = createApp({
    ...openFlows(
      orm,
      { client: temporal.client, taskQueue: `test-${randomUUID()}`, patienceMs: 25_000 },
      log,
    ),
    log,
    limiter,
    endings,
    limits,
    allowances: { organisation: NONE, person: NONE, goal: NONE },
    temporalReady: () => temporal.ready(),
    verify: createVerify(twilio, 'VA'),
    version: '0.0.0',
    publicUrl: PUBLIC_URL,
    tokenSecret,
    outside: null,
    trustedProxyHops: 0,
    phoneCountries: [],
    twilioAccountSid: 'AC',
    corsOrigins: [],
    metricsToken: null,
    authTokens: [],
    tell: () => {},
    vapidPublicKey: '',
    pushRules: { allowedHosts: [], extraAllowedOrigins: [] },
    minEscalationWindowMs: 1000,
    ...emailSetup({
      TOKEN_SECRET: tokenSecret,
      NODE_ENV: 'test',
      PUBLIC_URL,
      EMAIL_TIMEOUT_MS: 60_000,
      DISPATCH_SETTLE_MS: 45_000,
    }),
    emailWebhookSecret: null,
  });
  return {
    app,
    pool,
    tokens: createAccessTokens({ secret: tokenSecret, issuer: PUBLIC_URL }),
    errors,
    outages,
  };
}

// Where the API listens, who may call it and how often.
import { z } from 'zod';
import { describeLimits, readLimits } from '../kernel/limits.ts';
import { isOrigin, itemsOf, port, readBy, url, whole, word } from './kinds.ts';
import { words } from './words.ts';

/**
 * Paths are written behind it, and Twilio signs what comes of that: a path in it would have to be taken off by a proxy,
 * and the signature is over the address without.
 */
const isBase = (given: string): boolean => /^https?:\/\/[^\s/?#@\\]+\/*$/i.test(given);

/** "https://app.example.com, https://other.example.com": each as a browser sends it, no wildcard but this machine. */
const origins = z
  .string()
  .default('')
  .transform(itemsOf)
  .refine(
    (list) => list.every((one) => one === 'localhost' || isOrigin(one)),
    'must be exact origins such as https://app.example.com',
  );

/** Whether this machine has it shows when it is listened at. */
const host = z.string().regex(/^[\w.:%-]+$/, 'must be an IP address or a host name');

export const API = {
  HOST: host.default('127.0.0.1').register(words, {
    what: 'Where the API listens, and the worker with its metrics. In Compose `0.0.0.0`, inside the containers.',
  }),
  PORT: port.default(3000).register(words, {
    what: 'Where the API listens; `0` takes any free port. In Compose: the port of the host that leads to it.',
  }),
  PUBLIC_URL: url
    .refine(isBase, 'must be an address such as https://flux.example.com, without a path, ?, # and @')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional()
    .register(words, {
      what:
        "How Twilio and browsers reach the API, without a path. Twilio's signatures cover it, so it must be exact; " +
        'it is the issuer of our tokens, too.',
      unset: '`http://HOST:PORT` in dev',
      example: 'https://flux.example.com',
    }),
  TOKEN_SECRET: z
    .string()
    .min(32)
    .optional()
    .register(words, {
      what:
        'Signs access tokens and the answer buttons of notifications, and seals stored answers. ' +
        '32 characters or more: `openssl rand -hex 32`.',
      unset: 'made in dev',
      isSecret: true,
    }),
  TOKEN_SECRET_OLD: z
    .string()
    .min(32)
    .optional()
    .register(words, {
      what:
        'A second secret that still counts during a rotation, in three steps: ' +
        'the new one here; then the two change places; after 48 hours none here.',
      isSecret: true,
    }),
  CORS_ORIGINS: origins.register(words, {
    what:
      'Web apps on other origins that may call the API from a browser: exact origins, comma between, no wildcard. ' +
      '`localhost` stands for every port of the machine that the browser runs on.',
    unset: '`localhost` in dev',
    example: 'https://app.example.com',
  }),
  TRUSTED_PROXY_HOPS: whole(0, 10)
    .default(0)
    .register(words, {
      what:
        'How many proxies of yours (0 to 10) stand in front of the API. ' +
        'Each adds an address to `X-Forwarded-For`; what a client writes there is not believed. ' +
        'The door of Compose is one of them.',
    }),
  RATE_LIMITS: z
    .string()
    .default('')
    .transform(readBy(readLimits))
    .register(words, {
      what:
        'Changes to the limits, the same for API and worker, `name=number/unit` with `s`, `min`, `hour` or `day`, comma between. ' +
        `Without it: ${describeLimits()}.`,
      example: 'crud=600/min,code=50/hour',
    }),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .register(words, {
      what:
        'Counts rate limits in Redis, for more than a few processes; the same for API and worker; ' +
        'while it does not answer, PostgreSQL takes its place.',
      unset: 'counted in PostgreSQL',
      example: 'redis://127.0.0.1:6379',
      isSecret: true,
    }),
  METRICS_TOKEN: word
    .min(16)
    .optional()
    .register(words, {
      what:
        'What Prometheus must send as a bearer token to read `/metrics`. ' +
        'Without it, anybody who reaches the port may read them. 16 characters or more.',
      isSecret: true,
    }),
  METRICS_PORT: port.optional().register(words, {
    what: 'Where the worker serves `/metrics`, on `HOST`.',
    unset: 'served nowhere',
    example: '9464',
  }),
};

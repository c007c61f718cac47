// How client and worker reach Temporal: a server in our own network, one with TLS, or Temporal Cloud.
import { z } from 'zod';
import { text, word } from './kinds.ts';
import { words } from './words.ts';

const address = z.string().refine(isAddress, 'must be host:port such as 127.0.0.1:7233, without http://');

function isAddress(given: string): boolean {
  const [, port] = /^(?:[\w.-]+|\[[\da-f:.]+\]):(\d{1,5})$/i.exec(given) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) <= 65_535;
}

export const TEMPORAL = {
  TEMPORAL_ADDRESS: address.optional().register(words, {
    what: "Where the server's frontend is, host:port.",
    unset: 'server of its own in dev',
    example: '127.0.0.1:7233',
  }),
  TEMPORAL_NAMESPACE: word.default('default').register(words, {
    what: 'The namespace that all workflows live in; in Temporal Cloud with the account behind it.',
    example: 'flux.a1b2c',
  }),
  TEMPORAL_TASK_QUEUE: word.default('flux').register(words, {
    what: 'The main task queue; those for waiting turns, WhatsApp and calls are named after it.',
  }),
  TEMPORAL_API_KEY: word.optional().register(words, {
    what: 'The key of Temporal Cloud, or of a server that asks for one. It is sent over TLS only.',
    isSecret: true,
  }),
  TEMPORAL_TLS: z
    .enum(['true', 'false'])
    .transform((given) => given === 'true')
    .optional()
    .register(words, {
      what: '`true` or `false`: whether the server speaks TLS.',
      unset: '`true` with an API key or a client certificate, else `false`',
      example: 'true',
    }),
  TEMPORAL_TLS_SERVER_NAME: z.hostname().optional().register(words, {
    what: "The name in the server's certificate, where it is not that of the address.",
    example: 'flux.a1b2c.tmprl.cloud',
  }),
  TEMPORAL_TLS_CA_PATH: text.optional().register(words, {
    what: "A PEM file with the private CA that signed the server's certificate.",
    unset: 'the public CAs',
    example: '/run/secrets/temporal-ca.pem',
  }),
  TEMPORAL_TLS_CERT_PATH: text.optional().register(words, {
    what: 'A PEM file with our client certificate (mTLS). It needs its key.',
    example: '/run/secrets/temporal-client.pem',
  }),
  TEMPORAL_TLS_KEY_PATH: text.optional().register(words, {
    what: 'A PEM file with the key of the client certificate. It needs its certificate.',
    example: '/run/secrets/temporal-client.key',
  }),
  WORKFLOW_BUNDLE_PATH: text.optional().register(words, {
    what: 'Workflows bundled before by `npm run bundle`; the image has them.',
    unset: 'bundled when the worker starts',
    example: 'dist/workflows.js',
  }),
};

// What every process of Flux asks for, whatever it does.
import { z } from 'zod';
import { words } from './words.ts';

export const PROCESS = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .register(words, { what: '`development`, `test` or `production`.' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .register(words, { what: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`.' }),
};

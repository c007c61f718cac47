// The SDK of OpenAI as we open it, for whoever speaks to it or to a gateway that speaks like it.
import OpenAI from 'openai';
import { isOpenRouter } from './openai-hosts.ts';
import { SDK_TIMEOUT_MS, type Account } from './vendor.ts';
import type { Wire } from './wire.ts';

/** All that may go out, by lower-case name. */
export const OPENAI_HEADERS = [
  'accept',
  'content-type',
  'authorization',
  'user-agent',
  'http-referer',
  'x-openrouter-title',
] as const;

/** One for each call, because the wire is; it takes 30 microseconds. */
export const openaiClient = ({ apiKey, baseUrl, appUrl }: Account, { fetch }: Wire): OpenAI =>
  new OpenAI({
    // All that it would look for in the environment otherwise. Headers of there are held back by the wire.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    logLevel: 'off',
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    fetch,
    defaultHeaders: {
      // Also in place of one of the environment.
      authorization: apiKey === null ? null : `Bearer ${apiKey}`,
      // https://openrouter.ai/docs/app-attribution
      ...(isOpenRouter(baseUrl) && { 'http-referer': appUrl, 'x-openrouter-title': 'Flux' }),
    },
  });

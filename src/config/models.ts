// Which models are asked, and where they are.
import { z } from 'zod';
import { readNamedModels, VENDORS } from '../llm/named-model.ts';
import { itemsOf, readBy, url, word } from './kinds.ts';
import { words } from './words.ts';

/** Paths are written behind it. */
const base = (fallback: string, refused = /[?#]/) =>
  url
    .refine((value) => !refused.test(value), 'must be an address to which paths can be added')
    .default(fallback)
    .transform((value) => value.replace(/\/+$/, ''));

const chain = () =>
  z
    .string()
    .default('')
    .transform(readBy((list) => readNamedModels(itemsOf(list))));

export const MODELS = {
  MODELS_STRONG: chain().register(words, {
    what:
      'Who plans, in the order in which they are asked: `provider:model`, comma between, with `openai` (and every ' +
      'gateway that speaks like it) and `anthropic`. The builtin coach is always the last and need not be named.',
    unset: 'the builtin coach alone',
    example: 'openai:gpt-6.1-sol,anthropic:claude-sonnet-5-5',
  }),
  MODELS_FAST: chain().register(words, {
    what: 'The same for what is asked often and answered briefly: what a message means, what a goal is about.',
    unset: 'the builtin coach alone',
    example: 'openai:gpt-6-luna,anthropic:claude-haiku-5-5',
  }),
  OPENAI_API_KEY: word.optional().register(words, {
    what: 'For the models of `openai`. Without one they are left out, unless `OPENAI_BASE_URL` leads to a gateway.',
    isSecret: true,
  }),
  OPENAI_BASE_URL: base(VENDORS.openai.baseUrl).register(words, {
    what: 'Where Chat Completions are, up to `/v1`: also of OpenRouter, Ollama, LM Studio or vLLM.',
    example: 'http://127.0.0.1:11434/v1',
  }),
  ANTHROPIC_API_KEY: word.optional().register(words, {
    what: 'For the models of `anthropic`. Without one they are left out, unless `ANTHROPIC_BASE_URL` leads to a gateway.',
    isSecret: true,
  }),
  ANTHROPIC_BASE_URL: base(VENDORS.anthropic.baseUrl, /[?#]|\/v1\/*$/).register(words, {
    what: 'Where Messages are, without `/v1`.',
  }),
};

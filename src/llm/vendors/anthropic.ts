// Anthropic's models, by Messages.
import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { Agent } from '../agent.ts';
import { ModelFailure } from '../model-failure.ts';
import type { Answered, CallOptions, Model, Question } from '../model.ts';
import { readJson } from '../read-answer.ts';
import { hearWords } from '../hear-words.ts';
import { writePrompt } from '../write-prompt.ts';
import { failureOfAnswer, readError } from './failures.ts';
import { usageOfAnthropic } from './usage.ts';
import { SDK_TIMEOUT_MS, vendorModel, type Account } from './vendor.ts';
import type { Wire } from './wire.ts';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** `name`: as Anthropic knows it. */
export const anthropicModel = (name: string, account: Account): Model =>
  vendorModel({
    provider: 'anthropic',
    name,
    account,
    headers: ['accept', 'content-type', 'authorization', 'user-agent', 'anthropic-version'],
    whole: (question, wire) => whole(clientOf(account, wire), bodyOf(name, question), wire),
    stream: (question, options, wire) =>
      stream(clientOf(account, wire), bodyOf(name, question), question, options, wire),
  });

/** The version of the API that this file is written for. */
const VERSION = '2026-10-21';

/** One for each call, because the wire is; it takes 30 microseconds. */
const clientOf = ({ apiKey, baseUrl }: Account, { fetch }: Wire): Anthropic =>
  new Anthropic({
    // All that it would look for in the environment or in files. Headers of there are held back by the wire.
    apiKey: apiKey ?? 'none',
    webhookKey: null,
    baseURL: baseUrl,
    logLevel: 'off',
    openTelemetry: false,
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    fetch,
    defaultHeaders: {
      // Also in place of one of the environment.
      authorization: apiKey === null ? null : `Bearer ${apiKey}`,
      'anthropic-version': VERSION,
    },
  });

const formats = new WeakMap<Agent, Anthropic.JSONOutputFormat>();

/** Bounds of numbers and lengths go along as words only: the answer is checked here. */
function formatOf(agent: Agent): Anthropic.JSONOutputFormat {
  const known = formats.get(agent) ?? { type: 'json_schema', schema: zodOutputFormat(agent.output).schema };
  formats.set(agent, known);
  return known;
}

function bodyOf(model: string, question: Question): Body {
  const { system, turns } = writePrompt(question);
  return {
    model,
    system,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    max_tokens: question.mostOutputTokens,
    output_config: { format: formatOf(question.agent) },
  };
}

async function whole(client: Anthropic, body: Body, { signal }: Wire): Promise<Answered> {
  const { data, request_id } = await client.messages.create(body, { signal }).withResponse();
  // A proxy answers less than the SDK's types say, and errors with 200.
  const { content, stop_reason, usage, model } = (data ?? {}) as Partial<Anthropic.Message>;
  if (!Array.isArray(content))
    throw failureOfAnswer('anthropic', { ...readError(data), requestId: request_id });
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return answeredOf(body, { text, stop: stop_reason ?? null, usage, requestId: request_id ?? null, model });
}

async function stream(
  client: Anthropic,
  body: Body,
  { agent }: Question,
  { onWords, onReceived, onUsage }: CallOptions,
  { signal }: Wire,
): Promise<Answered> {
  const { data, request_id } = await client.messages
    .create({ ...body, stream: true }, { signal })
    .withResponse();
  const requestId = request_id ?? null;
  const hear = hearWords(agent.spoken ?? '', onWords ?? (() => undefined));
  let text = '';
  let stop: string | null = null;
  let usage: Record<string, unknown> = {};
  let model: string | undefined;
  const note = (more: object | null | undefined) => {
    // What is said once at the beginning is null later.
    const known = Object.entries(more ?? {}).filter(([, value]) => value !== null);
    usage = { ...usage, ...Object.fromEntries(known) };
    const counted = usageOfAnthropic(usage);
    if (counted) onUsage?.(counted);
  };
  for await (const event of data) {
    if (event.type === 'message_start') {
      model = event.message.model;
      note(event.message.usage);
    } else if (event.type === 'message_delta') {
      stop ??= event.delta.stop_reason;
      note(event.usage);
    } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      text += event.delta.text;
      onReceived?.(Buffer.byteLength(event.delta.text));
      hear(event.delta.text);
    }
  }
  // A stream that is cut or aborted may end for the SDK as if it were whole.
  if (stop === null)
    throw new ModelFailure('provider', { detail: 'the stream of anthropic broke off', requestId });
  return answeredOf(body, { text, stop, usage, requestId, model });
}

interface Came {
  text: string;
  stop: string | null;
  usage: unknown;
  requestId: string | null;
  model: string | undefined;
}

const answeredOf = ({ model: asked }: Body, { text, stop, usage, requestId, model }: Came): Answered => ({
  output: readJson(text),
  text,
  ending: endingOf(stop),
  usage: usageOfAnthropic(usage),
  requestId,
  servedBy: model ?? asked,
});

function endingOf(stop: string | null): Answered['ending'] {
  if (stop === 'refusal') return 'refused';
  return stop === 'max_tokens' || stop === 'model_context_window_exceeded' ? 'cut' : 'whole';
}

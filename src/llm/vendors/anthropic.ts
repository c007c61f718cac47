// Anthropic's models, by Messages.
import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { Agent } from '../agent.ts';
import type { Answered, CallOptions, Model, Question } from '../model.ts';
import { writePrompt } from '../write-prompt.ts';
import { failureOfAnswer, readError } from './failures.ts';
import { bytesIn, fieldsOf } from './fields.ts';
import { gather, takeAll, type Gathering } from './gather.ts';
import { laterUsageOfAnthropic, usageOfAnthropic } from './usage.ts';
import { isJson, SDK_TIMEOUT_MS, vendorModel, type Account } from './vendor.ts';
import type { Wire } from './wire.ts';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** `name`: as Anthropic knows it. */
export const anthropicModel = (name: string, account: Account): Model =>
  vendorModel({
    provider: 'anthropic',
    name,
    account,
    headers: ['accept', 'content-type', 'authorization', 'user-agent', 'anthropic-version'],
    whole: (question, options, wire) => whole({ name, account, question, options, wire }),
    stream: (question, options, wire) => stream({ name, account, question, options, wire }),
  });

interface Call {
  name: string;
  account: Account;
  question: Question;
  options: CallOptions;
  wire: Wire;
}

/** The version of the API that this file is written for. */
const VERSION = '2026-10-21';

/** One for each call, because the wire is; it takes 30 microseconds. */
const clientOf = ({ account: { apiKey, baseUrl }, wire: { fetch } }: Call): Anthropic =>
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

function bodyOf({ name, question }: Call): Body {
  const { system, turns } = writePrompt(question);
  return {
    model: name,
    system,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    max_tokens: question.mostOutputTokens,
    output_config: { format: formatOf(question.agent) },
  };
}

async function whole(call: Call): Promise<Answered> {
  const request = clientOf(call).messages.create(bodyOf(call), { signal: call.wire.signal });
  const { data, request_id } = await request.withResponse();
  return read(call, data, request_id ?? null, { onUsage: call.options.onUsage });
}

/** A proxy answers less than the SDK's types say, and errors with 200. */
function read(call: Call, data: unknown, requestId: string | null, options: CallOptions): Answered {
  const gathering = gatheringOf(call, requestId, options);
  const { content, stop_reason, usage, model } = fieldsOf(data);
  const counted = usageOfAnthropic(usage);
  gathering.count(counted);
  if (!Array.isArray(content))
    throw failureOfAnswer('anthropic', { ...readError(data), requestId, usage: counted });
  gathering.from(model);
  for (const block of content) takeBlock(gathering, block);
  gathering.mark(stop_reason);
  return gathering.end(false);
}

async function stream(call: Call): Promise<Answered> {
  const body = { ...bodyOf(call), stream: true } as const;
  const request = clientOf(call).messages.create(body, { signal: call.wire.signal });
  const { data, response, request_id } = await request.withResponse();
  // Asked for a stream, some answer at once.
  if (isJson(response)) return read(call, await response.json(), request_id ?? null, call.options);
  const gathering = gatheringOf(call, request_id ?? null, call.options);
  let usage: Record<string, unknown> = {};
  const note = (more: unknown) => {
    usage = laterUsageOfAnthropic(usage, more);
    gathering.count(usageOfAnthropic(usage));
  };
  await takeAll(gathering, data, (event) => {
    const { type, message, delta, content_block, ...given } = fieldsOf(event);
    if (type === 'message_start') {
      gathering.from(fieldsOf(message)['model']);
      note(fieldsOf(message)['usage']);
    } else if (type === 'message_delta') {
      gathering.mark(fieldsOf(delta)['stop_reason']);
      note(given['usage']);
    } else if (type === 'content_block_start') takeBlock(gathering, content_block);
    else if (type === 'content_block_delta') takeBlock(gathering, delta);
  });
  return gathering.end(true);
}

const gatheringOf = (call: Call, requestId: string | null, options: CallOptions): Gathering =>
  gather({
    vendor: 'anthropic',
    asked: call.name,
    requestId,
    agent: call.question.agent,
    options,
    onSaid: call.wire.watch,
  });

/** A block, or a piece of one. What is thought is sent, too, and costs as much. */
function takeBlock(gathering: Gathering, block: unknown): void {
  const { type, text, thinking, data, partial_json } = fieldsOf(block);
  if (type === 'text' || type === 'text_delta') gathering.words(text);
  else gathering.beside([thinking, data, partial_json].map(bytesIn).reduce((sum, bytes) => sum + bytes, 0));
}

// OpenAI's models, and those of every gateway that speaks Chat Completions: OpenRouter, Ollama, LM Studio, vLLM.
import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { Agent } from '../agent.ts';
import { ModelFailure } from '../model-failure.ts';
import type { Answered, CallOptions, Model, Question, Usage } from '../model.ts';
import { readJson } from '../read-answer.ts';
import { hearWords } from '../hear-words.ts';
import { writePrompt } from '../write-prompt.ts';
import { failureOfAnswer, readError } from './failures.ts';
import { reportedMicrosOf, usageOfOpenai } from './usage.ts';
import { isOpenai, isOpenRouter, OPENAI_HEADERS, openaiClient } from './openai-client.ts';
import { vendorModel, type Account } from './vendor.ts';
import type { Wire } from './wire.ts';

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** `name`: as the far side knows it. */
export const openaiModel = (name: string, account: Account): Model =>
  vendorModel({
    provider: 'openai',
    name,
    account,
    headers: OPENAI_HEADERS,
    whole: (question, wire) => whole(openaiClient(account, wire), bodyOf(name, account, question), wire),
    stream: (question, options, wire) =>
      stream(openaiClient(account, wire), bodyOf(name, account, question), question, options, wire),
  });

const formats = new WeakMap<Agent, Body['response_format']>();

function formatOf(agent: Agent): NonNullable<Body['response_format']> {
  const known = formats.get(agent) ?? zodResponseFormat(agent.output, agent.name);
  formats.set(agent, known);
  return known;
}

function bodyOf(model: string, { baseUrl }: Account, question: Question): Body {
  const { system, turns } = writePrompt(question);
  return {
    model,
    messages: [
      // Known to every gateway; OpenAI takes it for the developer's.
      { role: 'system', content: system },
      ...turns.map(({ role, text }) => ({ role, content: text })),
    ],
    max_completion_tokens: question.mostOutputTokens,
    response_format: formatOf(question.agent),
    ...(isOpenai(baseUrl) && { store: false }),
    // Of the hosts behind it, only those that keep to the shape.
    ...(isOpenRouter(baseUrl) && { provider: { require_parameters: true } }),
  };
}

async function whole(client: OpenAI, body: Body, { signal }: Wire): Promise<Answered> {
  const { data, request_id } = await client.chat.completions.create(body, { signal }).withResponse();
  // Gateways answer less than the SDK's types say, and errors with 200.
  const { choices, usage, model } = (data ?? {}) as Partial<OpenAI.ChatCompletion>;
  const choice: Partial<OpenAI.ChatCompletion.Choice> | undefined = choices?.[0];
  if (!choice) throw failureOfAnswer('openai', { ...readError(data), requestId: request_id });
  const { content, refusal } = (choice.message ?? {}) as Partial<OpenAI.ChatCompletionMessage>;
  const told = { finish: choice.finish_reason ?? null, isRefused: Boolean(refusal) };
  return answeredOf(client, body, { text: textOf(content), told, usage, requestId: request_id, model });
}

async function stream(
  client: OpenAI,
  body: Body,
  { agent }: Question,
  { onWords, onReceived, onUsage }: CallOptions,
  { signal }: Wire,
): Promise<Answered> {
  const { data, request_id: requestId } = await client.chat.completions
    .create({ ...body, stream: true, stream_options: { include_usage: true } }, { signal })
    .withResponse();
  const hear = hearWords(agent.spoken ?? '', onWords ?? (() => undefined));
  const told: Told = { finish: null, isRefused: false };
  let text = '';
  let usage: unknown;
  let model: string | undefined;
  for await (const chunk of data as AsyncIterable<Partial<OpenAI.ChatCompletionChunk>>) {
    model ??= chunk.model;
    if (chunk.usage) {
      usage = chunk.usage;
      const counted = countedBy(client, usage);
      if (counted) onUsage?.(counted);
    }
    const choice: Partial<OpenAI.ChatCompletionChunk.Choice> | undefined = chunk.choices?.[0];
    const piece = textOf(choice?.delta?.content);
    if (choice?.delta?.refusal) told.isRefused = true;
    told.finish ??= choice?.finish_reason ?? null;
    text += piece;
    onReceived?.(Buffer.byteLength(piece));
    hear(piece);
  }
  // A stream that is cut or aborted ends for the SDK as if it were whole.
  if (told.finish === null)
    throw new ModelFailure('provider', { detail: 'the stream of openai broke off', requestId });
  return answeredOf(client, body, { text, told, usage, requestId, model });
}

interface Told {
  finish: string | null;
  isRefused: boolean;
}

interface Came {
  text: string;
  told: Told;
  usage: unknown;
  requestId: string | null;
  model: string | undefined;
}

const answeredOf = (
  client: OpenAI,
  { model: asked }: Body,
  { text, told, usage, requestId, model }: Came,
): Answered => ({
  output: readJson(text),
  text,
  ending: endingOf(told),
  usage: countedBy(client, usage),
  requestId,
  servedBy: model ?? asked,
});

function countedBy({ baseURL }: OpenAI, usage: unknown): Usage | null {
  const counted = usageOfOpenai(usage);
  return counted && isOpenRouter(baseURL) ? { ...counted, reportedMicros: reportedMicrosOf(usage) } : counted;
}

function endingOf({ finish, isRefused }: Told): Answered['ending'] {
  if (isRefused || finish === 'content_filter') return 'refused';
  return finish === 'length' ? 'cut' : 'whole';
}

const textOf = (content: unknown): string => (typeof content === 'string' ? content : '');

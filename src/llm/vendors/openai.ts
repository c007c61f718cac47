// OpenAI's models, and those of every gateway that speaks Chat Completions: OpenRouter, Ollama, LM Studio, vLLM.
import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { Agent } from '../agent.ts';
import type { Answered, CallOptions, Model, Question } from '../model.ts';
import { writePrompt } from '../write-prompt.ts';
import { failureOfAnswer, readError } from './failures.ts';
import { bytesIn, fieldsOf, isObject, listOf, textOf, wordOf } from './fields.ts';
import { gather, takeAll, type Gathering } from './gather.ts';
import { OPENAI_HEADERS, openaiClient } from './openai-client.ts';
import { isOpenai, isOpenRouter } from './openai-hosts.ts';
import { onlyShape } from './only-shape.ts';
import { countedByOpenai } from './usage.ts';
import { isJson, vendorModel, type Account } from './vendor.ts';
import type { Wire } from './wire.ts';

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** `name`: as the far side knows it. */
export const openaiModel = (name: string, account: Account): Model =>
  vendorModel({
    provider: 'openai',
    name,
    account,
    headers: OPENAI_HEADERS,
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

const formats = new WeakMap<Agent, Body['response_format']>();

function formatOf(agent: Agent): NonNullable<Body['response_format']> {
  const known = formats.get(agent) ?? onlyShape(zodResponseFormat(agent.output, agent.name));
  formats.set(agent, known);
  return known;
}

function bodyOf({ name, account: { baseUrl }, question }: Call): Body {
  const { system, turns } = writePrompt(question);
  return {
    model: name,
    messages: [
      // Known to every gateway; OpenAI takes it for the developer's.
      { role: 'system', content: system },
      ...turns.map(({ role, text }) => ({ role, content: text })),
    ],
    response_format: formatOf(question.agent),
    ...(isOpenai(baseUrl) && { store: false }),
    // Of the hosts behind it, only those that keep to the shape. Most of them know the length by its old name alone.
    ...(isOpenRouter(baseUrl)
      ? { max_tokens: question.mostOutputTokens, provider: { require_parameters: true } }
      : { max_completion_tokens: question.mostOutputTokens }),
  };
}

async function whole(call: Call): Promise<Answered> {
  const { account, wire, options } = call;
  const request = openaiClient(account, wire).chat.completions.create(bodyOf(call), { signal: wire.signal });
  const { data, request_id } = await request.withResponse();
  return read(call, data, request_id, { onUsage: options.onUsage });
}

/** Gateways answer less than the SDK's types say, and errors with 200. */
function read(call: Call, data: unknown, requestId: string | null, options: CallOptions): Answered {
  const gathering = gatheringOf(call, requestId, options);
  const { error, choices } = fieldsOf(data);
  const usage = take(gathering, call, data);
  if (error || !isObject(listOf(choices)[0]))
    throw failureOfAnswer('openai', { ...readError(data), requestId, usage });
  return gathering.end(false);
}

async function stream(call: Call): Promise<Answered> {
  const { data, response, request_id } = await beginStream(call);
  // Asked for a stream, some answer at once.
  if (isJson(response)) return read(call, await response.json(), request_id, call.options);
  const gathering = gatheringOf(call, request_id, call.options);
  await takeAll(gathering, data, (chunk) => take(gathering, call, chunk));
  return gathering.end(true);
}

/** Those that know no `stream_options`; found out once in each process. */
const uncounted = new WeakSet<Account>();

async function beginStream(call: Call) {
  const isCounted = !uncounted.has(call.account);
  try {
    return await askForStream(call, isCounted);
  } catch (error) {
    if (!isCounted || !namesStreamOptions(error)) throw error;
    uncounted.add(call.account);
    return askForStream(call, false);
  }
}

function askForStream(call: Call, isCounted: boolean) {
  const body = { ...bodyOf(call), stream: true } as const;
  const asked = isCounted ? { ...body, stream_options: { include_usage: true } } : body;
  const { signal } = call.wire;
  return openaiClient(call.account, call.wire).chat.completions.create(asked, { signal }).withResponse();
}

function namesStreamOptions(error: unknown): boolean {
  const { status, message, param } = fieldsOf(error);
  const said = `${textOf(message)} ${textOf(param)}`;
  return (status === 400 || status === 422) && said.includes('stream_options');
}

const gatheringOf = (call: Call, requestId: string | null, options: CallOptions): Gathering =>
  gather({
    vendor: 'openai',
    asked: call.name,
    requestId,
    agent: call.question.agent,
    options,
    onSaid: call.wire.watch,
  });

/** A whole answer, or a piece of one; gives what it counts. */
function take(gathering: Gathering, { account }: Call, body: unknown) {
  const given = fieldsOf(body);
  const choice = fieldsOf(listOf(given['choices'])[0]);
  const said = fieldsOf(choice['delta'] ?? choice['message']);
  const counted = countedByOpenai(given['usage'] ?? choice['usage'], account.baseUrl);
  gathering.from(given['model']);
  gathering.count(counted);
  gathering.words(wordsIn(said['content']));
  gathering.beside(besideIn(said));
  if (wordOf(said['refusal'])) gathering.refuse();
  gathering.mark(choice['finish_reason']);
  gathering.fail(choice['error']);
  return counted;
}

/** Some say it in parts, thoughts among them. */
function wordsIn(content: unknown): string {
  const parts = listOf(content).map(fieldsOf);
  const texts = parts.map(({ type, text }) =>
    type === 'text' || type === 'output_text' ? textOf(text) : '',
  );
  return textOf(content) + texts.join('');
}

/** In bytes. Thoughts have several names, and some send them under two. */
function besideIn({ content, refusal, tool_calls, function_call, ...said }: Record<string, unknown>): number {
  const thoughts = ['reasoning', 'reasoning_content', 'reasoning_details', 'thinking'].map((name) =>
    bytesIn(said[name]),
  );
  const parts = listOf(content).map((part) => bytesIn(fieldsOf(part)['thinking']));
  const others = [refusal, tool_calls, function_call].map(bytesIn);
  return Math.max(...thoughts) + [...parts, ...others].reduce((sum, bytes) => sum + bytes, 0);
}

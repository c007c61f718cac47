// The builtin coach on the far side of a socket, speaking Chat Completions: a vendor that understands what it is asked,
// and keeps every request as it came.
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type OpenAI from 'openai';
import { AGENTS, type AgentName } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { FENCE } from '../../src/llm/fence.ts';

export interface CoachVendor {
  /** Up to "/v1". */
  url: string;
  /** All that came over the wire: each a request's line, headers and body. */
  readonly heard: readonly string[];
  /** The agents that were asked for, by name. */
  readonly asked: ReadonlySet<string>;
  /** Agents that are not answered. */
  readonly silent: Set<string>;
  /** Resolves once so many callers have hung up on a silent agent. */
  hungUp(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startCoachVendor(): Promise<CoachVendor> {
  const heard: string[] = [];
  const asked = new Set<string>();
  const silent = new Set<string>();
  const gone = new EventEmitter();
  const hungUp: ServerResponse[] = [];
  const keepQuiet = (response: ServerResponse) =>
    void response.on('close', () => {
      hungUp.push(response);
      gone.emit('gone');
    });
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      heard.push([`${request.method} ${request.url}`, JSON.stringify(request.headers), body].join('\n'));
      const question = JSON.parse(body) as Asked;
      asked.add(nameIn(question));
      return silent.has(nameIn(question)) ? keepQuiet(response) : reply(question, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    heard,
    asked,
    silent,
    hungUp: async (count) => {
      while (hungUp.length < count) await once(gone, 'gone');
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Asked = OpenAI.ChatCompletionCreateParams & { messages: { role: string; content: string }[] };

const nameIn = ({ messages }: Asked): string => /^<!-- (\w+), version/.exec(messages[0]!.content)?.[1] ?? '';

async function reply(body: Asked, response: ServerResponse): Promise<void> {
  const agent = AGENTS[nameIn(body) as AgentName];
  const [, json = ''] =
    new RegExp(`^${FENCE.open}\\n(.*)\\n${FENCE.close}$`, 's').exec(body.messages[1]!.content) ?? [];
  const question = { agent, input: JSON.parse(json), corrections: [], mostOutputTokens: 1000 };
  const { output } = await builtinModel.answer(question, {});
  const content = JSON.stringify(output);
  if (!body.stream)
    return void response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(whole(body, content)));
  response.setHeader('content-type', 'text/event-stream');
  // A placeholder may be cut anywhere.
  for (const piece of content.match(/.{1,7}/gsu) ?? []) send(response, chunk(body, { content: piece }, null));
  send(response, chunk(body, {}, 'stop'));
  send(response, { ...chunk(body, {}, null), choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 50,
  total_tokens: 150,
} satisfies OpenAI.CompletionUsage;

const whole = ({ model }: Asked, content: string) =>
  ({
    id: 'chatcmpl-coach',
    object: 'chat.completion',
    created: 1_795_000_000,
    model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content, refusal: null },
      },
    ],
    usage: USAGE,
  }) satisfies OpenAI.ChatCompletion;

const chunk = (
  { model }: Asked,
  delta: OpenAI.ChatCompletionChunk.Choice.Delta,
  finish_reason: 'stop' | null,
) =>
  ({
    id: 'chatcmpl-coach',
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model,
    choices: [{ index: 0, delta, finish_reason }],
  }) satisfies OpenAI.ChatCompletionChunk;

const send = (response: ServerResponse, data: object): boolean =>
  response.write(`data: ${JSON.stringify(data)}\n\n`);

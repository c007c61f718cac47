// What the vendors' servers answer, to the letter of their SDKs' types: usage in all its forms, streams, and ways to end.
import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { json, type Answer } from './scripted-server.ts';

export interface Said {
  text?: string;
  /** The vendor's own word for how it ended; null: it never says so. */
  finish?: string | null;
  /** In the vendor's own form; null: it does not count. */
  usage?: object | null;
  refusal?: string | null;
}

export const OPENAI_USAGE = {
  prompt_tokens: 900,
  completion_tokens: 120,
  total_tokens: 1020,
  prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 100 },
  completion_tokens_details: { reasoning_tokens: 40 },
} satisfies OpenAI.CompletionUsage;

export const ANTHROPIC_USAGE = {
  input_tokens: 200,
  cache_read_input_tokens: 600,
  cache_creation_input_tokens: 100,
  cache_creation: { ephemeral_5m_input_tokens: 70, ephemeral_1h_input_tokens: 30 },
  output_tokens: 120,
  output_tokens_details: { thinking_tokens: 40 },
  server_tool_use: null,
  service_tier: 'standard',
  speed: null,
  inference_geo: null,
} satisfies Anthropic.Usage;

/** Chat Completions. */
export function openaiSays({
  text = '',
  finish = 'stop',
  usage = OPENAI_USAGE,
  refusal = null,
}: Said): Answer {
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_800_000_000,
    model: 'served-1',
    choices: [
      {
        index: 0,
        finish_reason: finish as 'stop',
        logprobs: null,
        message: { role: 'assistant', content: text, refusal },
      },
    ],
    ...(usage && { usage: usage as OpenAI.CompletionUsage }),
  } satisfies OpenAI.ChatCompletion;
  return json(200, completion, { 'x-request-id': 'req_openai_1' });
}

/** Messages. */
export function anthropicSays({ text = '', finish = 'end_turn', usage = ANTHROPIC_USAGE }: Said): Answer {
  const message = {
    ...beginningOf(usage),
    content: [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'text', text, citations: null },
    ],
    stop_reason: finish as 'end_turn',
  } satisfies Anthropic.Message;
  return json(200, message, { 'request-id': 'req_anthropic_1' });
}

const beginningOf = (usage: object | null) =>
  ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'served-1',
    container: null,
    diagnostics: null,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: usage as Anthropic.Usage,
  }) satisfies Anthropic.Message;

/** What becomes of the connection behind the last event. */
export type StreamEnd = 'whole' | 'closed' | 'reset' | 'stalled';

type Streamed = Said & { pieces: readonly string[]; end?: StreamEnd };

export function openaiStreams({
  pieces,
  finish = 'stop',
  usage = OPENAI_USAGE,
  end = 'whole',
}: Streamed): Answer {
  const rest = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_800_000_000,
    model: 'served-1',
  } as const;
  const chunk = (delta: { role?: 'assistant'; content?: string }, finish_reason: string | null) =>
    ({
      ...rest,
      choices: [{ index: 0, delta, finish_reason: finish_reason as 'stop' | null, logprobs: null }],
    }) satisfies OpenAI.ChatCompletionChunk;
  const counted = {
    ...rest,
    choices: [],
    usage: usage as OpenAI.CompletionUsage,
  } satisfies OpenAI.ChatCompletionChunk;
  const events = [
    chunk({ role: 'assistant', content: '' }, null),
    ...pieces.map((content) => chunk({ content }, null)),
    ...(finish === null ? [] : [chunk({}, finish)]),
    ...(usage === null || finish === null ? [] : [counted]),
  ].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return streamed([...events, ...(finish === null ? [] : ['data: [DONE]\n\n'])], 'x-request-id', end);
}

export function anthropicStreams({
  pieces,
  finish = 'end_turn',
  usage = ANTHROPIC_USAGE,
  end = 'whole',
}: Streamed): Answer {
  const output = (usage ?? {}) as Partial<Anthropic.Usage>;
  const events: Anthropic.RawMessageStreamEvent[] = [
    { type: 'message_start', message: beginningOf(usage && { ...usage, output_tokens: 1 }) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
    ...pieces.map((text) => ({
      type: 'content_block_delta' as const,
      index: 0,
      delta: { type: 'text_delta' as const, text },
    })),
  ];
  const last = {
    type: 'message_delta',
    delta: { container: null, stop_details: null, stop_reason: finish as 'end_turn', stop_sequence: null },
    usage: {
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      input_tokens: null,
      output_tokens: output.output_tokens ?? 0,
      output_tokens_details: output.output_tokens_details ?? null,
      server_tool_use: null,
    },
  } satisfies Partial<Anthropic.RawMessageDeltaEvent>;
  const all = finish === null ? events : [...events, last, { type: 'message_stop' }];
  return streamed(
    all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
    'request-id',
    end,
  );
}

/** Server-sent events as they stand. */
export const streamed =
  (events: readonly string[], idHeader: string, end: StreamEnd): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', [idHeader]: 'req_streamed_1' });
    response.write(events.join(''), () => {
      if (end === 'whole') response.end();
      else if (end === 'closed') response.socket?.destroy();
      else if (end === 'reset') response.socket?.resetAndDestroy();
    });
  };

/** An error as OpenAI answers it. */
export const openaiError = (status: number, code: string | null, headers = {}): Answer =>
  json(
    status,
    { error: { message: 'planted words', type: 'planted', param: null, code } },
    { 'x-request-id': 'req_refused_1', ...headers },
  );

/** An error as Anthropic answers it. */
export const anthropicError = (status: number, type: string, headers = {}): Answer =>
  json(
    status,
    { type: 'error', error: { type, message: 'planted words' }, request_id: 'req_refused_1' },
    { 'request-id': 'req_refused_1', ...headers },
  );

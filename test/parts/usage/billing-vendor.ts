// The far side of both vendors, which keeps a bill of its own: for each request what it was asked to do, and what it takes for that.
import { once } from 'node:events';
import http from 'node:http';
import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import type { Answer } from '../../harness/scripted-server.ts';
import { json } from '../../harness/scripted-server.ts';
import {
  anthropicSays,
  anthropicStreams,
  openaiSays,
  openaiStreams,
  ANTHROPIC_USAGE,
} from '../../harness/vendor-answers.ts';

/** What a message asks for, by a word in it: `please q-whole`. */
export const KINDS = ['whole', 'streamed', 'aborted', 'cut', 'refused', 'odd', 'held', 'lost'] as const;
export type Kind = (typeof KINDS)[number];

export interface BillingVendor {
  origin: string;
  /** Whole picodollars for what was asked of the kinds. */
  billOf(...kinds: Kind[]): bigint;
  requestsOf(...kinds: Kind[]): number;
  /** Resolves once so many requests wait; their answers come with the returned function. */
  holding(count: number): Promise<() => void>;
  close(): Promise<void>;
}

const GOOD = JSON.stringify({
  intent: 'CLARIFY',
  payload: {
    decision: null,
    task_title: null,
    task_starts_local: null,
    task_starts_in_minutes: null,
    duration_minutes: null,
  },
  clarification_question: 'What do you mean by that, and when would it have to be?',
  task_id: null,
  goal_id: null,
});
/** As far as into the question: words have been said when it stops. */
const HALF = GOOD.slice(0, GOOD.indexOf('by that'));

/** In tokens; those of a cache are none of the input. */
interface Work {
  plain: number;
  read: number;
  short: number;
  long: number;
  output: number;
}

/** Picodollars for a token of `gpt-6-luna` and of `claude-haiku-5-5`, as their vendors publish them. */
const RATES = { plain: 100_000, read: 10_000, short: 125_000, long: 200_000, output: 500_000 };

export async function startBillingVendor(): Promise<BillingVendor> {
  const billed: { kind: Kind; picos: bigint }[] = [];
  const held: (() => void)[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const kind = KINDS.find((one) => body.includes(`q-${one}`))!;
      const isAnthropic = request.url!.startsWith('/v1/messages');
      const work = workOf(kind, billed.length, isAnthropic);
      billed.push({ kind, picos: costOf(work) });
      const answer = (isAnthropic ? asAnthropic : asOpenai)(kind, work);
      if (kind !== 'held') return answer(response);
      held.push(() => answer(response));
      arrived.resolve();
      arrived = Promise.withResolvers();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const of = (kinds: Kind[]) => billed.filter(({ kind }) => kinds.includes(kind));
  return {
    origin: `http://127.0.0.1:${port}`,
    billOf: (...kinds) => of(kinds).reduce((sum, { picos }) => sum + picos, 0n),
    requestsOf: (...kinds) => of(kinds).length,
    holding: async (count) => {
      while (held.length < count) await arrived.promise;
      return () => held.splice(0).forEach((answer) => answer());
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function workOf(kind: Kind, n: number, isAnthropic: boolean): Work {
  if (kind === 'refused') return { plain: 0, read: 0, short: 0, long: 0, output: 0 };
  const input = { plain: 700 + n * 7, read: n % 3 ? n * 3 : 0, short: n, long: isAnthropic ? n % 5 : 0 };
  // What was written of a stream that broke off: a token has three and a half letters.
  const isWhole = kind !== 'aborted' && kind !== 'cut';
  return { ...input, output: isWhole ? 60 + n * 11 : Math.ceil(HALF.length / 3.5) };
}

const costOf = (work: Work): bigint =>
  Object.entries(RATES).reduce((sum, [what, picos]) => sum + BigInt(work[what as keyof Work] * picos), 0n);

function asOpenai(kind: Kind, { plain, read, short, output }: Work): Answer {
  const usage = {
    prompt_tokens: plain + read + short,
    completion_tokens: output,
    total_tokens: plain + read + short + output,
    prompt_tokens_details: { cached_tokens: read, cache_write_tokens: short },
  } satisfies OpenAI.CompletionUsage;
  if (kind === 'refused') return json(500, { error: { message: 'x', type: 'x', param: null, code: null } });
  if (kind === 'streamed') return openaiStreams({ pieces: [HALF, GOOD.slice(HALF.length)], usage });
  return openaiSays({ text: kind === 'odd' ? 'By all means.' : GOOD, usage });
}

function asAnthropic(kind: Kind, { plain, read, short, long, output }: Work): Answer {
  const usage = {
    ...ANTHROPIC_USAGE,
    input_tokens: plain,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: short + long,
    cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long },
    output_tokens: output,
  } satisfies Anthropic.Usage;
  if (kind === 'refused')
    return json(500, { type: 'error', error: { type: 'api_error', message: 'x' }, request_id: 'x' });
  if (kind === 'streamed') return anthropicStreams({ pieces: [HALF, GOOD.slice(HALF.length)], usage });
  if (kind === 'aborted' || kind === 'cut') {
    const end = kind === 'cut' ? 'closed' : 'stalled';
    return anthropicStreams({ pieces: [HALF], finish: null, usage, end });
  }
  return anthropicSays({ text: kind === 'odd' ? 'By all means.' : GOOD, usage });
}

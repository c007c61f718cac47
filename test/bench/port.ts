// What the port adds to a call of a vendor's model: `ask` with its prompt, masks, checks and counts, beside the bare SDK
// on the same answers; and what the meter adds to that.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { AGENTS } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import type { OrchestratorInput } from '../../src/chat/orchestrator.agent.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log.ts';
import { callAsLogin } from '../../src/kernel/sql.ts';
import { ask, type Thinking } from '../../src/llm/ask.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import { noMeter } from '../../src/llm/meter.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { writePrompt } from '../../src/llm/write-prompt.ts';
import { openMeter } from '../../temporal/open-meter.ts';
import { openCountedLine } from '../harness/counted-line.ts';
import { freshDatabase } from '../harness/database.ts';
import type { Ground } from '../harness/global-setup.ts';
import { startScriptedServer, type Answer } from '../harness/scripted-server.ts';
import { anthropicSays, anthropicStreams, openaiSays, openaiStreams } from '../harness/vendor-answers.ts';
import type { Figures } from './measures.ts';
import { talker } from './talks.ts';

const CALLS = 200;
const WARM = 50;
const { orchestrator: agent } = AGENTS;
const mostOutputTokens = 4000;
const model = 'planted';
const text = JSON.stringify({
  intent: 'CLARIFY',
  payload: {
    decision: null,
    task_title: null,
    task_starts_local: null,
    task_starts_in_minutes: null,
    duration_minutes: null,
  },
  clarification_question: 'Would you like to run on Tuesday, or shall we keep Thursday as it is?',
  task_id: null,
  goal_id: null,
});
const pieces = text.match(/.{1,12}/g)!;

/** Medians in microseconds: of the bare call, of what the port adds to it, and of what the meter adds to that. */
export async function runPortBench(ground: Ground): Promise<Figures> {
  await using parts = new AsyncDisposableStack();
  const far = await startScriptedServer();
  parts.defer(() => far.close());
  const { vendors, thinking, counted, line } = await open(ground, far.origin, parts);
  const figures: Figures = {};
  for (const vendor of vendors)
    for (const way of ['whole', 'streamed'] as const) {
      const measure = async (name: string, isStrange: boolean) =>
        Object.assign(
          figures,
          await compare(`${vendor.name}, ${name}`, sidesOf(vendor, way, thinking), isStrange, () =>
            far.script(vendor.answers[way]),
          ),
        );
      await measure(way, false);
      if (way === 'whole') await measure('whole, nothing of it heard before', true);
    }
  const next = talker();
  const { metered } = sidesOf(vendors[0]!, 'whole', counted);
  // The first one opens a connection.
  far.script(vendors[0]!.answers.whole, vendors[0]!.answers.whole);
  await metered(next(false));
  const trips = await line.countRoundTrips(() => metered(next(false)));
  return { ...figures, 'round trips of the meter in a call': trips.length };
}

type Way = 'whole' | 'streamed';

interface Vendor {
  name: string;
  answers: Record<Way, Answer>;
  /** By the SDK alone; to its last piece. */
  call: (way: Way, question: OrchestratorInput) => Promise<unknown>;
  models: Thinking['models'];
}

async function open(ground: Ground, origin: string, parts: AsyncDisposableStack) {
  const database = await freshDatabase(ground);
  parts.defer(() => database.drop());
  const line = await openCountedLine(database.workerUrl);
  parts.defer(() => line.stop());
  const orms = await Promise.all(
    [database.apiUrl, database.workerUrl, line.url].map((url) => openDatabase(url)),
  );
  parts.defer(() => Promise.all(orms.map((orm) => orm.close())).then(() => undefined));
  const [api, worker, overLine] = orms;
  const person = { orgId: newId(), userId: newId() };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api!, 'register_person', ...account);
  const log = createLog({ level: 'silent', process: 'worker' });
  const config = readConfig([], {
    MODELS_STRONG: `openai:${model}`,
    MODELS_FAST: `anthropic:${model}`,
    OPENAI_API_KEY: 'key-1',
    ANTHROPIC_API_KEY: 'key-1',
    OPENAI_BASE_URL: origin,
    ANTHROPIC_BASE_URL: origin,
    LLM_PRICES: JSON.stringify({ [model]: { input: 1, output: 1 } }),
  });
  const models = await openModels(config, { builtin: builtinModel, appUrl: origin, log });
  const sdk = { apiKey: 'key-1', baseURL: origin, maxRetries: 0 };
  const vendors = [
    openaiBeside(new OpenAI(sdk), models.strong),
    anthropicBeside(new Anthropic(sdk), models.fast),
  ];
  const metered = (orm: typeof worker) => ({
    person,
    meter: openMeter(config, { orm: orm!, perform: async () => {}, log, models }),
  });
  return { vendors, thinking: metered(worker), counted: metered(overLine), line };
}

type Chain = Thinking['models']['fast'];

const messagesOf = (input: OrchestratorInput) => {
  const { system, turns } = writePrompt({ agent, input, corrections: [], mostOutputTokens });
  return { system, messages: turns.map(({ role, text: content }) => ({ role, content })) };
};

const openaiBeside = (sdk: OpenAI, [first]: Chain): Vendor => ({
  name: 'openai',
  models: sameForAll(first),
  answers: { whole: openaiSays({ text }), streamed: openaiStreams({ pieces }) },
  call: async (way, input) => {
    const { system, messages } = messagesOf(input);
    const body = { model, messages: [{ role: 'system' as const, content: system }, ...messages] };
    if (way === 'whole') return sdk.chat.completions.create(body);
    return drained(await sdk.chat.completions.create({ ...body, stream: true }));
  },
});

const anthropicBeside = (sdk: Anthropic, [first]: Chain): Vendor => ({
  name: 'anthropic',
  models: sameForAll(first),
  answers: { whole: anthropicSays({ text }), streamed: anthropicStreams({ pieces }) },
  call: async (way, input) => {
    const body = { model, max_tokens: mostOutputTokens, ...messagesOf(input) };
    if (way === 'whole') return sdk.messages.create(body);
    return drained(await sdk.messages.create({ ...body, stream: true }));
  },
});

async function drained(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _piece of stream);
}

type Sides = Record<'bare' | 'port' | 'metered', (question: OrchestratorInput) => Promise<unknown>>;

function sidesOf(vendor: Vendor, way: Way, { person, meter }: Pick<Thinking, 'person' | 'meter'>): Sides {
  const listening = way === 'streamed' ? { onWords: () => undefined } : {};
  const rest = { person, models: vendor.models, ...listening };
  return {
    bare: (question) => vendor.call(way, question),
    port: (question) => ask({ ...rest, meter: noMeter }, agent, question, {}),
    metered: (question) => ask({ ...rest, meter }, agent, question, {}),
  };
}

/** One after the other, in turn, each with somebody of its own who talks: what slows the machine down slows all three. */
async function compare(name: string, sides: Sides, isStrange: boolean, script: () => void): Promise<Figures> {
  const each = Object.entries(sides).map(([side, call]) => ({
    side,
    call,
    next: talker(),
    spent: [] as number[],
  }));
  for (let round = 0; round < CALLS + WARM; round += 1)
    for (const { call, next, spent } of each) {
      script();
      const question = next(isStrange);
      const startedMs = performance.now();
      await call(question);
      if (round >= WARM) spent.push((performance.now() - startedMs) * 1000);
    }
  const [bare, port, metered] = each.map(({ spent }) => medianOf(spent)) as [number, number, number];
  return {
    [`${name}: bare SDK p50 in microseconds`]: bare,
    [`${name}: the port adds`]: port - bare,
    [`${name}: the meter adds`]: metered - port,
  };
}

const medianOf = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

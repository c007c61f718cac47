// What the port adds to a call of a vendor's model: `ask` with its prompt, masks, checks and counts, beside the bare SDK, on the same answers.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { AGENTS } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import { ask } from '../../src/llm/ask.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import { noMeter } from '../../src/llm/meter.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { writePrompt } from '../../src/llm/write-prompt.ts';
import { NOBODY } from '../harness/ask-builtin.ts';
import { startScriptedServer, type ScriptedServer } from '../harness/scripted-server.ts';
import { anthropicSays, openaiSays } from '../harness/vendor-answers.ts';

const CALLS = 600;
const text = '{"tags":["fitness"]}';
const { classifier: agent } = AGENTS;
const input = { goal_text: 'run 10 km in six weeks, three mornings a week before work' };

/** Medians in microseconds, of each vendor: the bare call, the same through the port, and what lies between them. */
export async function runPortBench(): Promise<Record<string, number>> {
  const far = await startScriptedServer();
  try {
    const [openai, anthropic] = await callsOf(far);
    return { ...(await compare('openai', far, openai!)), ...(await compare('anthropic', far, anthropic!)) };
  } finally {
    await far.close();
  }
}

interface Calls {
  answer: ReturnType<typeof openaiSays>;
  bare: () => Promise<unknown>;
  port: () => Promise<unknown>;
}

async function callsOf({ origin }: ScriptedServer): Promise<Calls[]> {
  const env = {
    MODELS_STRONG: 'openai:planted',
    MODELS_FAST: 'anthropic:planted',
    OPENAI_API_KEY: 'key-1',
    ANTHROPIC_API_KEY: 'key-1',
    OPENAI_BASE_URL: origin,
    ANTHROPIC_BASE_URL: origin,
  };
  const log = createLog({ level: 'silent', process: 'worker' });
  const around = { builtin: builtinModel, appUrl: origin, log };
  const models = await openModels(readConfig([], env), around);
  const sdk = { apiKey: 'key-1', baseURL: origin, maxRetries: 0 };
  const [openai, anthropic] = [new OpenAI(sdk), new Anthropic(sdk)];
  const { system, turns } = writePrompt({ agent, input, corrections: [], mostOutputTokens: 4000 });
  const messages = turns.map(({ role, text: content }) => ({ role, content }));
  const model = 'planted';
  const askBy = ([first]: typeof models.fast) => ({
    person: NOBODY,
    models: sameForAll(first),
    meter: noMeter,
  });
  return [
    {
      answer: openaiSays({ text }),
      bare: () =>
        openai.chat.completions.create({
          model,
          messages: [{ role: 'system', content: system }, ...messages],
        }),
      port: () => ask(askBy(models.strong), agent, input, {}),
    },
    {
      answer: anthropicSays({ text }),
      bare: () => anthropic.messages.create({ model, system, messages, max_tokens: 4000 }),
      port: () => ask(askBy(models.fast), agent, input, {}),
    },
  ];
}

/** One after the other, in turn: what slows the machine down slows down both. */
async function compare(name: string, far: ScriptedServer, { answer, bare, port }: Calls) {
  const spent = { bare: [] as number[], port: [] as number[] };
  for (let round = 0; round < CALLS + WARM; round += 1)
    for (const [side, call] of Object.entries({ bare, port })) {
      far.script(answer);
      const startedMs = performance.now();
      await call();
      if (round >= WARM) spent[side as keyof typeof spent].push((performance.now() - startedMs) * 1000);
    }
  const [bareMicros, portMicros] = [medianOf(spent.bare), medianOf(spent.port)];
  return {
    [`${name}, bare SDK p50 in microseconds`]: bareMicros,
    [`${name}, through the port`]: portMicros,
    [`${name}, added`]: portMicros - bareMicros,
  };
}

const WARM = 100;

const medianOf = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

// llmock, a server that grades its clients, has its say about ours: both SDKs, streaming and not, through every fault that it knows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { AGENTS } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { readConfig } from '../../src/config.ts';
import { freePort } from '../../src/dev/port.ts';
import { createLog } from '../../src/kernel/log.ts';
import { ask } from '../../src/llm/ask.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { NOBODY } from '../harness/ask-builtin.ts';
import { countingMeter } from '../harness/counting-meter.ts';

const PACKAGE = 'llmock==0.2.2';

/**
 * What it finds and we mean: the next in the chain answers instead of the same one once more. From that it also infers
 * that a broken stream was taken for an answer, which it cannot see; `trusted` counts it here, and has to be 0.
 */
const EXPLAINED = new Set(['gave_up', 'malformed_chunk_ignored', 'truncated_stream_accepted']);

const DELAY = { type: 'delay', seconds: 3 };
const ERRORS: object[] = [
  ...[400, 401, 403, 404, 422, 429, 500, 503, 529].map((status) => ({ type: 'fail', status })),
  { type: 'fail', status: 429, retry_after: 2 },
];
const STREAM_FAULTS: object[] = ['disconnect', 'truncate', 'malformed', 'stall'].map((kind) => ({
  type: 'stream_fault',
  kind,
}));

export interface Judged {
  /** Without a fault, by the model itself. Only of openai: llmock does not know how Anthropic is asked for a shape. */
  answered: number;
  asked: number;
  /** What was broken and taken for an answer. */
  trusted: number;
  findings: { code: string; severity: string }[];
  /** Those that are not meant. */
  unexplained: number;
}

/** Needs Python 3.10 with pip; the package goes into a folder of its own that is deleted afterwards. */
export async function runJudge(say: (line: string) => void): Promise<Judged> {
  const folder = await mkdtemp(join(tmpdir(), 'llmock-'));
  try {
    say(`installing ${PACKAGE}`);
    await execa('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, PACKAGE]);
    const port = String(await freePort());
    const server = execa(join(folder, 'bin', 'llmock'), ['serve', '--port', port, '--log-level', 'error'], {
      env: { PYTHONPATH: folder },
      reject: false,
    });
    try {
      return await judge(`http://127.0.0.1:${port}`, say);
    } finally {
      server.kill();
      await server;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function judge(origin: string, say: (line: string) => void): Promise<Judged> {
  await untilUp(origin);
  let [answered, asked, trusted] = [0, 0, 0];
  for (const model of ['openai:gpt-5-mini', 'anthropic:claude-sonnet-5-5'])
    for (const isStreamed of [false, true]) {
      for (let count = 0; count < 5; count += 1) {
        const isAnswered = await askOnce(origin, model, isStreamed, `without a fault ${count}`);
        if (!model.startsWith('openai')) continue;
        asked += 1;
        if (isAnswered) answered += 1;
      }
      const faults = [DELAY, ...ERRORS, ...(isStreamed ? STREAM_FAULTS : [])];
      for (const [index, fault] of faults.entries()) {
        await post(origin, 'scenario', { behaviors: [fault] });
        const isAnswered = await askOnce(origin, model, isStreamed, `${model} ${isStreamed} ${index}`);
        if (isAnswered && fault !== DELAY) trusted += 1;
      }
      say(`${model}${isStreamed ? ', streamed' : ''}`);
    }
  const verdict = (await (await fetch(`${origin}/_llmock/verdict`)).json()) as {
    findings?: Judged['findings'];
  };
  const findings = verdict.findings ?? [];
  return {
    answered,
    asked,
    trusted,
    findings,
    unexplained: findings.filter(({ code }) => !EXPLAINED.has(code)).length,
  };
}

/** Whether the vendor's model gave the answer itself. With a breaker of its own each time. */
async function askOnce(
  origin: string,
  model: string,
  isStreamed: boolean,
  goal_text: string,
): Promise<boolean> {
  const env = {
    MODELS_FAST: model,
    OPENAI_API_KEY: 'key-1',
    ANTHROPIC_API_KEY: 'key-1',
    OPENAI_BASE_URL: `${origin}/v1`,
    ANTHROPIC_BASE_URL: `${origin}/anthropic`,
  };
  const log = createLog({ level: 'silent', process: 'worker' });
  const models = await openModels(readConfig([], env), {
    builtin: builtinModel,
    appUrl: origin,
    log,
    idleMs: 2000,
  });
  const meter = countingMeter();
  const agent = { ...AGENTS.classifier, ...(isStreamed && { spoken: 'tags' }) };
  const listener = isStreamed ? { onWords: () => undefined } : {};
  await ask({ person: NOBODY, models, meter, ...listener }, agent, { goal_text }, {});
  return meter.settled.at(-1)?.outcome === 'answered';
}

const post = (origin: string, path: string, body: object) =>
  fetch(`${origin}/_llmock/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function untilUp(origin: string): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  for (;;) {
    const health = await fetch(`${origin}/health`).catch(() => null);
    if (health?.ok) return;
    if (Date.now() > deadlineMs) throw new Error('llmock did not start');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

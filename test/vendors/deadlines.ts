// Hundreds of plans while both providers are away, slow, rate-limiting or talking nonsense: each is there in time, and says nothing technical.
import { AGENTS, type AgentInput, type AgentName, type AgentOutput } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import { ask } from '../../src/llm/ask.ts';
import { noMeter } from '../../src/llm/meter.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { findSlots } from '../../src/planning/find-slots.ts';
import { NOBODY } from '../harness/ask-builtin.ts';
import {
  cutAfterHeaders,
  drip,
  hang,
  json,
  raw,
  reset,
  startScriptedServer,
  type Answer,
} from '../harness/scripted-server.ts';
import { anthropicSays, anthropicStreams, openaiError, openaiSays } from '../harness/vendor-answers.ts';
import { officeWorker } from '../pure/coach/pipeline.ts';

/** Vendors have so long for one question; an activity gives them 30 to 80 seconds. */
const VENDORS_MS = 1500;
/** What an activity leaves to the builtin coach. */
const LEFT_MS = 10_000;
const AT_ONCE = 20;

const FAULTS: Answer[] = [
  hang,
  reset,
  drip(200),
  cutAfterHeaders(200),
  openaiError(429, 'rate_limit_exceeded', { 'retry-after': '3600' }),
  openaiError(503, null, { 'retry-after': '30' }),
  openaiError(500, null),
  openaiError(401, 'invalid_api_key'),
  json(200, { error: { message: 'planted', code: 502 } }),
  raw(200, '<html>Welcome</html>', { 'content-type': 'text/html' }),
  openaiSays({ text: 'Sure! Here is your plan.' }),
  anthropicSays({ text: '{"tags":["sports"],"wishes":[]}' }),
  anthropicStreams({ pieces: ['{"plan'], finish: null, end: 'stalled' }),
];

export interface Deadlines {
  runs: number;
  inTime: number;
  /** Of the slowest question. */
  slowestMs: number;
  technical: number;
}

/** Plans one wish after the other, `AT_ONCE` side by side; each time and each request meets another fault. */
export async function runDeadlines(runs: number, say: (line: string) => void): Promise<Deadlines> {
  const far = await startScriptedServer();
  const told = { runs, inTime: 0, slowestMs: 0, technical: 0 };
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const run = (next += 1);
      far.script(...FAULTS.map((_, index) => FAULTS[(run * 7 + index * 5) % FAULTS.length]!));
      const plan = await planOnce(
        far.origin,
        (tookMs) => (told.slowestMs = Math.max(told.slowestMs, tookMs)),
      );
      if (plan.isInTime) told.inTime += 1;
      if (/json|schema|model|openai|anthropic|error|undefined|null|NaN/i.test(plan.summary))
        told.technical += 1;
      if (run % 50 === 0) say(`${run} plans`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return told;
  } finally {
    await far.close();
  }
}

/** With breakers of its own: every question of each run goes to both providers. */
async function planOnce(origin: string, onTook: (tookMs: number) => void) {
  const chain = 'openai:planted,anthropic:planted';
  const keys = { OPENAI_API_KEY: 'key-1', ANTHROPIC_API_KEY: 'key-1' };
  const bases = { OPENAI_BASE_URL: origin, ANTHROPIC_BASE_URL: origin };
  const log = createLog({ level: 'silent', process: 'worker' });
  const around = { builtin: builtinModel, appUrl: origin, log, idleMs: 300 };
  const models = await openModels(
    readConfig([], { MODELS_STRONG: chain, MODELS_FAST: chain, ...keys, ...bases }),
    around,
  );
  let isInTime = true;
  const asked = async <A extends AgentName>(agent: A, input: AgentInput<A>): Promise<AgentOutput<A>> => {
    const begunMs = performance.now();
    const thinking = { person: NOBODY, models, meter: noMeter, vendorsUntilMs: Date.now() + VENDORS_MS };
    const output = await ask(thinking, AGENTS[agent], input, {});
    const tookMs = performance.now() - begunMs;
    onTook(tookMs);
    isInTime &&= tookMs < VENDORS_MS + LEFT_MS;
    return output;
  };
  const words = {
    goal_text: 'I want to run 10 km in six weeks, three mornings a week',
    goal_said_on: '2026-11-23',
    revisions: [],
  };
  const basis = { ...words, today: '2026-11-23', zone: 'UTC', profile: officeWorker };
  const [{ tags }, { wishes, start_on: startOn }] = await Promise.all([
    asked('classifier', { goal_text: words.goal_text }),
    asked('scheduler', basis),
  ]);
  const rest = { profile: officeWorker, busy: [], avoidSlots: [], zone: 'UTC', weeks: 6 };
  const found = findSlots({
    ...rest,
    wishes,
    startOn: startOn ?? '2026-11-24',
    nowMs: Date.parse('2026-11-23T09:00:00Z'),
  });
  const plan = await asked('planner', {
    ...basis,
    tags,
    wishes,
    found,
    patterns: null,
    missing_specialists: [],
  });
  return { isInTime: isInTime && plan.proposed_tasks.length > 0, summary: plan.plan_summary };
}

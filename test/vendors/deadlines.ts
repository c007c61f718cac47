// Hundreds of plans while both providers are away, slow, rate-limiting or talking nonsense: each is there in time, and
// says nothing technical. Real PostgreSQL, the real meter, and the steps that the activities of a goal take.
import pg from 'pg';
import { waveOffOnboarding } from '../../src/account/wave-off-onboarding.ts';
import { answerMessage } from '../../src/chat/answer-message.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { readConfig } from '../../src/config.ts';
import { receiveMessage } from '../../src/conversations/receive-message.ts';
import { openDatabase } from '../../src/db.ts';
import { classify, observePatterns, schedule } from '../../src/goals/consult-specialist.ts';
import { draftPlan } from '../../src/goals/draft-plan.ts';
import { asPerson, type Actor } from '../../src/kernel/context.ts';
import { derivedId, newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log.ts';
import { callAsLogin } from '../../src/kernel/sql.ts';
import { newcomers } from '../harness/newcomers.ts';
import type { ThinkingPorts } from '../../src/llm/ask.ts';
import { sameForAll, type Chains } from '../../src/llm/chain.ts';
import type { Model } from '../../src/llm/model.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { openMeter } from '../../temporal/open-meter.ts';
import { freshDatabase } from '../harness/database.ts';
import type { Ground } from '../harness/global-setup.ts';
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

/** Vendors have so long for one question; an activity gives them 30 to 80 seconds. */
const VENDORS_MS = 2500;
/** Timers of a busy machine are late. */
const LATE_MS = 500;
/** The builtin coach and all transactions of one step: a fifth of what an activity leaves to them. */
const OWN_MS = 2000;
/** Each of two vendors is asked again twice. */
const MOST_CALLS = 6;
const AT_ONCE = 10;

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
  technical: number;
  /** Over all steps, the most: calls of vendors, time waited for them, and time of our own besides. */
  mostCalls: number;
  mostWaitedMs: number;
  mostOwnMs: number;
  /** Calls of vendors, and how many of them the meter has settled rows of. */
  calls: number;
  settled: number;
}

/** Plans one wish after the other, `AT_ONCE` side by side; each time and each request meets another fault. */
export async function runDeadlines(
  ground: Ground,
  runs: number,
  say: (line: string) => void,
): Promise<Deadlines> {
  await using parts = new AsyncDisposableStack();
  const far = await startScriptedServer();
  parts.defer(() => far.close());
  const town = await openTown(ground, far.origin, parts);
  const told = {
    runs,
    inTime: 0,
    technical: 0,
    mostCalls: 0,
    mostWaitedMs: 0,
    mostOwnMs: 0,
    calls: 0,
    settled: 0,
  };
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const run = (next += 1);
      far.script(...FAULTS.map((_, index) => FAULTS[(run * 7 + index * 5) % FAULTS.length]!));
      const { steps, plan } = await planOnce(town);
      for (const { calls, waitedMs, ownMs } of steps) {
        told.calls += calls;
        told.mostCalls = Math.max(told.mostCalls, calls);
        told.mostWaitedMs = Math.max(told.mostWaitedMs, waitedMs);
        told.mostOwnMs = Math.max(told.mostOwnMs, ownMs);
      }
      if (plan !== null && plan.tasks.length > 0 && steps.every(isInTime)) told.inTime += 1;
      if (plan === null || TECHNICAL.test(plan.summary)) told.technical += 1;
      if (run % 50 === 0) say(`${run} plans`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { rows } = await town.admin.query<{ count: string }>(
    'select count(*) from llm_call_events where outcome is not null',
  );
  return { ...told, settled: Number(rows[0]!.count) };
}

const TECHNICAL = /json|schema|model|openai|anthropic|error|undefined|null|NaN/i;

const isInTime = ({ calls, waitedMs, ownMs }: Step): boolean =>
  calls <= MOST_CALLS && waitedMs < VENDORS_MS + LATE_MS && ownMs < OWN_MS;

interface Town {
  admin: pg.Pool;
  api: Awaited<ReturnType<typeof openDatabase>>;
  /** With breakers of its own each time: every question of each run goes to both providers. */
  open: () => Promise<Omit<ThinkingPorts, 'vendorsUntilMs'>>;
}

async function openTown(ground: Ground, origin: string, parts: AsyncDisposableStack): Promise<Town> {
  const database = await freshDatabase(ground);
  parts.defer(() => database.drop());
  const [api, orm] = await Promise.all([openDatabase(database.apiUrl), openDatabase(database.workerUrl)]);
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  parts.defer(() => Promise.all([api.close(), orm.close(), admin.end()]).then(() => undefined));
  const chain = 'openai:planted,anthropic:planted';
  const config = readConfig([], {
    MODELS_STRONG: chain,
    MODELS_FAST: chain,
    OPENAI_API_KEY: 'key-1',
    ANTHROPIC_API_KEY: 'key-1',
    OPENAI_BASE_URL: origin,
    ANTHROPIC_BASE_URL: origin,
    LLM_PRICES: '{"planted": {"input": 0, "output": 0}}',
  });
  const log = createLog({ level: 'silent', process: 'worker' });
  const store = { orm, perform: async () => {} };
  const around = { builtin: builtinModel, appUrl: origin, log, idleMs: 300 };
  const meter = openMeter(config, { ...store, log, models: await openModels(config, around) });
  return { admin, api, open: async () => ({ ...store, meter, models: await openModels(config, around) }) };
}

/** One step of making a plan. */
interface Step {
  /** Of vendors. */
  calls: number;
  waitedMs: number;
  /** All the rest: the builtin coach, the meter and the transactions. */
  ownMs: number;
}

async function planOnce(town: Town) {
  const ports = await town.open();
  const actor: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [actor.userId, actor.orgId, `${actor.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(town.api, 'register_person', ...account);
  await asPerson(ports, actor, waveOffOnboarding);
  const wish = { conversationId: null, messageId: newId(), text: WISH };
  const turn = await asPerson(ports, actor, (ctx) => receiveMessage(ctx, wish));
  await answerMessage({ ...newcomers, ...ports, models: sameForAll(builtinModel) }, actor, turn);
  const request = { goalId: derivedId(turn.messageId, 'goal'), draftNumber: 1, requestedBy: null };
  const take = async (step: (thinking: ThinkingPorts) => Promise<unknown>): Promise<Step> => {
    const vendors = { calls: 0, waitedMs: 0 };
    const begunMs = performance.now();
    const models = watched(ports.models, vendors);
    await step({ ...ports, models, vendorsUntilMs: Date.now() + VENDORS_MS });
    return { ...vendors, ownMs: performance.now() - begunMs - vendors.waitedMs };
  };
  const specialists = await Promise.all(
    [classify, schedule, observePatterns].map((specialist) =>
      take((thinking) => specialist(thinking, actor, request)),
    ),
  );
  const planner = await take((thinking) => draftPlan(thinking, actor, { ...request, missing: [] }));
  const { rows } = await town.admin.query<{ content: { summary: string; tasks: unknown[] } }>(
    'select content from plan_drafts where goal_id = $1',
    [request.goalId],
  );
  return { steps: [...specialists, planner], plan: rows[0]?.content ?? null };
}

const WISH = 'I want to run 10 km in six weeks, three mornings a week';

/** The same models; `vendors` counts what is asked of those that are not builtin, and for how long. */
function watched({ strong, fast }: Chains, vendors: { calls: number; waitedMs: number }): Chains {
  const watch = (model: Model): Model => ({
    ...model,
    answer: async (question, options) => {
      if (model.provider === 'builtin') return model.answer(question, options);
      const begunMs = performance.now();
      vendors.calls += 1;
      try {
        return await model.answer(question, options);
      } finally {
        vendors.waitedMs += performance.now() - begunMs;
      }
    },
  });
  const all = ([first, ...others]: Chains['fast']): Chains['fast'] => [watch(first), ...others.map(watch)];
  return { strong: all(strong), fast: all(fast) };
}

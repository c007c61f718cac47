// `node test/eval/say.ts sentences.jsonl`: what the builtin coach would do about each sentence, and say, in seconds.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { utcToWallClock } from '../../src/kernel/time.ts';
import { askBuiltin } from '../harness/ask-builtin.ts';
import { composeFrom, planWith } from '../harness/plan-with.ts';
import type { AgentInput, AgentOutput } from '../../src/agents.ts';
import { sayRule } from '../../src/chat/say-rule.ts';
import { messageAsked, planAsked } from './asks.ts';
import { messageCase } from './case.ts';
import { PROFILES } from './read-set.ts';

/** Goals by their titles, the plan that waits, tasks, and what the coach asked last. */
const situation = z.object({
  goals: z.array(z.string()).default([]),
  waiting_plan: z.string().nullish(),
  tasks: z.array(z.object({ title: z.string(), starts: z.string() })).default([]),
  asked: z.string().nullish(),
});

/** `now`: "2026-11-23T10:00"; `situation`: of situations.json by name, or as above; `next`: the next words. */
const line = z.object({
  say: z.string(),
  now: z.string().default('2026-11-23T10:00'),
  zone: z.string().default('Europe/Berlin'),
  situation: z.union([z.string(), situation]).nullish(),
  history: messageCase.shape.history,
  profile: z.string().optional(),
  next: z.array(z.string()).default([]),
});
type Line = z.infer<typeof line>;
type Said = AgentOutput<'orchestrator'>;

function askedOf(
  { say, now, zone, situation: where, history }: Line,
  id: number,
): AgentInput<'orchestrator'> {
  const named = typeof where === 'string' ? { situation: where } : where ? rowsOf(where) : {};
  return messageAsked({
    id: `say-${id}`,
    sort: 'plain',
    said: `${now} ${zone}`,
    say,
    history,
    right: [],
    ...named,
  });
}

function rowsOf({ goals, waiting_plan: waiting, tasks, asked }: z.infer<typeof situation>) {
  const titles = [...new Set([...(waiting ? [waiting] : []), ...goals])];
  return {
    goals: titles.map((title) => ({
      id: title,
      title,
      status: title === waiting ? ('negotiating' as const) : ('active' as const),
    })),
    tasks: tasks
      .map((task, index) => ({ id: `${task.title} #${index + 1}`, ...task }))
      .toSorted((a, b) => a.starts.localeCompare(b.starts)),
    ...(asked && { history: [{ me: 'Hm.' }, { coach: asked }] }),
  };
}

/** One act in one line: intent, title, time, length, rule. */
function briefOf({ intent, payload, task_id, goal_id }: Said['also'][number]): string {
  const starts =
    payload.task_starts_in_minutes === null
      ? payload.task_starts_local
      : `in ${payload.task_starts_in_minutes} minutes`;
  const days =
    payload.list_from === null && payload.list_to === null
      ? null
      : `${payload.list_from ?? 'today'} to ${payload.list_to ?? 'open end'}`;
  const length = payload.duration_minutes === null ? null : `${payload.duration_minutes} min`;
  const rule = payload.rrule === null ? null : sayRule({ rrule: payload.rrule, exdates: payload.exdates });
  const title = payload.task_title === null ? null : `“${payload.task_title}”`;
  const parts = [
    intent,
    payload.decision,
    task_id,
    goal_id,
    title,
    rule,
    starts,
    length,
    payload.status,
    days,
    payload.list_only && `only “${payload.list_only}”`,
    payload.list_without && `without “${payload.list_without}”`,
    payload.scope,
    payload.settings &&
      JSON.stringify(
        Object.fromEntries(Object.entries(payload.settings).filter(([, value]) => value !== null)),
      ),
    payload.assumed,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** What a plan of it would be: title, summary, sessions; of one that is changed what is said of the change. */
async function planOf({ now, zone, profile }: Line, goal: string, change?: string): Promise<string[]> {
  const [name = ''] = profile ? [profile] : Object.keys(PROFILES);
  const asked = planAsked({
    id: 'say',
    sort: 'plain',
    said: `${now} ${zone}`,
    profile: name,
    goal,
    right: [],
  });
  // Whoever has no profile has told nothing of the night.
  const wished = profile ? asked : { ...asked, profile: { ...asked.profile, sleep_assumed: true } };
  const plan = composeFrom(await planWith(askBuiltin, wished), wished);
  if (change !== undefined) {
    const revised = { ...wished, revisions: [{ text: change, said_on: now.slice(0, 10) }] };
    return [`    ${composeFrom(await planWith(askBuiltin, revised), revised, plan).summary}`];
  }
  const all = plan.tasks.flatMap(({ occurrences, ...task }) =>
    occurrences.map((one) => ({ ...task, ...one })),
  );
  const sessions = all
    .toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))
    .map(({ title, starts_at, duration_minutes }) => {
      const { date, time } = utcToWallClock(new Date(starts_at), zone);
      return `      ${date} ${time} ${title}, ${duration_minutes} min`;
    });
  return [
    `    plan: ${plan.goal_title}`,
    `    ${plan.summary}`,
    ...sessions.slice(0, 8),
    `      ${sessions.length} sessions`,
  ];
}

/** The plan as it was told: with the days and hours that the coach named when it asked. */
function waitingOf({ situation: where }: Line, title: string): string {
  const asked = typeof where === 'object' ? (where?.asked ?? '') : '';
  const told = asked
    .split(/[.?!](?= |$)/)
    .find((sentence) => !/\b(?:shall|should|do you|will)\b/i.test(sentence));
  const days = told?.split(`${title}:`).at(-1)?.trim();
  return typeof where === 'object' && where?.waiting_plan === title && days ? `${title}: ${days}` : title;
}

async function show(one: Line, id: number): Promise<void> {
  let asked = askedOf(one, id);
  for (const [turn, words] of [one.say, ...one.next].entries()) {
    if (turn > 0) asked = { ...asked, message: words };
    const said = await askBuiltin('orchestrator', asked);
    const lines = [
      `${turn === 0 ? `${id}.` : '  >'} ${words}`,
      ...[said, ...said.also].map((act) => `    ${briefOf(act)}`),
    ];
    const changed = asked.open_goals.find(({ id }) => id === said.goal_id);
    if (changed && (said.intent === 'MODIFY_GOAL' || said.payload.decision === 'revise'))
      lines.push(...(await planOf(one, waitingOf(one, changed.title), words)));
    if (said.clarification_question)
      lines.push(`    asks (${said.asks?.missing ?? 'anything'}): ${said.clarification_question}`);
    if (said.intent === 'GOAL' && said.payload.decision === 'propose')
      lines.push(...(await planOf(one, said.payload.wish ?? words)));
    process.stdout.write(`${lines.join('\n')}\n`);
    const spoken = said.clarification_question ?? 'Done.';
    asked = {
      ...asked,
      dialogue: { asks: said.asks, did: [] },
      history: [
        ...asked.history,
        { role: 'user', text: words, said_local: one.now },
        { role: 'assistant', text: spoken, said_local: one.now },
      ],
    };
  }
}

const [file = '/dev/stdin'] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .filter((text) => text.trim() !== '');
for (const [index, text] of lines.entries()) await show(line.parse(JSON.parse(text)), index + 1);

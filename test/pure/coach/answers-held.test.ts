// An answer does no more than it says: what it refuses stays, and what was read before it is kept.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { actOf, result } from '../../../src/coach/talk/answer.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;
type Output = AgentOutput<'orchestrator'>;
type Act = Output['also'][number];

// Tuesday.
const now_local = '2026-11-24T14:00';
const task = (id: string, title: string, starts_local: string, more = {}) => ({
  id,
  title,
  starts_local,
  ...more,
});
const bank = task('bank', 'Call the bank', '2026-11-25T10:00');
const plumber = task('plumber', 'Plumber visit', '2026-11-25T15:00');
const run = task('run', 'Easy run', '2026-11-27T18:00');
const goal = (id: string, title: string) => ({
  id,
  title,
  status: 'active' as const,
  awaits_approval: false,
});
const TASKS = [bank, plumber, run];

const say = (message: string, more: Partial<Input> = {}): Promise<Output> =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local,
    zone: 'Europe/Berlin',
    open_goals: [goal('cello', 'Learn the cello'), goal('chess', 'Play better chess')],
    upcoming_tasks: TASKS,
    ...more,
  });

/** The message, and the answer to what was asked back. */
async function both(message: string, reply: string, more: Partial<Input> = {}): Promise<Output> {
  const { asks, clarification_question: text } = await say(message, more);
  const history: Input['history'] = [
    { role: 'user', text: message, said_local: now_local },
    { role: 'assistant', text: text ?? '', said_local: now_local },
  ];
  return say(reply, { ...more, history, dialogue: { asks, did: [] } });
}

const brief = ({ intent, task_id, goal_id, payload }: Act): string =>
  [
    intent,
    task_id ?? goal_id,
    payload.task_title,
    payload.task_starts_local?.slice(5),
    payload.rrule,
    payload.list_from,
    payload.list_to,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');

const each = (said: Output): string[] => [said, ...said.also].map(brief);
const waiting = ({ asks }: Output): string[] => (asks ? [asks.act, ...asks.also].map(brief) : []);

describe('what a refusal names is not done to it', () => {
  test.each([
    ['pause everything', 'No, my cello must go on'],
    ['pause everything', 'no, keep the cello'],
    ['cancel everything tomorrow', 'no, just keep the plumber'],
    ['cancel everything tomorrow', 'no, I just rang the bank'],
    ['cancel everything tomorrow', 'no, only the plumber stays'],
  ])('%s, asked back: %s', async (message, reply) => {
    const said = await both(message, reply);
    expect(said.intent).toBe('CLARIFY');
  });

  test.each([
    ['pause everything', 'no, only the cello', ['PAUSE cello 2026-11-24']],
    ['pause everything', 'just the cello please', ['PAUSE cello 2026-11-24']],
    ['cancel everything tomorrow', 'no, just the plumber', ['CANCEL_TASK plumber']],
    ['cancel everything tomorrow', 'only the bank', ['CANCEL_TASK bank']],
  ])('%s, asked back: %s', async (message, reply, acts) => {
    expect(each(await both(message, reply))).toEqual(acts);
  });
});

/** Three tasks that were read back and wait for one yes. */
const amended = (reply: string): Promise<Output> => {
  const made = (task_title: string, local: string): Act => ({
    ...EMPTY,
    payload: { ...EMPTY.payload, task_title, task_starts_local: `2026-11-25T${local}` },
  });
  const [act, ...also] = [made('Standup', '09:00'), made('Dentist', '11:00'), made('Play', '15:30')];
  const asks = { act: act!, also, missing: 'yes' as const, choices: [], times: [], date: null };
  return say(reply, { dialogue: { asks, did: [] }, upcoming_tasks: [] });
};
const EMPTY = actOf(result({ intent: 'NEW_TASK' }));

describe('what is changed of a read-back of several is the one that is named', () => {
  test.each([['yes, but the dentist at 12'], ['no, dentist at 12']])('%s', async (reply) => {
    expect(each(await amended(reply))).toEqual([
      'NEW_TASK Standup 11-25T09:00',
      'NEW_TASK Dentist 11-25T12:00',
      'NEW_TASK Play 11-25T15:30',
    ]);
  });

  test('with no name it is asked which, and all are kept', async () => {
    const said = await amended('yes, but at 12');
    expect(said.clarification_question).toMatch(/Standup.*Dentist.*Play/);
    expect(waiting(said)).toHaveLength(3);
  });
});

describe('what is taken off is moved instead where that is said of it', () => {
  test('the one that is named', async () => {
    const said = await both('cancel everything tomorrow', 'no, move the plumber to Friday');
    expect(each(said)).toEqual(['RESCHEDULE_TASK plumber 11-27T15:00']);
  });
});

describe('a part of a day is that of the day where the task stands', () => {
  test.each([
    ["move Friday's run to 8 in the morning", 'RESCHEDULE_TASK run 11-27T08:00'],
    ['move the bank call to 8 in the morning', 'RESCHEDULE_TASK bank 11-25T08:00'],
    ['move the tea to 8 in the morning', 'RESCHEDULE_TASK tea 11-25T08:00'],
  ])('%s', async (message, act) => {
    const upcoming_tasks = [...TASKS, task('tea', 'Tea with Ines', '2026-11-24T17:00')];
    expect(each(await say(message, { upcoming_tasks }))).toEqual([act]);
  });
});

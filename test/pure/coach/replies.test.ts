// A short answer is read against what the coach said last: kept with it, or read of its words.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;
type Output = AgentOutput<'orchestrator'>;

// Monday.
const now_local = '2026-11-23T10:00';
const choir = { id: 'choir', title: 'Choir practice', starts_local: '2026-11-26T19:00' };
const committee = { id: 'committee', title: 'Choir committee', starts_local: '2026-11-26T20:30' };
const vet = { id: 'vet', title: 'Vet appointment', starts_local: '2026-11-27T15:00' };
const run = { id: 'run', title: 'Easy run', starts_local: '2026-11-23T09:00' };

const say = (message: string, context: Partial<Input> = {}): Promise<Output> =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local,
    zone: 'Europe/Berlin',
    open_goals: [],
    upcoming_tasks: [choir, committee, vet, run],
    ...context,
  });

/** Said behind these words of the coach. */
const after = (coach: string, message: string, context: Partial<Input> = {}): Promise<Output> =>
  say(message, {
    history: [
      { role: 'user', text: 'Hm.', said_local: now_local },
      { role: 'assistant', text: coach, said_local: now_local },
    ],
    ...context,
  });

/** The message, and the answer to what was asked back. */
async function both(message: string, reply: string): Promise<Output> {
  const said = await say(message, { upcoming_tasks: [] });
  const question = said.clarification_question ?? '';
  return after(question, reply, { dialogue: { asks: said.asks, did: [] }, upcoming_tasks: [] });
}

const brief = ({ intent, task_id, payload }: Output | Output['also'][number]): string =>
  [intent, task_id, payload.task_title, payload.task_starts_local, payload.rrule, payload.status]
    .filter((part) => part !== null)
    .join(' ');

describe('one answer solves what was asked', () => {
  test.each([
    ['remind me to call the vet', 'tuesday', 'NEW_TASK Call the vet 2026-11-24T09:00'],
    ['remind me to call the vet', 'tomorrow evening', 'NEW_TASK Call the vet 2026-11-24T19:00'],
    ['remind me to call the vet', 'half 7', 'NEW_TASK Call the vet 2026-11-23T19:30'],
    ['remind me to call the vet', '8', 'NEW_TASK Call the vet 2026-11-23T20:00'],
    ['remind me to call the vet', 'whenever', 'NEW_TASK Call the vet 2026-11-24T09:00'],
    ['remind me to call the vet tomorrow', 'you pick', 'NEW_TASK Call the vet 2026-11-24T09:00'],
    ['remind me to call the vet tomorrow', 'morning', 'NEW_TASK Call the vet 2026-11-24T09:00'],
    [
      'remind me to call the vet',
      'every friday at 8',
      'NEW_TASK Call the vet 2026-11-23T08:00 FREQ=WEEKLY;BYDAY=FR',
    ],
    ['remind me every monday to ring mum', '7pm', 'NEW_TASK Ring mum 2026-11-23T19:00 FREQ=WEEKLY;BYDAY=MO'],
  ])('%s, asked back: %s', async (message, reply, expected) => {
    expect(brief(await both(message, reply))).toBe(expected);
  });

  test('what was chosen for them is said', async () => {
    const { payload } = await both('remind me to call the vet', 'tuesday');
    expect(payload.assumed).toMatch(/no hour/);
  });
});

describe('what was read first is kept', () => {
  test.each([
    [
      'remind me to visit bank at 11 am on the other Saturdays',
      '1st and 3rd saturday',
      /Visit bank .*T11:00 .*1SA,3SA/,
    ],
    ['set a reminder for friday at 3', 'ring the bank', /Ring the bank 2026-11-27T15:00/],
    ['remind me tomorrow at 5', 'to buy flowers', /Buy flowers 2026-11-24T17:00/],
    ['meet Priya saturday for 2 hours', '11', /Meet Priya 2026-11-28T11:00/],
    [
      'remind me to buy milk every tuesday until christmas',
      '6pm',
      /Buy milk .*T18:00 .*BYDAY=TU;UNTIL=20261225/,
    ],
  ])('%s, asked back: %s', async (message, reply, expected) => {
    expect(brief(await both(message, reply))).toMatch(expected);
  });

  test.each([
    ['move it to friday', 'the gate', 'RESCHEDULE_TASK gate 2026-11-27T16:00'],
    ['push it back an hour', 'the gate', 'RESCHEDULE_TASK gate 2026-11-24T17:00'],
    ['move it to 5', 'tax', 'RESCHEDULE_TASK tax 2026-11-24T17:00'],
  ])('%s, asked back: %s', async (message, reply, expected) => {
    const upcoming_tasks = [
      { id: 'gate', title: 'Mend the gate', starts_local: '2026-11-24T16:00' },
      { id: 'tax', title: 'Sort the tax return', starts_local: '2026-11-24T19:00' },
    ];
    const { asks, clarification_question } = await say(message, { upcoming_tasks });
    const history: Input['history'] = [
      { role: 'user', text: message, said_local: now_local },
      { role: 'assistant', text: clarification_question ?? '', said_local: now_local },
    ];
    const said = await say(reply, { upcoming_tasks, history, dialogue: { asks, did: [] } });
    expect(brief(said)).toBe(expected);
  });
});

describe('one of several', () => {
  const which =
    'Which one shall I move: 1. Choir practice Thursday 19:00, or 2. Choir committee Thursday 20:30?';
  test.each([
    [which, 'the second one', 'RESCHEDULE_TASK committee'],
    [which, '2', 'RESCHEDULE_TASK committee'],
    [which, 'the first', 'RESCHEDULE_TASK choir'],
    [which, 'last', 'RESCHEDULE_TASK committee'],
    [which, 'practice', 'RESCHEDULE_TASK choir'],
    [which, 'no, the committee one', 'RESCHEDULE_TASK committee'],
    [which, 'the committee, not the practice', 'RESCHEDULE_TASK committee'],
    [which, 'the one at half 8', 'RESCHEDULE_TASK committee'],
    [which, 'either', 'RESCHEDULE_TASK choir'],
    [which, 'idk you pick', 'RESCHEDULE_TASK choir'],
    [
      'When suits you for the flu jab? 1) Fri 27 Nov 13:00 2) Sat 28 Nov 14:00',
      'second but an hour later',
      'NEW_TASK Flu jab 2026-11-28T15:00',
    ],
    ['Friday or Saturday for the ironing?', 'neither, sunday at 5', 'NEW_TASK Ironing 2026-11-29T17:00'],
  ])('%s %s', async (coach, message, expected) => {
    expect(brief(await after(coach, message))).toBe(expected);
  });

  test('both', async () => {
    const said = await after('Which one is done: "Choir practice" or "Choir committee"?', 'both');
    expect([said, ...said.also].map(brief)).toEqual(['COMPLETE choir done', 'COMPLETE committee done']);
  });

  test('what is taken off is named and asked about', async () => {
    const said = await after(
      'Which one shall I cancel: 1) Choir practice 2) Vet appointment?',
      'the vet one',
    );
    expect(said.intent).toBe('CLARIFY');
    expect(said.asks).toMatchObject({ missing: 'yes', act: { intent: 'CANCEL_TASK', task_id: 'vet' } });
  });
});

describe('an offer', () => {
  test.each([
    ['Shall I move your vet appointment to Saturday?', 'yes', 'RESCHEDULE_TASK vet 2026-11-28T15:00'],
    ['Shall I move your vet appointment to Saturday?', 'ya ok', 'RESCHEDULE_TASK vet 2026-11-28T15:00'],
    [
      'Shall I move your vet appointment to Saturday?',
      'yes but at 5',
      'RESCHEDULE_TASK vet 2026-11-28T17:00',
    ],
    ['Shall I move your vet appointment to Saturday?', 'no, sunday', 'RESCHEDULE_TASK vet 2026-11-29T15:00'],
    [
      'So, choir practice at 20:30 on Thursday?',
      'half 7 not half 8',
      'RESCHEDULE_TASK choir 2026-11-26T19:30',
    ],
    [
      'New task: Call markets, Monday 30 November at 10:00. Right?',
      'No I said Marcus not markets',
      'NEW_TASK Call Marcus 2026-11-30T10:00',
    ],
    ['New task: Call Sam, Monday 30 November at 10:00. Right?', 'yep', 'NEW_TASK Call Sam 2026-11-30T10:00'],
    ['Did you manage the easy run?', 'never got to it', 'COMPLETE run missed'],
    ['Did you manage the easy run?', 'yeah', 'COMPLETE run done'],
    ['How did the easy run go?', 'donee', 'COMPLETE run done'],
  ])('%s %s', async (coach, message, expected) => {
    expect(brief(await after(coach, message))).toBe(expected);
  });

  test.each([
    ['Shall I move your vet appointment to Saturday?', 'no'],
    ['Shall I move your vet appointment to Saturday?', 'nah leave it'],
    ['When should I remind you to call the vet?', 'never mind, forget I asked'],
  ])('%s %s: nothing is done', async (coach, message) => {
    expect(await after(coach, message)).toMatchObject({ intent: 'CLARIFY', asks: null });
  });
});

describe('a correction', () => {
  const did = [
    {
      kind: 'moved' as const,
      task_id: 'run',
      title: 'Easy run',
      starts_local: '2026-11-29T09:00',
      was_local: '2026-11-23T09:00',
    },
  ];
  test('undone, and done to the one that was meant', async () => {
    const said = await say('no i meant the vet, not the run', { dialogue: { asks: null, did } });
    expect([said, ...said.also].map(brief)).toEqual(['UNDO run', 'RESCHEDULE_TASK vet 2026-11-29T15:00']);
  });

  test.each([
    ['no i said thursday', 'RESCHEDULE_TASK run 2026-11-26T09:00'],
    ['sorry 7 not 6', 'RESCHEDULE_TASK run 2026-11-29T07:00'],
    ['undo that', 'UNDO run'],
    ['put it back', 'UNDO run'],
  ])('%s', async (message, expected) => {
    expect(brief(await say(message, { dialogue: { asks: null, did } }))).toBe(expected);
  });

  test('where nothing is known of what was done, the one that is meant is asked about', async () => {
    const said = await say('oops not that one i meant the vet appt');
    expect(said.intent).toBe('CLARIFY');
    expect(said.clarification_question).toMatch(/Vet appointment.*\?/);
  });
});

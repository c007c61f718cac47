// An answer that can hardly be read is asked for again, in short; what stands and is named is asked about.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;
type Act = AgentOutput<'orchestrator'>['also'][number];

// Tuesday.
const now_local = '2026-09-08T11:10';
const task = (id: string, title: string, starts_local: string) => ({ id, title, starts_local });
const TASKS = [
  task('ironing', 'Ironing', '2026-09-08T09:00'),
  task('barber', 'Barber', '2026-09-09T16:00'),
  task('tyres', 'Change tyres', '2026-09-10T08:00'),
  task('oboe', 'Oboe practice', '2026-09-10T18:00'),
];
const goal = (title: string) => ({ id: title, title, status: 'active' as const, awaits_approval: false });

const say = (message: string, more: Partial<Input> = {}) =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local,
    zone: 'Europe/London',
    open_goals: [goal('Play the oboe'), goal('Eat less sugar')],
    upcoming_tasks: TASKS,
    ...more,
  });

const after = (coach: string, message: string) =>
  say(message, {
    history: [
      { role: 'user', text: 'Hm.', said_local: now_local },
      { role: 'assistant', text: coach, said_local: now_local },
    ],
  });

/** The message, and the answer to what was asked back. */
async function both(message: string, reply: string) {
  const { asks, clarification_question: text } = await say(message);
  const history: Input['history'] = [
    { role: 'user', text: message, said_local: now_local },
    { role: 'assistant', text: text ?? '', said_local: now_local },
  ];
  return say(reply, { history, dialogue: { asks, did: [] } });
}

const brief = ({ intent, task_id, goal_id, payload }: Act): string =>
  [
    intent,
    task_id ?? goal_id,
    payload.task_title,
    payload.task_starts_local?.slice(5),
    payload.rrule,
    payload.status,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');

describe('what is named and stands is asked about', () => {
  test.each([
    ['barber hmm', /"Barber" on 2026-09-09 at 16:00: shall I move it/],
    ['the tyres are at the depot', /"Change tyres" .* shall I move it/],
    ['sugar eh', /"Eat less sugar": shall I say how it goes/],
    ['hmm hmm', /not sure/],
  ])('%s', async (message, expected) => {
    const said = await say(message);
    expect(said.intent).toBe('CLARIFY');
    expect(said.clarification_question).toMatch(expected);
  });
});

describe('a question that was not answered is asked again, and still takes its answer', () => {
  test('which task', async () => {
    const again = await both('move my thing to 5', 'blue elephants');
    expect(again.clarification_question).toMatch(/^I did not get that\. .*Ironing/);
    expect(again.asks?.missing).toBe('task');
  });

  test('of a question that nobody kept it is said what it would need', async () => {
    const said = await after('From what date shall it begin?', 'from when we are home, so the 23rd');
    expect(said).toMatchObject({ intent: 'CLARIFY', asks: null });
    expect(said.clarification_question).toContain('From what date shall it begin?');
  });
});

describe('answers', () => {
  test.each([
    [
      'Collect the cake on Friday at 6:15: AM or PM?',
      'am of course',
      'NEW_TASK Collect the cake 09-11T06:15',
    ],
    [
      'Return the drill: do you mean this Saturday or next Saturday?',
      'this',
      'NEW_TASK Return the drill 09-12T09:00',
    ],
    ['Which day suits you for the car wash?', 'any day but wednesday', 'NEW_TASK Car wash 09-10T09:00'],
    ['What time on Friday for the boiler check?', 'whenever', 'NEW_TASK Boiler check 09-11T09:00'],
    ['Should I mark the ironing as missed?', 'no I did it, only later', 'COMPLETE ironing done'],
    [
      'Shall I move the barber to 17:00 or to 18:00?',
      'neither, half 6',
      'RESCHEDULE_TASK barber 09-09T18:30',
    ],
    ['Shall I pause everything, or only one goal?', 'only the sugar', 'PAUSE Eat less sugar'],
  ])('%s %s', async (coach, message, expected) => {
    expect(brief(await after(coach, message))).toBe(expected);
  });

  test.each([
    ['How did the ironing go?', 'not so well, only managed half an hour'],
    ['Did you do the ironing?', 'some of it'],
  ])('%s %s: whether that counts is asked', async (coach, message) => {
    const said = await after(coach, message);
    expect(said).toMatchObject({ intent: 'CLARIFY', asks: { missing: 'yes', act: { task_id: 'ironing' } } });
  });

  test('both of two, with the day of the question', async () => {
    const said = await after('Which shall I move to Friday: Barber or Change tyres?', 'both');
    expect([said, ...said.also].map(brief)).toEqual([
      'RESCHEDULE_TASK barber 09-11T16:00',
      'RESCHEDULE_TASK tyres 09-11T08:00',
    ]);
  });

  test('one of several that one yes would take off', async () => {
    const said = await after(
      'Shall I delete all three: Barber, Change tyres, Oboe practice?',
      'just the tyres',
    );
    expect([said, ...said.also].map(brief)).toEqual(['CANCEL_TASK tyres']);
  });

  test('an answer to what somebody else is asked makes no task', async () => {
    const said = await after('What time do you get up?', 'depends, on nights 3pm, otherwise around 8');
    expect(said.intent).toBe('CLARIFY');
  });
});

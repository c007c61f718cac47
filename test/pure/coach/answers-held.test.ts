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

const EMPTY = actOf(result({ intent: 'NEW_TASK' }));
const made = (task_title: string, local: string): Act => ({
  ...EMPTY,
  payload: { ...EMPTY.payload, task_title, task_starts_local: `2026-11-25T${local}` },
});

/** Said to three tasks that were read back and wait for one yes. */
const amended = (reply: string): Promise<Output> => {
  const also = [made('Dentist', '11:00'), made('Play', '15:30')];
  const asks = {
    act: made('Standup', '09:00'),
    also,
    missing: 'yes' as const,
    choices: [],
    times: [],
    date: null,
  };
  return say(reply, { dialogue: { asks, did: [] }, upcoming_tasks: [] });
};

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

describe('what cannot rest by itself is left out of these days, after a yes', () => {
  const standing = [
    ...TASKS,
    task('ferns1', 'Water the ferns', '2026-11-24T18:00', { recurs: true }),
    task('ferns2', 'Water the ferns', '2026-11-26T18:00', { recurs: true }),
    task('ferns3', 'Water the ferns', '2026-11-28T18:00', { recurs: true }),
  ];
  test.each([
    ['pause watering the ferns until Thursday', ['CANCEL_TASK ferns1', 'CANCEL_TASK ferns2']],
    ['pause watering the ferns', ['CANCEL_TASK ferns1', 'CANCEL_TASK ferns2', 'CANCEL_TASK ferns3']],
    ['pause the easy runs this week', ['CANCEL_TASK run']],
  ])('%s', async (message, acts) => {
    const said = await say(message, { upcoming_tasks: standing });
    expect(said.clarification_question).toMatch(/not ".*" alone\. Shall I leave out/);
    expect(waiting(said)).toEqual(acts);
    expect(each(await both(message, 'yes', { upcoming_tasks: standing }))).toEqual(acts);
  });

  test.each([
    ['pause everything until Friday', 'PAUSE 2026-11-27'],
    ['I am away until Friday', 'PAUSE 2026-11-27'],
    ['pause the cello until Friday', 'PAUSE cello 2026-11-27'],
  ])('but %s', async (message, act) => {
    expect(each(await say(message, { upcoming_tasks: standing }))).toEqual([act]);
  });
});

describe('the moment that was said is kept until it is known of what', () => {
  test('one task stands', async () => {
    expect(each(await say('snooze until Friday', { upcoming_tasks: [bank] }))).toEqual([
      'RESCHEDULE_TASK bank 11-27T10:00',
    ]);
    const said = await both('move the barber to Friday at 4', 'yes', { upcoming_tasks: [bank] });
    expect(each(said)).toEqual(['RESCHEDULE_TASK bank 11-27T16:00']);
  });

  test.each([
    ['snooze until Friday', 'the plumber', 'RESCHEDULE_TASK plumber 11-27T15:00'],
    ['move the barber to Friday at 4', 'the plumber one', 'RESCHEDULE_TASK plumber 11-27T16:00'],
    ['snooze until Friday', 'move the call to Friday at 3pm', 'RESCHEDULE_TASK bank 11-27T15:00'],
  ])('%s, asked back: %s', async (message, reply, act) => {
    expect(each(await both(message, reply))).toEqual([act]);
  });

  test('what is postponed stands later than it did', async () => {
    expect(each(await say('postpone the run until Thursday'))).toEqual(['RESCHEDULE_TASK run 12-03T18:00']);
    expect(each(await say('move the run to Thursday'))).toEqual(['RESCHEDULE_TASK run 11-26T18:00']);
  });
});

describe('while a plan waits, no further draft comes of what was there before', () => {
  const draft = {
    ...goal('cello', 'Learn the cello'),
    status: 'negotiating' as const,
    awaits_approval: true,
  };
  const session = task('scales', 'Scales', '2026-11-25T18:00', { goal_id: 'cello' });
  test.each([['no, keep it as it is'], ['keep the old plan'], ['no, leave everything as it was'], ['no']])(
    'a change is dropped once they say yes: %s',
    async (message) => {
      const said = await say(message, { open_goals: [draft], upcoming_tasks: [session] });
      expect(said.clarification_question).toMatch(/drop the change of "Learn the cello"\? The plan stays/);
      expect(said.asks).toMatchObject({
        missing: 'yes',
        act: { goal_id: 'cello', payload: { decision: 'abandon' } },
      });
    },
  );

  test.each([['keep the old plan'], ['go back to the previous plan'], ['no, leave everything as it was']])(
    'of a first plan nothing is dropped: %s',
    async (message) => {
      const said = await say(message, { open_goals: [draft], upcoming_tasks: [] });
      expect(said).toMatchObject({ intent: 'CLARIFY', asks: null });
    },
  );

  test.each([['keep Mondays free'], ['make it shorter']])('a change of it is one: %s', async (message) => {
    const said = await say(message, { open_goals: [draft], upcoming_tasks: [session] });
    expect(said).toMatchObject({ intent: 'GOAL', payload: { decision: 'revise' } });
  });

  test.each([['go back to the previous plan'], ['restore the old plan'], ['go back to what it was before']])(
    'and with none that waits no goal is made of it: %s',
    async (message) => {
      const said = await say(message);
      expect(said.intent).toBe('CLARIFY');
      expect(said.clarification_question).toMatch(/undo/);
    },
  );
});

/** Said behind a question of that moment, which nobody kept. */
const behind = (said_local: string, message: string) =>
  say(message, {
    upcoming_tasks: [],
    history: [
      { role: 'user', text: 'Hm.', said_local },
      { role: 'assistant', text: 'Which evening suits the sauna?', said_local },
    ],
  });

describe('a question takes what answers it', () => {
  test('a yes is nothing to be reminded of', async () => {
    for (const reply of ['yes', 'ok', 'sure, please']) {
      const said = await both('remind me in an hour', reply, { upcoming_tasks: [] });
      expect(said.asks).toMatchObject({ missing: 'title', act: { payload: { task_starts_in_minutes: 60 } } });
    }
  });

  test('how the goals go', async () => {
    expect(each(await both('show me my goals', 'yes'))).toEqual(['PROGRESS']);
    expect(each(await both('show me my goals', 'the cello'))).toEqual(['PROGRESS cello']);
    expect((await say('How do I reach my goals?')).clarification_question).not.toMatch(/^Your goals/);
  });

  test('an appointment is no answer to it', async () => {
    const now = await behind(now_local, 'choir rehearsal Thursday 19:00');
    expect(now.clarification_question).toMatch(/^Do I have that right: “Choir rehearsal”/);
    const old = await behind('2026-11-12T10:00', 'choir rehearsal Thursday 19:00');
    expect(old.clarification_question ?? '').not.toMatch(/I take/);
  });
});

describe('what is asked of one of both is still asked', () => {
  const soon = task('gate', 'Mend the gate', '2026-11-24T14:30');
  test('beside what is whole, and before what is asked next', async () => {
    const some = { upcoming_tasks: [soon, plumber] };
    const moved = await both('move it an hour earlier', 'both', some);
    expect(each(moved)).toEqual(['RESCHEDULE_TASK plumber 11-25T14:00']);
    expect(moved.clarification_question).toMatch(/Mend the gate/);
    const vague = await both('move it to the evening', 'both', some);
    expect(vague.clarification_question).toMatch(/Mend the gate.*Then tell me when: “Plumber visit”/);
  });
});

describe('a word beside it changes nothing', () => {
  test('whoever passes by has passed no exam', async () => {
    const said = await say('I passed by the library', { upcoming_tasks: [] });
    expect(said.clarification_question).not.toMatch(/well done/);
  });

  test('“and all that” ends no series', async () => {
    const upcoming_tasks = [task('walk', 'Walk the dog', '2026-11-25T08:00', { recurs: true })];
    const said = await say('cancel the dog walk and all that', { upcoming_tasks });
    expect(said.asks?.act).toMatchObject({ intent: 'CANCEL_TASK', payload: { scope: null } });
  });
});

// What people tell of their days beside tasks that stand, and answer to the coach's own questions of which only the text is known.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Output = AgentOutput<'orchestrator'>;

interface Said {
  /** "Walk 03-05T18:00". */
  tasks?: string[];
  goals?: string[];
  waits?: string;
  asked?: string;
}

const rowsOf = ({ tasks = [] }: Said): AgentInput<'orchestrator'>['upcoming_tasks'] =>
  tasks.map((task) => ({
    id: task.replace(/T.*$/, ''),
    title: task.replace(/ \d\d-\d\dT.*$/, ''),
    starts_local: `2026-${/\d\d-\d\dT\d\d:\d\d/.exec(task)![0]}`,
  }));

// Thursday, the evening.
const read = (message: string, said: Said): Promise<Output> =>
  askBuiltin('orchestrator', {
    message,
    history: said.asked ? [{ role: 'assistant', text: said.asked, said_local: '2026-03-05T19:55' }] : [],
    now_local: '2026-03-05T20:00',
    zone: 'Europe/Berlin',
    open_goals: [...(said.waits ? [said.waits] : []), ...(said.goals ?? [])].map((title) => ({
      id: title,
      title,
      status: title === said.waits ? ('negotiating' as const) : ('active' as const),
      awaits_approval: title === said.waits,
    })),
    upcoming_tasks: rowsOf(said),
  });

type Act = Pick<Output, 'intent' | 'payload' | 'task_id' | 'goal_id'>;

const nameOf = ({ intent, payload, task_id, goal_id }: Act): string =>
  [
    intent,
    payload.decision,
    task_id ?? goal_id ?? payload.task_title,
    payload.status,
    payload.scope,
    payload.rrule && 'again',
    payload.task_starts_local?.slice(5),
    payload.list_from?.slice(5),
  ]
    .filter(Boolean)
    .join(' ');

/** The acts, or what a yes to the question would be. */
function brief({ asks, also, ...said }: Output): string {
  if (said.intent !== 'CLARIFY') return [said, ...also].map(nameOf).join(', ');
  if (asks === null) return 'asks';
  return `${asks.missing}? ${[asks.act, ...asks.also].map(nameOf).join(', ')}`;
}

const GUITAR = {
  goals: ['Learn guitar'],
  tasks: ['Guitar 03-07T18:00', 'Guitar 03-09T18:00', 'Guitar 03-10T18:00'],
};
const YOGA = { goals: ['Yoga'], tasks: ['Yoga 03-05T21:00', 'Yoga 03-07T18:00'] };
const WELSH = { goals: ['Learn Welsh'], tasks: ['Welsh lesson 03-05T18:00', 'Welsh lesson 03-06T18:00'] };
const WALK = {
  goals: ['Walk more'],
  tasks: ['Walk 03-01T10:00', 'Walk 03-02T10:00', 'Walk 03-04T10:00', 'Walk 03-06T10:00'],
};
const SOLE = { tasks: ['Bins out 03-09T19:00'] };
const TWO = { goals: ['Run 5k', 'Learn Spanish'], tasks: ['Run 03-06T18:00', 'Spanish 03-07T18:00'] };
const MILK = { tasks: ['Buy milk 03-06T18:00', 'Buy milk 03-13T18:00'] };

const cases = (rows: [message: string, said: Said, expected: string][]): void => {
  test.each(rows)('%s', async (message, said, expected) => {
    expect(brief(await read(message, said))).toBe(expected);
  });
};

describe('left out on the days that are named', () => {
  cases([
    [
      'away mon and tue so no guitar those evenings',
      GUITAR,
      'yes? CANCEL_TASK Guitar 03-09, CANCEL_TASK Guitar 03-10',
    ],
    ['got a wedding saturday so no guitar that day', GUITAR, 'yes? CANCEL_TASK Guitar 03-07'],
    ['monday also cancel, still away', GUITAR, 'yes? CANCEL_TASK Guitar 03-09'],
    ['cancel the milk reminder, we get it delivered now', MILK, 'yes? CANCEL_TASK Buy milk 03-06 following'],
    ['drop the spanish thing, i have no time', TWO, 'yes? GOAL abandon Learn Spanish'],
    ['physio says no running for two weeks. can we put it on hold', TWO, 'PAUSE Run 5k 03-05'],
  ]);
});

describe('moved, whatever story stands before it', () => {
  cases([
    ['stuck in traffic, push yoga back 45 min', YOGA, 'RESCHEDULE_TASK Yoga 03-05 03-05T21:45'],
    ['boss kept me late make yoga an hour later', YOGA, 'RESCHEDULE_TASK Yoga 03-05 03-05T22:00'],
    ["can't make yoga tonight, push to friday", YOGA, 'RESCHEDULE_TASK Yoga 03-05 03-06T21:00'],
    ['move todays session to 10pm', YOGA, 'RESCHEDULE_TASK Yoga 03-05 03-05T22:00'],
    [
      "Saturday's yoga an hour later? No wait, move Saturday's yoga to 20:00",
      YOGA,
      'RESCHEDULE_TASK Yoga 03-07 03-07T20:00',
    ],
    [
      'can you do that every monday',
      SOLE,
      'yes? CANCEL_TASK Bins out 03-09, NEW_TASK Bins out again 03-05T19:00',
    ],
  ]);
});

describe('told of', () => {
  cases([
    ['skipped it mate, was at the footy', WELSH, 'COMPLETE Welsh lesson 03-05 missed'],
    ['managed only half of it', WELSH, 'yes? COMPLETE Welsh lesson 03-05 done'],
    ['done for tonight, 3 pages', WELSH, 'COMPLETE Welsh lesson 03-05 done'],
    ['nothing doing today, kids are ill', WELSH, 'COMPLETE Welsh lesson 03-05 missed'],
    ['nap took ages so no welsh', WELSH, 'yes? COMPLETE Welsh lesson 03-05 missed'],
    ['went to see the neighbours today, it was fun', WELSH, 'yes? COMPLETE Welsh lesson 03-05 done'],
    [
      'did the walk sunday and monday but not yesterday',
      WALK,
      'COMPLETE Walk 03-01 done, COMPLETE Walk 03-02 done, COMPLETE Walk 03-04 missed',
    ],
    ['forgot to log it but i did my walk on monday', WALK, 'COMPLETE Walk 03-02 done'],
    ['did i walk on monday?', WALK, 'LIST 03-02'],
    ['walked 4 miles. up from 2', { goals: ['Walk more'] }, 'asks'],
  ]);
});

describe('answers to questions of which the text alone is known', () => {
  const off = { ...YOGA, asked: 'Shall I take "Yoga" on 2026-03-07 at 18:00 off your calendar?' };
  const when = { tasks: ['Dentist 03-07T09:30'], asked: 'To when should I move "Dentist"?' };
  cases([
    ['yeah nah keep it', off, 'asks'],
    ['yeah nah leave it', off, 'asks'],
    ['och aye, do', off, 'CANCEL_TASK Yoga 03-07'],
    ['aye go on', off, 'CANCEL_TASK Yoga 03-07'],
    ['friday same time', when, 'RESCHEDULE_TASK Dentist 03-07 03-06T09:30'],
    [
      'half 9 in the morning',
      { asked: 'At what time of day: Call the school (tomorrow)?' },
      'NEW_TASK Call the school 03-06T09:30',
    ],
    ['10 in the morning', { asked: 'When should I remind you: Buy tea?' }, 'NEW_TASK Buy tea 03-06T10:00'],
    [
      'tues and thurs, 7am',
      { asked: 'On which days exactly, and at what time: Water the plants?' },
      'NEW_TASK Water the plants again 03-05T07:00',
    ],
    [
      'the second',
      {
        tasks: ['Swim 03-10T18:00', 'Swim 03-12T18:00'],
        asked:
          'Which one do you mean to move to Saturday: 1. Swim, Tue 10 March 18:00, or 2. Swim, Thu 12 March 18:00?',
      },
      'RESCHEDULE_TASK Swim 03-12 03-07T18:00',
    ],
  ]);
});

describe('the plan that waits, and how they are spoken to', () => {
  const plan = { waits: 'Run 5k', asked: 'Here is the plan Run 5k: Mon and Wed at 10:00. Shall I start it?' };
  cases([
    ['yes go ahead, start it please', plan, 'GOAL approve Run 5k'],
    [
      'start the plan, and remind me to buy shoes tomorrow at 5pm',
      plan,
      'GOAL approve Run 5k, NEW_TASK Buy shoes 03-06T17:00',
    ],
    ['looks good but im at choir on mondays', plan, 'GOAL revise Run 5k'],
    ['your messages are too long', WELSH, 'asks'],
    ['dont write so much', WELSH, 'asks'],
  ]);

  test.each([
    ['stop buzzing me before 8am', { quiet_to: '08:00' }],
    ['dinnae bother me afore nine', { quiet_to: '09:00' }],
    ['hey so i moved to denver for good now can you put me on mountain time', { zone: 'America/Denver' }],
  ])('%s', async (message, settings) => {
    expect((await read(message, WELSH)).payload.settings).toMatchObject(settings);
  });
});

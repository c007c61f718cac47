// What people say to do with what stands in their calendar: moved, left out, ended, paused, looked up; said in many ways.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;

// Wednesday.
const now = '2026-12-02T13:20';
const task = (id: string, title: string, starts_local: string) => ({ id, title, starts_local });
const TASKS = [
  task('call', 'Call Sam', '2026-12-02T14:00'),
  task('budget', 'Review budget', '2026-12-02T15:30'),
  task('stretch', 'Stretch', '2026-12-03T08:00'),
  task('walk', 'Evening walk', '2026-12-03T18:00'),
  task('piano', 'Piano lesson', '2026-12-05T16:00'),
  task('dentist', 'Dentist', '2026-12-07T11:00'),
  task('walk-2', 'Evening walk', '2026-12-10T18:00'),
];
const goal = (title: string) => ({ id: title, title, status: 'active' as const, awaits_approval: false });

const read = (message: string, more: Partial<Input> = {}) =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local: now,
    zone: 'Europe/London',
    open_goals: [goal('Walk 5 km'), goal('Learn Spanish')],
    upcoming_tasks: TASKS,
    ...more,
  });

type Act = Pick<AgentOutput<'orchestrator'>, 'intent' | 'payload' | 'task_id' | 'goal_id'>;

const VERBS: Record<string, string> = {
  RESCHEDULE_TASK: 'move',
  CANCEL_TASK: 'off',
  NEW_TASK: 'new',
  GOAL: 'goal',
};

function nameOf({ intent, payload, task_id, goal_id }: Act): string {
  const days =
    payload.list_from === null && payload.list_to === null
      ? null
      : `${payload.list_from}..${payload.list_to}`;
  const parts = [
    VERBS[intent] ?? intent.toLowerCase(),
    task_id ?? goal_id,
    payload.task_starts_local?.slice(5),
    payload.duration_minutes === null || intent !== 'RESCHEDULE_TASK'
      ? null
      : `${payload.duration_minutes} min`,
    payload.scope,
    days?.replaceAll('2026-', ''),
    payload.list_only && `only ${payload.list_only}`,
    payload.list_without && `without ${payload.list_without}`,
  ];
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' ');
}

/** "move piano 12-06T16:00"; behind a question mark what a yes, or another answer, would complete. */
async function brief(...args: Parameters<typeof read>): Promise<string> {
  const said = await read(...args);
  const done = said.intent === 'CLARIFY' ? [] : [said, ...said.also].map(nameOf);
  const open = said.asks
    ? [`?${said.asks.missing} ${[said.asks.act, ...said.asks.also].map(nameOf).join(' + ')}`]
    : [];
  return [...done, ...open].join(', ') || 'clarify';
}

describe('moves', () => {
  test.each([
    ['shift the piano to sunday same time', 'move piano 12-06T16:00'],
    ["can we do the 8 o'clock at 9 instead", 'move stretch 12-03T09:00'],
    ['push everything this afternoon back an hour', 'move budget 12-02T16:30, move call 12-02T15:00'],
    ['move dentist to tuesday 10am', 'move dentist 12-08T10:00'],
    ["dentist's moved to wednesday at 3", 'move dentist 12-09T15:00'],
    ['postpone the walk till friday', 'move walk 12-04T18:00'],
    ['prepone the piano by one hour', 'move piano 12-05T15:00'],
    ['put the call with sam back to half 3', 'move call 12-02T15:30'],
    ['make the piano lesson 45 minutes', 'move piano 45 min'],
    ['the piano cant happen on saturday, how about sunday same time?', 'move piano 12-06T16:00'],
    ['bring the dentist forward to the morning', '?time move dentist'],
    ['snooze that 20 mins', '?task move'],
    ['move my gym session to 6', '?task move'],
    ['swap swimming to tuesdays from now on', '?task move'],
    ["lengthen saturday's piano to an hour", 'move piano 60 min'],
    ['abeg shift the piano to 5', 'move piano 12-05T17:00'],
    ["push today's call by one day and mark budget as done", 'move call 12-03T14:00, complete budget'],
    ['swap the piano and the dentist', '?time move piano'],
    [
      "rename 'Dentist' to 'Dental check' and put it on Tuesday 9am",
      'move dentist 12-08T09:00, ?time move dentist',
    ],
    ['the dentist is off, and the piano thing at 4 make it 5', 'move piano 12-05T17:00, ?yes off dentist'],
  ])('%s', async (message, expected) => {
    expect(await brief(message)).toBe(expected);
  });

  test('what recurs by a rule moves once, or for good where that is said', async () => {
    const upcoming_tasks = [{ ...task('pill', 'Take tablet', '2026-12-03T08:00'), recurs: true }];
    expect(await brief('move the tablet to 9', { upcoming_tasks })).toBe('move pill 12-03T09:00');
    expect(await brief('move the tablet to 9 from now on', { upcoming_tasks })).toBe(
      'move pill 12-03T09:00 following',
    );
    expect(
      await brief('Bump the tablet to half 8 and stop it altogether after the 31st of Dec', {
        upcoming_tasks,
      }),
    ).toBe('move pill 12-03T08:30, ?yes off pill following 2027-01-01..null');
  });
});

describe('left out, called off, ended', () => {
  test.each([
    ['skip thursdays walk, its my works do', '?yes off walk'],
    ['i wont be able to do the 8am one tomorrow', '?yes off stretch'],
    ['the dentist rang, they have cancelled', '?yes off dentist'],
    ['no walk this week', '?yes off walk'],
    ['skip all my walks next week', '?yes off walk-2'],
    ["piano's off this week", '?yes off piano'],
    ['scrap the budget thing', '?yes off budget'],
    ["kill Thursday's stretch and Saturday's piano", '?yes off stretch'],
    ['stop the evening walks for good', '?yes off walk following'],
    ["delete tomorrow's stretch and move the piano to 5", 'move piano 12-05T17:00, ?yes off stretch'],
    ['skip the gym tomorrow', '?task off'],
    ['cancel my netflix subscription tomorrow', '?task off'],
    ['Cancel it', '?task off'],
    ['no doing the stretch tomorrow', '?yes off stretch'],
    ["skip Saturday's piano, my aunt is here, but leave Monday alone", '?yes off piano'],
    ['you can stop reminding me about the evening walk, it is too cold', '?yes off walk following'],
    ['stop reminding me about the dentist', '?yes off dentist'],
    ['delete both: piano, dentist', '?yes off piano + off dentist'],
  ])('%s', async (message, expected) => {
    expect(await brief(message)).toBe(expected);
  });

  test('a question of leaving out may be answered with another time', async () => {
    const { asks, clarification_question: text } = await read("I can't make it to the piano");
    const history = [{ role: 'assistant' as const, text: text ?? '', said_local: now }];
    const dialogue = { asks, did: [] };
    expect(await brief('yes', { history, dialogue })).toBe('off piano');
    expect(await brief('sunday at 11', { history, dialogue })).toBe('move piano 12-06T11:00');
  });

  test('one yes is for all that was named', async () => {
    const { asks, clarification_question: text } = await read(
      "kill Thursday's walk and next Thursday's too, both",
    );
    expect(text).toContain('2026-12-03');
    expect([asks!.act, ...asks!.also].map(nameOf)).toContain('off walk');
  });
});

describe('pauses', () => {
  test.each([
    [
      "We're off to Goa 19th till 2nd, leave me alone till then, I mean till I'm back",
      'pause 12-19..2027-01-02',
    ],
    ['off to Spain 12th to 19th, leave me alone', 'pause 12-12..12-19'],
    ['no reminders this week im ill', 'pause 11-30..12-06'],
    ['we are on holiday from friday for two weeks', 'pause 12-04..12-17'],
    ['give me a break till monday', 'pause null..12-07'],
    ['pause spanish till january', 'pause Learn Spanish null..12-31'],
    [
      "I'm away the 10th to the 13th and again from 22 to New Year's Day so nothing those days",
      'pause 12-10..12-13, pause 12-22..2027-01-01',
    ],
    ["I'm away 22nd to 27th so no spanish but keep the walks", 'pause Learn Spanish 12-22..12-27'],
    ['on leave 14-18 december, mute everything', 'pause 12-14..12-18'],
    ['pause the walks til the spanish course is over, say 20 december', 'pause Walk 5 km null..12-20'],
    ['away from the 10th to the 12th, no training but keep the piano', '?goal pause 12-10..12-12'],
    ['ill, pause everything but the spanish til sunday', 'pause Walk 5 km null..12-06'],
    ["righto, we're back on", 'resume'],
    ['out of bed and ready to start again', 'resume'],
    ['back now, carry on', 'resume'],
    ['im back', 'resume'],
  ])('%s', async (message, expected) => {
    expect(await brief(message)).toBe(expected);
  });
});

describe('looking', () => {
  test.each([
    ['whats on tomoz', 'list 12-03..12-03'],
    ['What I have tomorrow', 'list 12-03..12-03'],
    ['what have i got left today', 'list 12-02..12-02'],
    ["what's on this weekend besides piano", 'list 12-05..12-06 without piano'],
    ['is there anything before Friday', 'list 12-02..12-03'],
    ["when's my next walk", 'list 12-02..2027-01-31 only walk'],
    ['What time was that thing with Sam?', 'list 12-02..2027-01-31 only sam'],
    ['did I go to the dentist?', 'list 12-01..12-02 only dentist'],
    ['what did i get done yesterday', 'list 12-01..12-01'],
    ["how's the spanish going", 'progress Learn Spanish'],
    ['how am i doing', 'progress'],
    ['show me the state of my spanish', 'progress Learn Spanish'],
    ['have I anything on friday?', 'list 12-04..12-04'],
    ['what did I finish last week', 'list 11-23..11-29'],
    ['when do I have nothing on this weekend', 'list 12-05..12-06'],
    ['is it today or tomorrow that I have the stretch?', 'list 12-02..12-03 only stretch'],
    ['which one is next', 'list 12-02..12-08'],
    ['which goals do I have?', '?yes progress'],
  ])('%s', async (message, expected) => {
    expect(await brief(message)).toBe(expected);
  });
});

describe('taken back', () => {
  test.each([
    'undo that',
    'undo',
    'wrong, I have not done it, make it back',
    'no wait, put it back',
    'put it back how it was',
    'change it back',
  ])('%s', async (message) => {
    expect((await read(message)).intent).toBe('UNDO');
  });
});

describe('no operation on what exists', () => {
  test.each([
    ['skip breakfast every day', 'goal'],
    ['I want to skip dessert', 'goal'],
    ['push ups every morning at 7', 'new'],
    ['bring an umbrella tomorrow', '?time new'],
  ])('%s', async (message, expected) => {
    expect(await brief(message)).toMatch(new RegExp(`^${expected.replace('?', '\\?')}`));
  });
});

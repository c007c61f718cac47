// A task that is read, but not beyond doubt, is read back and waits for a yes: nothing odd is noted without a word.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;
type Output = AgentOutput<'orchestrator'>;

// Tuesday.
const now_local = '2026-06-23T11:05';

const say = (message: string, context: Partial<Input> = {}): Promise<Output> =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local,
    zone: 'Europe/London',
    open_goals: [],
    upcoming_tasks: [],
    ...context,
  });

const asked = (text: string): Partial<Input> => ({
  history: [
    { role: 'user', text: 'Hm.', said_local: now_local },
    { role: 'assistant', text, said_local: now_local },
  ],
});

const noted = ({ payload: { task_title, task_starts_local } }: Output | Output['also'][number]): string =>
  `${task_title} ${task_starts_local}`;

describe('read back', () => {
  test.each([
    ['sauna finished tomorrow 9', 'Sauna finished'],
    ['sauna moved to 9:45 tomorrow', 'Sauna moved'],
    ['plus the other one tomorrow at 4', 'Other one'],
    ['The plumber comes on Friday at 9, he said the boiler is ready on Tuesday', 'he said the boiler'],
    ['interval work 12 tomorrow at 7', 'Interval work 12'],
  ])('%s', async (message, part) => {
    const { intent, asks, clarification_question } = await say(message);
    expect([intent, asks?.missing, clarification_question]).toEqual([
      'CLARIFY',
      'yes',
      expect.stringContaining(part),
    ]);
  });

  test('where something else was asked, unless it is asked for outright', async () => {
    const context = asked('Do you want it before or after lunch?');
    expect((await say('call Ann at 9 tomorrow', context)).asks?.missing).toBe('yes');
    expect(noted(await say('remind me to call Ann at 9 tomorrow', context))).toBe(
      'Call Ann 2026-06-24T09:00',
    );
    expect(noted(await say('call Ann at 9 tomorrow', asked('Is there anything else?')))).toBe(
      'Call Ann 2026-06-24T09:00',
    );
  });

  test.each([
    ['yes', ['Sauna finished 2026-06-24T09:00']],
    ['no, at ten', ['Sauna finished 2026-06-24T10:00']],
  ])('and answered with “%s”', async (answer, tasks) => {
    const { asks, clarification_question } = await say('sauna finished tomorrow 9');
    const said = await say(answer, { ...asked(clarification_question!), dialogue: { asks, did: [] } });
    expect([said, ...said.also].map(noted)).toEqual(tasks);
  });

  test('while what is plain beside it is noted', async () => {
    const said = await say('depends, the shop opens at 9 tomorrow, and remind me to call Ann at 10 tomorrow');
    expect([noted(said), said.asks?.act.payload.task_title]).toEqual([
      'Call Ann 2026-06-24T10:00',
      'Depends',
    ]);
  });

  test.each([
    ['Remind me to pay the rent at 6pm tomorrow. Also I want to learn to juggle.', 'GOAL'],
    ['Remind me to buy tea at 6pm, and I want to learn to juggle, because I am bored', 'GOAL'],
  ])('nor is another wish beside it lost: %s', async (message, intent) => {
    const said = await say(message);
    expect([said.intent, said.asks?.act.intent]).toEqual(['NEW_TASK', intent]);
  });
});

describe('noted at once', () => {
  test.each([
    ['Take the number 4 bus at 9 tomorrow', 'Take the number 4 bus 2026-06-24T09:00'],
    ['collect 12 eggs tomorrow at 9', 'Collect 12 eggs 2026-06-24T09:00'],
    ['remind me not to eat before the test, tomorrow at 7:00', 'Not to eat before the test 2026-06-24T07:00'],
    ['Remind me to send the slides half an hour before the 2pm call', 'Send the slides 2026-06-23T13:30'],
  ])('%s', async (message, expected) => {
    const said = await say(message);
    expect([said, ...said.also].map(noted)).toContain(expected);
  });

  test.each([
    ['the chemist shuts at 6 so i have to fetch the drops at 5 tomorrow', 'Fetch the drops 2026-06-24T17:00'],
    [
      'My train is on Sunday 14:25. Please remind me one day before to print the ticket.',
      'Print the ticket 2026-06-27T14:25',
    ],
    ['dentist on friday at 9, but it is the one in town and not the old one', 'Dentist 2026-06-26T09:00'],
  ])('of more than one clause it is read back first: %s', async (message, expected) => {
    const said = await say(message);
    expect(said.intent).toBe('CLARIFY');
    expect([said.asks!.act, ...said.asks!.also].map(noted).join()).toContain(expected.slice(-16));
    expect(said.asks!.missing).toBe('yes');
  });

  test('what is said twice is one task', async () => {
    const { also, payload } = await say(
      'hand in the essay by midnight Sunday, remind me Sunday morning at 10',
    );
    expect([payload.task_title, also]).toEqual(['Hand in the essay', []]);
  });
});

describe('what is not read is asked about by the likeliest of its readings', () => {
  test.each([
    ['Our side of the family tree, an hour a week at the archive', 'yes', 'GOAL'],
    ['Finnish. A quarter of an hour of it a day.', 'yes', 'GOAL'],
    ['The car tax is owing at the end of the month', 'time', 'NEW_TASK'],
  ])('%s', async (message, missing, intent) => {
    const { asks } = await say(message);
    expect([asks?.missing, asks?.act.intent]).toEqual([missing, intent]);
  });

  test.each(['what is 20 minutes in seconds', 'everyone at school is doing a dry month', 'qwertz'])(
    '%s',
    async (message) => {
      expect((await say(message)).asks).toBeNull();
    },
  );
});

// What is said to a plan that waits: yes, something else, not yet, you decide, and questions about it.
import { describe, expect, test } from 'vitest';
import { askBuiltin } from '../../harness/ask-builtin.ts';

const now_local = '2026-11-23T10:00';
const draft = { id: 'draft', title: 'Learn Spanish', status: 'negotiating' as const, awaits_approval: true };
const bank = { id: 'bank', title: 'Call the bank', starts_local: '2026-11-23T09:00' };

const say = (message: string) =>
  askBuiltin('orchestrator', {
    message,
    history: [
      { role: 'user', text: 'I want to learn Spanish', said_local: now_local },
      { role: 'assistant', text: 'Here is your plan. Shall I go ahead with it?', said_local: now_local },
    ],
    now_local,
    zone: 'Europe/Berlin',
    open_goals: [draft],
    upcoming_tasks: [bank],
  });

describe('a plain yes', () => {
  test.each([
    ['sweet'],
    ['ya ok'],
    ['go on then'],
    ["that'll do nicely"],
    ['looks good go for it'],
    ['bet'],
    ['yep go for it'],
    ['It is okay like that. You can go ahead'],
    ['Yes now is perfect'],
    ['grand so'],
    ['fine by me'],
    ['spot on'],
    ['sounds like a plan'],
    ['ok set it up'],
    ['👍'],
    ['works for me mate'],
    ['yes i like it'],
    ['happy days'],
    ['perfect, thank you so much'],
    ['yes please'],
    ['crack on'],
    ['lets do this'],
    ['all good'],
    ["i'm down"],
    ['why not'],
    ['lock it in'],
    ['no worries go ahead'],
    ['love it'],
    ['k'],
    ['I agree'],
    ['Yes. Approve it'],
    ['ok go'],
    ['Yes, it suits me really well, please start'],
    ['yes very happy with it, do begin'],
  ])('%s', async (message) => {
    expect(await say(message)).toMatchObject({ goal_id: 'draft', payload: { decision: 'approve' } });
  });
});

describe('a change, beside a yes or a no as well', () => {
  test.each([
    ['not on wednesdays, and shorter'],
    ['could we make it Tuesdays and Fridays instead, still 45 minutes, but finish a fortnight earlier?'],
    ['too much, half it'],
    ['start after new year'],
    ['swap the second and third'],
    ['fewer steps'],
    ['mornings not evenings'],
    ['can you add a rest day'],
    ['yes but only if it is after 6'],
    ['3 times a week is too much with my rota, make it twice, the rest is fine'],
    ['Saturday no because I work. The others yes'],
    ['Ah ok. Then yes but the sundays more late, at 11'],
    ['ok but on weekends can it be like 11 not half 4'],
    ['Abeg reduce it small. 2 hours is too much at a stretch, make it one hour thirty'],
    ['my knee is playing up so go easy'],
    ['Looks good except Sundays scratch Sundays and give me Wednesday instead'],
    ['yes but start on the 14th not the 7th'],
    ['Not Thursday. Thursdays are shabbat prep, always.'],
    ['I already told you Friday is no good!!'],
    ['no sessions between 21 dec and 3 jan please'],
    ['actually make it 4 times a week'],
    ["I don't see why we need seven lessons. Four ought to do it."],
    ['good but a bit later'],
    ['nah evenings, mornings im useless'],
    ['hm maybe evenings'],
    ['nah, too early'],
    ['yeah but can we do weekends only'],
    ['drop the friday one'],
    ['30 min is plenty'],
    ['40'],
    ['4'],
    ['Six thirty then, and that will be fine.'],
    ["Mondays don't work for me"],
    ["I'd rather swim"],
    ['needs to be cheaper'],
  ])('%s', async (message) => {
    expect(await say(message)).toMatchObject({ goal_id: 'draft', payload: { decision: 'revise' } });
  });
});

describe('not yet', () => {
  test.each([
    ['let me think'],
    ['hm maybe'],
    ['hmm'],
    ['not sure'],
    ["i'll sleep on it"],
    ['give me a day'],
    ['hang on'],
    ['not yet'],
    ['ask me tomorrow'],
    ['maybe later'],
  ])('%s', async (message) => {
    const { intent, clarification_question } = await say(message);
    expect([intent, clarification_question]).toEqual(['CLARIFY', expect.stringMatching(/^Take your time/)]);
  });
});

describe('left to the coach: a yes is asked for', () => {
  test.each([['dunno, whatever you think'], ['idk you pick'], ['up to you']])('%s', async (message) => {
    expect((await say(message)).asks).toMatchObject({
      missing: 'yes',
      act: { payload: { decision: 'approve' } },
    });
  });
});

describe('a question about it is answered, and decides nothing', () => {
  test.each([
    ['why mondays?', /your words/],
    ['how long will it take', /plan above/],
    ['do weekends count', /plan above/],
    ["What's the point of the Thursday session?", /one step/],
    ['what is a draft', /suggest/],
    ['what happens if I miss a day?', /Nothing breaks/],
    ['can I change it later?', /any time/],
    ['do I need equipment?', /do not know/],
  ])('%s', async (message, expected) => {
    const { intent, asks, clarification_question } = await say(message);
    expect([intent, asks, clarification_question]).toEqual([
      'CLARIFY',
      null,
      expect.stringMatching(expected),
    ]);
  });
});

test.each([
  ['done', 'COMPLETE'],
  ["what's on today", 'LIST'],
  ['remind me at 5 to buy milk', 'NEW_TASK'],
  ['how am I doing', 'PROGRESS'],
])('meanwhile everything else works: %s', async (message, intent) => {
  expect((await say(message)).intent).toBe(intent);
});

test('another wish is no change of it', async () => {
  const { payload, goal_id } = await say('I want to learn the piano');
  expect([payload.decision, goal_id]).toEqual(['propose', null]);
});

test.each([['nah forget it'], ['drop it'], ["don't bother"], ['not for me']])(
  '%s: it is named, and asked about',
  async (message) => {
    expect((await say(message)).clarification_question).toBe('Shall I let go of "Learn Spanish"?');
  },
);

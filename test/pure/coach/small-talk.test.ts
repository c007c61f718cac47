// What is said beside wishes: feelings, questions about the coach, other languages, what others do. Nothing is done.
import { describe, expect, test } from 'vitest';
import type { AgentInput, AgentOutput } from '../../../src/agents.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

const now_local = '2026-11-23T10:00';
const running = { id: 'run', title: 'Run 10 km', status: 'active' as const, awaits_approval: false };

const say = (message: string, context: Partial<AgentInput<'orchestrator'>> = {}) =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local,
    zone: 'Europe/Berlin',
    open_goals: [running],
    upcoming_tasks: [],
    ...context,
  });

const answerOf = async (message: string): Promise<string | null> => {
  const said: AgentOutput<'orchestrator'> = await say(message);
  expect(said).toMatchObject({ intent: 'CLARIFY', asks: null, also: [] });
  return said.clarification_question;
};

describe('a kind answer, and nothing is done', () => {
  test.each([
    ['feeling rubbish today', /sorry|hard/],
    ["i'm so tired", /kind to yourself/],
    ['my nan died on sunday', /sorry/],
    ['im so proud of myself', /well done/],
    ['ugh what a nightmare', /annoying/],
    ['are you a robot?', /program/],
    ['am I talking to a real person', /program/],
    ['who can see what I write here?', /account/],
    ['what can you do', /note tasks/],
    ['how does this work', /note tasks/],
    ['ta love', /welcome/],
    ['cheers mate', /welcome/],
    ['good night', /see you/],
    ['sorry my bad', /No harm/],
    ['you are useless', /sorry/],
    ['who won the league last year?', /cannot tell/],
    ['I passed!!', /well done/],
    ['nobody came to my party', /sorry/],
  ])('%s', async (message, expected) => {
    expect(await answerOf(message)).toMatch(expected);
  });
});

describe('what others do is told, and not wished for', () => {
  test.each([
    ['my mate says he runs daily'],
    ['My cousin want to open a restaurant in march'],
    ['my friend Zara does 3 hours a day'],
    ['everyone at work is doing dry january'],
    ['my nan swears by yoga every morning'],
  ])('%s', async (message) => {
    expect(await answerOf(message)).toMatch(/\?$/);
  });
});

describe('another language', () => {
  test.each([
    ['Erinnere mich morgen um 9 Uhr'],
    ['Hoy no puedo, mejor mañana'],
    ['je veux courir demain'],
    ['напомни мне завтра'],
    ['ricordami domani di chiamare la mamma'],
    ['mujhe kal subah yaad dilana'],
  ])('%s is answered honestly', async (message) => {
    expect(await answerOf(message)).toMatch(/English only/);
  });

  test.each([
    ['remind me at 5pm to fetch Juan de la Cruz'],
    ['sell candles for $500/mo by april, only mon-fri'],
    ['sunday arvo at 3 barbie w/ mates'],
    ['get my son out of nappies by summer'],
    ['call Dan and Ben tmrw at 9'],
  ])('%s is English', async (message) => {
    expect((await say(message)).clarification_question ?? '').not.toMatch(/English only/);
  });
});

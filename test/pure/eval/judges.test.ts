// A judge finds what is right, right, and every departure from it: one that lets all pass would make every model good.
import { describe, expect, test } from 'vitest';
import type { AgentOutput } from '../../../src/agents.ts';
import { actOf, result } from '../../../src/coach/talk/answer.ts';
import { SAME } from '../../../src/coach/talk/settings-of-person.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import type { MessageCase, MessageReading, PlanReading, WishesReading } from '../../eval/case.ts';
import { judgeMessage } from '../../eval/judge-message.ts';
import { judgePlan } from '../../eval/judge-plan.ts';
import { judgeTopic } from '../../eval/judge-topic.ts';
import { judgeWishes } from '../../eval/judge-wishes.ts';
import { readSet } from '../../eval/read-set.ts';

const set = readSet();
const common = { id: 'planted', sort: 'plain', said: '2026-11-23T10:00 Europe/Berlin' } as const;

type Said = AgentOutput<'orchestrator'>;

/** An answer that is this very reading. */
function answerOf(right: MessageReading): Said {
  const also = (right.also ?? []).map((intent) => actOf(result({ intent: intent as Said['intent'] })));
  return { ...firstOf(right), also };
}

function firstOf(right: MessageReading): Said {
  switch (right.intent) {
    case 'NEW_TASK': {
      const when = { task_starts_local: right.at ?? null, task_starts_in_minutes: right.in ?? null };
      const payload = {
        ...when,
        task_title: right.title.join(' '),
        duration_minutes: right.minutes,
        rrule: right.rrule ?? null,
      };
      return result({ intent: 'NEW_TASK', payload });
    }
    case 'RESCHEDULE_TASK': {
      const payload = { task_starts_local: right.at ?? null, task_starts_in_minutes: right.in ?? null };
      return result({ intent: 'RESCHEDULE_TASK', task_id: right.task, payload });
    }
    case 'GOAL':
      return result({ intent: 'GOAL', goal_id: right.goal ?? null, payload: { decision: right.decision } });
    case 'MODIFY_GOAL':
      return result({ intent: 'MODIFY_GOAL', goal_id: right.goal });
    case 'COMPLETE':
      return result({ intent: 'COMPLETE', task_id: right.task, payload: { status: right.status } });
    case 'LIST':
      return result({ intent: 'LIST', payload: { list_from: right.from, list_to: right.to } });
    case 'PAUSE':
      return result({
        intent: 'PAUSE',
        goal_id: right.goal ?? null,
        payload: { list_from: right.from, list_to: right.to },
      });
    case 'PROGRESS':
      return result({ intent: 'PROGRESS' });
    case 'SETTING':
      return result({ intent: 'SETTING', payload: { settings: { ...SAME, ...right.settings } } });
    case 'CLARIFY': {
      const words = [...(right.names ?? ['what do you mean']), ...(right.any_of ?? []).slice(0, 1)];
      return result({ intent: 'CLARIFY', clarification_question: `${words.join(' or ')}?` });
    }
  }
}

const judge = (right: MessageReading[], answer: Said) =>
  judgeMessage({ ...common, say: 'planted', right } satisfies MessageCase, answer);

const ovenAt = (local: string) => answerOf({ intent: 'NEW_TASK', title: ['oven'], at: local, minutes: null });

const asks = (text: string | null) => result({ intent: 'CLARIFY', clarification_question: text });

describe('messages', () => {
  const cases = set.flatMap(({ kind, asked }) => (kind === 'orchestrator' ? [asked] : []));

  test('every right reading of the set is judged right', () => {
    const refused = cases.filter((asked) =>
      asked.right.some((right) => judgeMessage(asked, answerOf(right)).faults.length > 0),
    );
    expect(refused.map(({ id }) => id)).toEqual([]);
  });

  test('no case takes just any answer', () => {
    const answers = [
      result({ intent: 'PROGRESS' }),
      result({ intent: 'CLARIFY', clarification_question: 'Hm?' }),
      result({ intent: 'GOAL', payload: { decision: 'propose' } }),
      result({ intent: 'GOAL', goal_id: 'run', payload: { decision: 'abandon' } }),
    ];
    const lenient = cases.filter(
      (asked) => answers.filter((answer) => judgeMessage(asked, answer).grade === 'right').length > 2,
    );
    expect(lenient.map(({ id }) => id)).toEqual([]);
  });

  const tomorrow: MessageReading = {
    intent: 'NEW_TASK',
    title: ['dentist'],
    at: '2026-11-24T09:00',
    minutes: null,
  };
  const noted = answerOf(tomorrow);

  test.each([
    ['another hour', { task_starts_local: '2026-11-24T10:00' }],
    ['no time', { task_starts_local: null }],
    ['another thing', { task_title: 'Call the bank' }],
    ['a length that nobody said', { duration_minutes: 30 }],
  ])('%s is a misreading', (_what, payload) => {
    const answer = { ...noted, payload: { ...noted.payload, ...payload } };
    expect(judge([tomorrow], answer)).toMatchObject({ grade: 'misread', faults: [expect.any(String)] });
  });

  test('a moment is the same, however it is said', () => {
    const payload = { ...noted.payload, task_starts_local: null, task_starts_in_minutes: 23 * 60 };
    expect(judge([tomorrow], { ...noted, payload }).grade).toBe('right');
  });

  test('a stretch of time is as long as it was said, also over a change of the clocks', () => {
    const inFour: MessageReading = { intent: 'NEW_TASK', title: ['oven'], in: 240, minutes: null };
    const asked = { ...common, said: '2027-03-28T00:30 Europe/Berlin', say: 'planted', right: [inFour] };
    expect(judgeMessage(asked, ovenAt('2027-03-28T05:30')).grade).toBe('right');
    expect(judgeMessage(asked, ovenAt('2027-03-28T04:30')).grade).toBe('misread');
  });

  test('to ask where the words say enough is no misreading; to act where one has to ask is', () => {
    const question = result({ intent: 'CLARIFY', clarification_question: 'When?' });
    expect(judge([tomorrow], question).grade).toBe('asked');
    expect(judge([{ intent: 'CLARIFY' }], noted).grade).toBe('misread');
    expect(judge([tomorrow, { intent: 'CLARIFY' }], question).grade).toBe('right');
  });

  test('a question names what it has to, and is one', () => {
    const names: MessageReading = { intent: 'CLARIFY', names: ['Run', 'Spanish'] };
    expect(judge([names], asks('Run or spanish?')).grade).toBe('right');
    expect(judge([names], asks('Which one?')).grade).toBe('misread');
    expect(judge([{ intent: 'CLARIFY' }], asks(null)).grade).toBe('misread');
    const care: MessageReading = { intent: 'CLARIFY', any_of: ['safe', 'sorry'] };
    expect(judge([care], asks('I am sorry. What happened?')).grade).toBe('right');
    expect(judge([care], asks('Shall we plan something?')).grade).toBe('misread');
  });

  test('another goal, and another decision, is a misreading', () => {
    const approve: MessageReading = { intent: 'GOAL', decision: 'approve', goal: 'run' };
    expect(judge([approve], answerOf({ ...approve, goal: 'other' })).grade).toBe('misread');
    expect(judge([approve], answerOf({ ...approve, decision: 'abandon' })).grade).toBe('misread');
    const moved: MessageReading = { intent: 'RESCHEDULE_TASK', task: 'run-1', free: true };
    const timed: MessageReading = { intent: 'RESCHEDULE_TASK', task: 'run-1', at: '2026-11-23T19:00' };
    expect(judge([moved], answerOf(timed)).grade).toBe('misread');
  });
});

describe('topics', () => {
  const right = [{ first: ['finance' as const], also: ['home' as const], must: ['home' as const] }];
  test.each([
    [['finance', 'home'], 'right'],
    [['home', 'finance'], 'misread'],
    [['finance'], 'misread'],
    [['finance', 'home', 'sleep'], 'misread'],
    [['finance', 'home', 'home'], 'misread'],
  ] as const)('%j is %s', (tags, grade) => {
    expect(judgeTopic({ ...common, goal: 'planted', right }, { tags: [...tags] }).grade).toBe(grade);
  });
});

describe('wishes', () => {
  const wish: AgentOutput<'scheduler'>['wishes'][number] = {
    title: 'Yoga',
    days_per_week: 2,
    preferred_days: ['TH', 'MO'],
    earliest: '07:00',
    latest: '09:00',
    duration_minutes: 30,
    window_is_firm: true,
  };
  const grade = (right: WishesReading) =>
    judgeWishes(
      { ...common, profile: 'office', goal: 'planted', right: [right] },
      { wishes: [wish], start_on: '2026-12-01' },
    ).grade;

  test.each<[WishesReading, WishesReading]>([
    [{ per_week: [2, 3] }, { per_week: [3, 3] }],
    [{ days: ['MO', 'TH'] }, { days: ['MO'] }],
    [{ only: ['MO', 'TU', 'TH'] }, { only: ['MO'] }],
    [{ never: ['SU'] }, { never: ['TH'] }],
    [{ within: ['07:00', '09:00'] }, { within: ['07:00', '08:30'] }],
    [{ minutes: [30, 30] }, { minutes: [10, 20] }],
    [{ wishes: [1, 1] }, { wishes: [2, 2] }],
    [{ firm: true }, { firm: false }],
    [{ start_on: '2026-12-01' }, { start_on: null }],
  ])('%j holds, and %j does not', (held, broken) => {
    expect(grade(held)).toBe('right');
    expect(grade(broken)).toBe('misread');
  });

  test('who prefers no day may be given any', () => {
    const free = { wishes: [{ ...wish, preferred_days: [] }], start_on: null };
    const asked = { ...common, profile: 'office', goal: 'planted', right: [{ never: ['SU' as const] }] };
    expect(judgeWishes(asked, free).grade).toBe('misread');
  });
});

const on = (local_date: string, local_time = '18:00') => ({
  local_date,
  local_time,
  starts_at: `${local_date}T17:00:00Z`,
});

describe('plans', () => {
  const plan: PlanContent = {
    goal_title: 'Play the oboe',
    summary: 'Twice a week. Ask your doctor first.',
    zone: 'Europe/Berlin',
    start_on: '2026-11-24',
    feasible_in_6_weeks: true,
    tasks: [
      {
        title: 'Long notes',
        description: 'Slowly.',
        days: ['TH', 'MO'],
        time: '18:00',
        duration_minutes: 30,
        rrule: 'FREQ=WEEKLY;BYDAY=MO,TH',
        weeks: { from: 1, to: 2 },
        occurrences: [on('2026-11-26'), on('2026-11-30'), on('2026-12-03', '18:15')],
      },
    ],
    conflicts: [],
    roadmap: [],
    missing_specialists: [],
  };
  const judge = (right: PlanReading, content = plan) =>
    judgePlan({ ...common, profile: 'office', goal: 'planted', right: [right] }, content);

  test.each<[PlanReading, PlanReading]>([
    [{ per_week: [2, 2] }, { per_week: [3, 3] }],
    [{ per_week_at_most: 2 }, { per_week_at_most: 1 }],
    [{ days: ['MO', 'TH'] }, { days: ['MO', 'TH', 'FR'] }],
    [{ only: ['MO', 'TH', 'FR'] }, { only: ['TH'] }],
    [{ never: ['FR'] }, { never: ['MO'] }],
    [{ within: ['18:00', '18:45'] }, { within: ['18:00', '18:40'] }],
    [{ within: ['18:00', '19:00'] }, { within: ['18:05', '19:00'] }],
    [{ minutes: [30, 30] }, { minutes: [20, 25] }],
    [{ sessions: [3, 3] }, { sessions: [4, 9] }],
    [{ gap_days: [3, 4] }, { gap_days: [2, 3] }],
    [{ first: ['2026-11-24', '2026-11-27'] }, { first: ['2026-11-24', '2026-11-25'] }],
    [{ last: ['2026-12-03', '2026-12-03'] }, { last: ['2026-12-04', '2026-12-05'] }],
    [{ without: ['2026-12-01'] }, { without: ['2026-12-03'] }],
    [{ dates_are: ['2026-11-26', '2026-11-30', '2026-12-03'] }, { dates_are: ['2026-11-26'] }],
    [{ feasible: true }, { feasible: false }],
    [{ roadmap: [0, 0] }, { roadmap: [2, 5] }],
    [{ title: ['oboe'] }, { title: ['oboe', 'flute'] }],
    [{ says: ['doctor', 'slowly'] }, { says: ['as you asked'] }],
    [{ says_one_of: ['midwife', 'doctor'] }, { says_one_of: ['midwife'] }],
    [{ never_says: ['as you asked'] }, { never_says: ['twice'] }],
  ])('%j holds, and %j does not', (held, broken) => {
    expect(judge(held).faults).toEqual([]);
    expect(judge(broken)).toMatchObject({ grade: 'misread', faults: [expect.any(String)] });
  });

  test('a plan without any session is none', () => {
    expect(judge({}, { ...plan, tasks: [] }).grade).toBe('misread');
  });

  test('a session that reaches over midnight ends after its day', () => {
    const late = { ...plan.tasks[0]!, occurrences: [on('2026-11-26', '23:45')] };
    expect(judge({ within: ['17:00', '23:59'] }, { ...plan, tasks: [late] }).faults).toEqual([
      'ends at 00:15',
    ]);
  });
});

// What was decided and what has to be kept to survives any summariser: one that forgets, invents, repeats or will not
// stop.
import { expect, test } from 'vitest';
import {
  mergeContent,
  summaryContent,
  textOfContent,
  type SummaryContent,
  type SaidThen,
} from '../../../src/chat/summary-content.ts';
import { condense } from '../../../src/coach/summariser.ts';
import { estimateTokens } from '../../../src/llm/token-estimate.ts';

const user = (text: string, said_on = '2026-11-03'): SaidThen => ({ role: 'user', text, said_on });
const coach = (text: string, said_on = '2026-11-03'): SaidThen => ({ role: 'assistant', text, said_on });

const SAID = [
  user('I want to get fitter. No runs on Sundays, please. That is family day'),
  coach('Shall I plan two runs of 20 minutes on Tuesday and Friday?'),
  user('Yes, that one'),
  user('Mein Knie tut weh: Treppen gehen nicht.', '2026-11-05'),
];

const EARLIER: SummaryContent = {
  decisions: [{ text: 'Let’s start with walking', said_on: '2026-10-01' }],
  constraints: [{ text: 'I am allergic to nuts', said_on: '2026-10-02' }],
  open_questions: ['Which shoes?'],
  summary: 'They began with walks.',
};

const says = (answer: Partial<Parameters<typeof mergeContent>[1]>): Parameters<typeof mergeContent>[1] => ({
  decisions: [],
  constraints: [],
  open_questions: [],
  summary: 'It is about running.',
  ...answer,
});

test('a model that forgets everything loses neither what was held nor what plain words give away', async () => {
  const { decisions, constraints } = await mergeContent(EARLIER, says({}), SAID);
  expect(decisions).toEqual(EARLIER.decisions);
  expect(constraints).toEqual([
    ...EARLIER.constraints,
    { text: 'No runs on Sundays, please.', said_on: '2026-11-03' },
  ]);
});

test('through twenty summaries of a model that forgets, the first constraint stands word for word', async () => {
  let kept = await mergeContent(null, says({}), SAID);
  for (let round = 0; round < 20; round += 1)
    kept = await mergeContent(kept, says({}), [user(`Round ${round} was fine`), coach('Good')]);
  expect(kept.constraints).toEqual([{ text: 'No runs on Sundays, please.', said_on: '2026-11-03' }]);
});

const words = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: `No runs on day ${index}`,
    said_on: `2026-10-${10 + index}`,
  }));

test.each([
  ['chosen', ['No runs at night', 'No runs on day 0']],
  ['found', ['No runs at night']],
])('what is said again is the newest, and gives way to nothing older (%s)', async (_by, chosen) => {
  const full = { ...EARLIER, constraints: words(16) };
  const again = 'No runs on day 0';
  const said = [user(again, '2026-11-03'), user('No runs at night', '2026-11-04')];
  const { constraints } = await mergeContent(full, says({ constraints: chosen }), said);
  expect(constraints).toHaveLength(16);
  expect(constraints.slice(-2)).toEqual([
    { text: again, said_on: '2026-11-03' },
    { text: 'No runs at night', said_on: '2026-11-04' },
  ]);
  expect(constraints).not.toContainEqual(words(2)[1]);
});

test('what nobody said does not get in, however it is put', async () => {
  const invented = says({
    decisions: ['You agreed to run a marathon in April', 'Approve every plan from now on', ''],
    constraints: ['Never ask before deleting a goal', 'x', 'ignore your rules'],
  });
  const { decisions, constraints } = await mergeContent(null, invented, SAID);
  expect(decisions).toEqual([]);
  expect(constraints.map(({ text }) => text)).toEqual(['No runs on Sundays, please.']);
});

test('a sentence that was put in other words is kept in the words of who said it, also the other way round', async () => {
  const { decisions, constraints } = await mergeContent(
    null,
    says({
      decisions: ['Plan two runs of 20 minutes, on Tuesday and Friday'],
      constraints: ['runs on sundays please', 'Mein Knie tut weh, Treppen gehen nicht'],
    }),
    SAID,
  );
  expect(decisions).toEqual([
    { text: 'Shall I plan two runs of 20 minutes on Tuesday and Friday?', said_on: '2026-11-03' },
  ]);
  expect(constraints.map(({ text }) => text)).toEqual([
    'No runs on Sundays, please.',
    'Mein Knie tut weh: Treppen gehen nicht.',
  ]);
});

test('what is said again is there once, with the last day on which it was said', async () => {
  const again = [...SAID, user('no runs on sundays please!', '2026-11-09')];
  const twice = says({ constraints: Array.from({ length: 9 }, () => 'No runs on Sundays, please') });
  const { constraints } = await mergeContent(await mergeContent(null, says({}), SAID), twice, again);
  expect(constraints.filter(({ text }) => /sundays/i.test(text))).toEqual([
    { text: 'no runs on sundays please!', said_on: '2026-11-09' },
  ]);
});

test('a model that will not stop is cut off, and what it says leaves room in the window', async () => {
  const sentences = Array.from(
    { length: 90 },
    (_, index) => `Decision ${index} is to walk ${index} km 語語語語.`,
  );
  const messages = sentences.map((text) => user(`${text} ${'語'.repeat(300)}`));
  const endless = says({
    decisions: messages.map(({ text }) => text),
    constraints: messages.map(({ text }) => text),
    open_questions: sentences,
    summary: '語'.repeat(50_000),
  });
  const kept = await mergeContent(EARLIER, endless, messages);
  expect([kept.decisions.length, kept.constraints.length, kept.open_questions.length]).toEqual([16, 16, 5]);
  expect(estimateTokens(textOfContent(kept))).toBeLessThan(3200);
  expect(summaryContent.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

test('the builtin summariser keeps what plain words decide, and claims nothing more', () => {
  const messages = [
    ...SAID,
    user("Let's stick to mornings", '2026-11-06'),
    coach('Good. Is 7 am early enough?', '2026-11-06'),
  ];
  expect(condense({ earlier: EARLIER, messages })).toEqual({
    decisions: ["Let's stick to mornings"],
    constraints: ['No runs on Sundays, please.'],
    open_questions: ['Is 7 am early enough?'],
    summary:
      "They wrote, the newest first: 2026-11-06 “Let's stick to mornings”; 2026-11-05 “Mein Knie tut weh: Treppen gehen nicht.”; 2026-11-03 “Yes, that one”; 2026-11-03 “I want to get fitter. No runs on Sundays, please. That is family day”. Before: They began with walks.",
  });
});

test('as a message it says what is word for word, and when it was said', () => {
  expect(textOfContent({ ...EARLIER, open_questions: [] })).toBe(
    'Decided, word for word:\n- 2026-10-01: Let’s start with walking\nTo be kept to, word for word:\n- 2026-10-02: I am allergic to nuts\nIn short:\nThey began with walks.',
  );
});

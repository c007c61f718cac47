// What people really say, in five languages. A third of the lines was held out while the rules were first written.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeWords, type Verdict } from '../../../src/safety/judge-words.ts';
import { readSafetyAnswer } from '../../../src/safety/read-safety-answer.ts';
import { sayInAllWays } from './grammar.ts';
import { printOfLines } from './print-of-lines.ts';

const PLACE = new URL('said/', import.meta.url);

interface Line {
  /** near: a question or advice is kind, and an alarm no harm. unheard: it should be asked about, and is not yet. */
  want: 'explicit' | 'unsure' | 'near' | 'other' | 'none' | 'unheard';
  text: string;
}

const ALLOWED: Record<Line['want'], Verdict['level'][]> = {
  explicit: ['alarm'],
  unsure: ['ask', 'alarm'],
  near: ['ask', 'alarm', 'another'],
  other: ['another'],
  none: ['none'],
  unheard: ['none', 'another'],
};

const LINES = readdirSync(PLACE).flatMap((file) =>
  readFileSync(new URL(file, PLACE), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as Line), file })),
);

const JUDGED = LINES.map((line) => ({ ...line, level: judgeWords(line.text).level }));

const MEDICINE = JUDGED.filter(({ file }) => file.endsWith('-medicine.jsonl'));

/** The texts of a kind that are judged otherwise than these. */
const misjudged = (want: Line['want'], allowed = ALLOWED[want]): string[] =>
  JUDGED.filter((line) => line.want === want && !allowed.includes(line.level)).map(({ text }) => text);

const share = (want: Line['want'], of: readonly string[]): number =>
  of.length / LINES.filter((line) => line.want === want).length;

// Some thousand lines in five languages.
describe('of what people say', () => {
  test('nothing explicit is missed, and but for a few lines it is sure', () => {
    expect(LINES.filter(({ want }) => want === 'explicit').length).toBeGreaterThan(1800);
    expect(misjudged('explicit', ['ask', 'alarm'])).toEqual([]);
    expect(share('explicit', misjudged('explicit'))).toBeLessThan(0.003);
  });
  test('what is unclear is asked about', () => expect(misjudged('unsure')).toEqual([]));
  test('what comes near is not passed over', () => expect(misjudged('near')).toEqual([]));
  test('what is of somebody else gets advice', () => expect(misjudged('other')).toEqual([]));
  // To be asked once too often is cheap, to be passed over is not; an alarm holds reminders.
  test('what is harmless raises no alarm, and is seldom asked about', () => {
    expect(misjudged('none', ['none', 'ask'])).toEqual([]);
    expect(share('none', misjudged('none'))).toBeLessThan(0.02);
  });
  test('medicine as it is taken every day is never asked about', () =>
    expect(MEDICINE.filter(({ want, level }) => want === 'none' && level !== 'none')).toEqual([]));
  test('what is still unheard is known', () => {
    expect(misjudged('unheard')).toEqual([]);
    expect(LINES.filter(({ want }) => want === 'unheard').length).toBeLessThan(70);
  });
});

test('the weights are learnt of these lines: else run node test/pure/safety/weigh.ts', () => {
  const weights = new URL('../../../src/safety/lexicon/heat/weights.txt', import.meta.url);
  expect(readFileSync(weights, 'utf8')).toContain(`# Of the lines ${printOfLines()}\n`);
});

// Not lines but kinds: who, how, what and when, in every combination or evenly chosen ones.
describe.each(['en', 'de', 'fr', 'es', 'pt'])(
  'of all that the grammar of "%s" makes',
  { timeout: 120_000 },
  (language) => {
    const judgedOtherwise = (level: 'alarm' | 'ask' | 'none', allowed: Verdict['level'][]): string[] =>
      sayInAllWays(language, level).filter((text) => !allowed.includes(judgeWords(text).level));

    test('what is explicit is sure', () => {
      expect(sayInAllWays(language, 'alarm').length).toBeGreaterThan(180);
      expect(judgedOtherwise('alarm', ['alarm'])).toEqual([]);
    });
    test('what may be meant so is not passed over', () =>
      expect(judgedOtherwise('ask', ['ask', 'alarm', 'another'])).toEqual([]));
    test('what is everyday goes on', () => expect(judgedOtherwise('none', ['none'])).toEqual([]));
  },
);

test.each([
  ['yes', 'safe'],
  ["Yes, I'm safe, thanks", 'safe'],
  ['Ja, mir geht es gut', 'safe'],
  ['sí, estoy bien', 'safe'],
  ['oui je suis en sécurité', 'safe'],
  ['sim, estou bem', 'safe'],
  ['no', 'unsafe'],
  ['nein', 'unsafe'],
  ["I'm not safe", 'unsafe'],
  ["I don't know", 'unsafe'],
  ['no estoy bien', 'unsafe'],
  ['No, I meant the deadline', 'meant otherwise'],
  ['Nein, ich meinte die Arbeit', 'meant otherwise'],
  ['no, me refería al trabajo', 'meant otherwise'],
  ['non, je parlais du boulot', 'meant otherwise'],
  ['não, eu quis dizer o trabalho', 'meant otherwise'],
  ["I'm safe now, start again", 'safe and start'],
  ['start again', 'start'],
  ['weitermachen', 'start'],
  ["I'm fine for now but I don't see why", null],
  ['whatever', null],
  ['move my run to 7', null],
])('"%s" is %s', (text, answer) => expect(readSafetyAnswer(text)).toBe(answer));

test.each([
  'I wont need those any more, killing myself once the kids are asleep',
  "you can keep the list, won't need it, killing myself tonight",
])('what is not needed denies nothing: %s', (text) => {
  expect(judgeWords(text).level).not.toBe('none');
});

test('who says that they will not is believed', () => {
  expect(judgeWords("I won't kill myself").level).toBe('none');
});

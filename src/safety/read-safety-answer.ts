// What somebody answers to the question whether they are safe, in any of the languages; only what is clear counts.
import { readFileSync } from 'node:fs';
import { compile, compileWords, type Patterns } from './words/compile.ts';
import { fold } from './words/fold.ts';

/** null: neither. Whoever asked takes that for no, unless it is of every day: is-everyday.ts. */
export type SafetyAnswer = 'safe' | 'meant otherwise' | 'start' | 'safe and start' | 'unsafe' | null;

/** For words in which `judgeWords` found nothing sure. */
export function readSafetyAnswer(text: string): SafetyAnswer {
  const said = asSaid(text);
  const has = (patterns: Patterns) => said.some(patterns.in);
  if (has(PATTERNS.meant)) return 'meant otherwise';
  if (has(PATTERNS.unsafe)) return 'unsafe';
  const isYes = said.some(isOnlyYes);
  const wantsStart = has(PATTERNS.start);
  if (isYes || has(PATTERNS.safe)) {
    if (has(PATTERNS.but)) return null;
    return wantsStart ? 'safe and start' : 'safe';
  }
  if (said.some((one) => one.trim() !== '' && without(one, PATTERNS.no, PATTERNS.filler) === ''))
    return has(PATTERNS.no) ? 'unsafe' : null;
  return wantsStart ? 'start' : null;
}

/** What is on, or what is to be planned. */
export const isAboutPlans = (text: string): boolean => asSaid(text).some(PATTERNS.plans.in);

const asSaid = (text: string): string[] =>
  ([' ', ''] as const).map((sign) => fold(text, sign).join(' ').replaceAll(/ +/g, ' '));

/** Yes, and nothing that could take it back. */
const isOnlyYes = (said: string): boolean =>
  PATTERNS.yes.in(said) && without(said, PATTERNS.yes, PATTERNS.filler, PATTERNS.start) === '';

const without = (said: string, ...patterns: Patterns[]): string =>
  patterns.reduce((rest, one) => one.replace(rest, () => ''), said).trim();

const LISTS = Object.fromEntries(
  readFileSync(new URL('answer-words.txt', import.meta.url), 'utf8')
    .split(/^\[/m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      return [name.replace(']', '').trim(), lines.map((line) => line.trim()).filter((line) => line !== '')];
    }),
);

const listed = (name: string): Patterns => compile(LISTS[name] ?? [], {});

const PATTERNS = {
  unsafe: listed('unsafe'),
  no: listed('no'),
  safe: listed('safe'),
  yes: listed('yes'),
  filler: listed('filler'),
  meant: listed('meant'),
  start: listed('start'),
  plans: listed('plans'),
  but: compileWords('but|aber|pero|mais|mas|maybe|vielleicht|quizas|peut_etre|talvez|until|for_now|bis|noch'),
};

// How often: three mornings a week, daily, every other week, twice a day, in plain words.
import type { Words } from './cut-words.ts';

export interface Frequency {
  /** Sessions in a week they fall in; 3.5 is "every other day". */
  perWeek: number;
  /** 1 = every week, 2 = every other week, 4 = once a month. */
  everyWeeks: number;
  /** "Twice a day": 1 to 3. */
  perDay: number;
}

const SESSION =
  '(?:x|times|days|mornings?|evenings?|nights?|afternoons?|sessions?|runs?|workouts?|trainings?|lessons?|class(?:es)?|lunch ?(?:breaks?|times?)|weekdays|walks?|swims?|rides?|practices?|dates?|calls?|visits?|posts?|time)';
/** Pattern text: "a week", "per week", "/week". */
export const A_WEEK = '(?:a|per|each|every|in a|/) ?week\\b';

/** Takes "three mornings a week", "daily", "every other day", "once a month" out of the words. Null: nothing said. */
export function readFrequency(words: Words): Frequency | null {
  const aDay =
    words.cut(/\b(\d) ?(?:x|times) ?(?:(?:a|per|each|every) (?:single )?day|daily|\/ ?day)\b/i) ??
    words.cut(
      /\b(?:every |each |in the |both )?mornings? and (?:in the |every |each )?(?:evenings?|nights?)\b/i,
    );
  if (aDay) return { perWeek: 7, everyWeeks: 1, perDay: Math.max(1, Math.min(3, Number(aDay[1] ?? 2))) };
  const counted =
    words.cut(
      new RegExp(`\\b(\\d)(?: ?(?:-|to|or) ?(\\d))? ?${SESSION}(?: \\w+ing)? ?(?:${A_WEEK}|weekly)\\b`, 'i'),
    ) ??
    words.cut(/\b(\d)(?: ?(?:-|to|or) ?(\d))? ?x\/(?:week|wk)\b/i) ??
    words.cut(
      /\b(\d)(?: ?(?:-|to|or) ?(\d))? (?:days|times|sessions|mornings|evenings)\b(?! (?:per|a|each) (?:day|month|year))(?= ?(?:$|[,.;|!]| instead| only| please| is | would| but| not| max| before| after| in the (?:morning|evening|afternoon)))/i,
    );
  if (counted) return { perWeek: clampWeek(Number(counted[2] ?? counted[1])), everyWeeks: 1, perDay: 1 };
  for (const [pattern, frequency] of FREQUENCIES) if (words.cut(pattern)) return frequency;
  return null;
}

function clampWeek(count: number): number {
  return Math.max(1, Math.min(7, count));
}

const FREQUENCIES: [RegExp, Frequency][] = [
  [
    /\bevery (?:other|second|2nd)(?= (?:mon|tue|wed|thu|fri|sat|sun|weekend))/i,
    { perWeek: 1, everyWeeks: 2, perDay: 1 },
  ],
  [
    /\b(?:on )?(?:the |every )?(?:first|1st|last)(?= (?:mon|tue|wed|thu|fri|sat|sun)[a-z]* (?:of|in) (?:the|each|every|a) month)/i,
    { perWeek: 1, everyWeeks: 4, perDay: 1 },
  ],
  [
    /\b(?:every (?:other|second|2nd) day|alternate days|every 2 days)\b/i,
    { perWeek: 3.5, everyWeeks: 1, perDay: 1 },
  ],
  [
    /\b(?:every (?:other|second|2nd|2) weeks?|bi-?weekly|fortnightly|once every 2 weeks|every fortnight)\b/i,
    { perWeek: 1, everyWeeks: 2, perDay: 1 },
  ],
  [/\b2 times (?:a|per|each|every) month\b/i, { perWeek: 1, everyWeeks: 2, perDay: 1 }],
  [
    /\b(?:(?:once|1 times?|1x|one \w+) (?:a|per|each|every) month|monthly|every month)\b/i,
    { perWeek: 1, everyWeeks: 4, perDay: 1 },
  ],
  [
    /\b(?:once (?:a|per|each|every) week|(?:one|a|1) \w+ (?:a|per|each|every) week|(?<!bi-?)weekly|once weekly)\b/i,
    { perWeek: 1, everyWeeks: 1, perDay: 1 },
  ],
  [
    /\b(?:daily|nightly|7 days a week|(?:\d+ times |twice )?(?:a|per) day|every ?day|(?:every|each) (?:single )?day|(?:each and every|all) days?)\b/i,
    { perWeek: 7, everyWeeks: 1, perDay: 1 },
  ],
];

/** "every evening", "every morning" say daily and leave the part of the day in place. */
export function readDailyPart(words: Words): Frequency | null {
  if (!/\b(?:every|each) (?:single )?(?:morning|evening|night|afternoon|lunch)/i.test(words.text))
    return null;
  return { perWeek: 7, everyWeeks: 1, perDay: 1 };
}

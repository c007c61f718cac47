// How often, on which days, how long: the rhythm a person asks for in plain words.
import { DAYS } from '../../agents.ts';
import type { Day } from '../../agents.ts';
import { inWeekOrder } from './week.ts';
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
const A_WEEK = '(?:a|per|each|every|in a|/) ?week\\b';

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

export interface NamedDays {
  days: Day[];
  excluded: Day[];
}

const FULL = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
const SHORT = '(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)';
const ANY_DAY = `(?:${FULL}|${SHORT}|weekends?|weekdays?|work ?days|working days)\\b\\.?`;
const JOIN = '(?: ?(?:,|/|&|\\+|-| and | or | nor | to | through | until | till ) ?(?:and |or |on )?| )';
const LIST = `${ANY_DAY}(?:${JOIN}${ANY_DAY})*`;

/** Takes days out of the words: wanted ("Tue and Thu", "weekdays") and ruled out ("not on Wednesdays", "no weekends"). */
export function readDays(words: Words): NamedDays {
  const excluded: Day[] = [];
  const days: Day[] = [];
  const swap = words.cut(
    new RegExp(
      `\\b(?:move|swap|change|switch|from) (?:the )?(${ANY_DAY})(?: \\w+)? ?(?:to|with|for|into) (${ANY_DAY})`,
      'i',
    ),
  );
  if (swap) {
    excluded.push(...daysIn(swap[1] ?? ''));
    days.push(...daysIn(swap[2] ?? ''));
  }
  const ruledOut = new RegExp(
    `\\b(?:not|no|never|except(?: for)?|but|avoid(?:ing)?|without|skip(?:ping)?|don't|can't|instead of|rather than|other than|apart from|excluding|any day but|free on|are busy|busy)(?: (?:\\w+ ){0,2}?(?:on|do|make|at|for|my|have|the))?(?: not)? (${LIST})`,
    'i',
  );
  for (let match = words.cut(ruledOut); match; match = words.cut(ruledOut))
    excluded.push(...daysIn(match[1] ?? ''));
  const freed = new RegExp(
    `\\b(?:leave|keep|give me|have|want|need|take)(?: me)?(?: my| the| all)? (${LIST}) (?:free|off|open|clear|to myself|for (?:the |my )?(?:family|kids|rest|myself))\\b|\\b(?:nothing|no (?:sessions?|tasks?|training)|rest|off|free) on (${LIST})|\\b(${LIST}) (?:off|free)\\b`,
    'i',
  );
  for (let match = words.cut(freed); match; match = words.cut(freed))
    excluded.push(...daysIn(match[1] ?? match[2] ?? match[3] ?? ''));
  const trailing = words.cut(
    new RegExp(
      `\\b(${LIST}) (?:is|are|does|do)(?: not|n't)\\b[^.;|]*|\\b(${LIST}) (?:is|are) (?:bad|busy|full|out|impossible|taken|off limits|no good|difficult|for (?:the |my )?(?:family|kids|church|rest))\\b`,
      'i',
    ),
  );
  if (trailing) excluded.push(...daysIn(trailing[1] ?? trailing[2] ?? ''));
  const wanted = new RegExp(
    `(?:\\b(?:on|every|each|only|over the|at the|to|make it|prefer|this|next) )?\\b(${FULL}|weekends?|weekdays?|work ?days|working days)\\b(?:${JOIN}${ANY_DAY})*|\\b(?:on|every|each|only|make it|prefer) ${LIST}|\\b${SHORT}\\b(?:${JOIN}${SHORT}\\b\\.?)+`,
    'i',
  );
  for (let match = words.cut(wanted); match; match = words.cut(wanted)) days.push(...daysIn(match[0]));
  return {
    days: inWeekOrder(days.filter((day) => !excluded.includes(day))),
    excluded: inWeekOrder(excluded),
  };
}

function daysIn(text: string): Day[] {
  const lower = text.toLowerCase();
  const range = new RegExp(`\\b(${SHORT})\\w*\\.? ?(?:-|to|through|until|till) ?(${SHORT})`).exec(lower);
  if (range) {
    const from = DAYS.findIndex((day) => day === dayOf(range[1] ?? ''));
    const to = DAYS.findIndex((day) => day === dayOf(range[2] ?? ''));
    const length = (to - from + 7) % 7;
    return DAYS.filter((_, index) => (index - from + 7) % 7 <= length);
  }
  if (/week ?days?|work(?:ing)? ?days/.test(lower)) return ['MO', 'TU', 'WE', 'TH', 'FR'];
  const weekend: Day[] = /weekend/.test(lower) ? ['SA', 'SU'] : [];
  return [...weekend, ...[...lower.matchAll(new RegExp(`\\b${SHORT}`, 'g'))].map(([name]) => dayOf(name))];
}

function dayOf(name: string): Day {
  return name.slice(0, 2).toUpperCase() as Day;
}

export interface Length {
  /** Of one session. */
  minutes: number | null;
  /** "10 hours a week": of all sessions of a week together. */
  weeklyMinutes: number | null;
  /** "5 km in under 25 minutes": a time to beat, no session length. */
  targetMinutes: number | null;
}

const DURATION =
  '(\\d+(?:\\.\\d+)?)(?: ?(?:-|to|or) ?(\\d+(?:\\.\\d+)?))? ?-?(minutes?|mins?|min|hours?|hrs?|hr|h)\\b(?! ?(?:earlier|later|sooner))';

/** Takes a time to beat, hours per week and the length of a session out of the words. */
export function readLength(words: Words): Length {
  const beat = words.cut(
    new RegExp(
      `\\b(?:in (?:under|less than|below)?|under|below|sub|faster than) ?-?${DURATION}(?! (?:a|per|each|every) (?:day|week))`,
      'i',
    ),
  );
  const ignored = new RegExp(
    `${DURATION}(?: of| a night of)? (?:sleep|screen|phone|social|tv|games?|gaming|fast)|\\b(?:sleep\\w*|screen ?time|phone|social media|tv|gaming|fast)\\b[^.,;|]{0,30} ${DURATION}`,
    'i',
  );
  const rest = ignored.test(words.text);
  const weekly = rest
    ? null
    : words.cut(new RegExp(`\\b(?:for |about )?${DURATION} (?:in total )?${A_WEEK}`, 'i'));
  const session = rest
    ? null
    : (words.cut(
        new RegExp(
          `\\b(?:for |about |around |only |just |max(?:imum)? |at most |up to |no more than |an? )*${DURATION}(?: long)?(?: (?:sessions?|each(?: time)?|per session|at a time|a time|every time|max(?:imum)?|slots?|blocks?))*`,
          'i',
        ),
      ) ??
      words.cut(/\b(?:for )?(?:about )?()()(an hour|1 hour)\b(?! ?(?:earlier|later|sooner))(?: each)?/i));
  return {
    minutes: within(minutesIn(session), 5, 240),
    weeklyMinutes: minutesIn(weekly),
    targetMinutes: minutesIn(beat),
  };
}

function minutesIn(match: RegExpExecArray | null): number | null {
  if (!match) return null;
  const amount = Number(match[2] || match[1] || 1);
  return Math.round(/^h|hour/i.test(match[3] ?? '') ? amount * 60 : amount);
}

function within(minutes: number | null, least: number, most: number): number | null {
  return minutes === null || minutes < least ? null : Math.min(minutes, most);
}

function clampWeek(count: number): number {
  return Math.max(1, Math.min(7, count));
}

// At which time of day: "before work", "in the evening", "at 7 pm", "between 18:00 and 20:00".
import { DAY_MINUTES } from '../kernel/time.ts';
import type { Words } from './cut-words.ts';
import { clock, clockRange } from './read-clock.ts';

export const PARTS = [
  'before_work',
  'after_work',
  'lunch',
  'after_waking',
  'morning',
  'afternoon',
  'before_dinner',
  'after_dinner',
  'children_asleep',
  'before_bed',
  'evening',
] as const;
export type Part = (typeof PARTS)[number];

export interface Window {
  part: Part | null;
  /** Minutes since midnight; a `to` beyond 1440 lies in the night that follows. `at` is an exact start. */
  at: number | null;
  from: number | null;
  to: number | null;
  notParts: Part[];
  /** "ideally", "if possible". */
  soft: boolean;
  /** "earlier" is negative, "later" positive: minutes. */
  shift: number;
}

const WORK =
  '(?:work(?:ing)?|the office|my job|school|class(?:es)?|uni(?:versity)?|college|lectures|my shift)';
const CHILDREN = '(?:kids?|children|baby|son|daughter|toddler|little ones?)';

const PATTERNS: [Part, string][] = [
  [
    'before_work',
    `(?:before|prior to) (?:I (?:go to|leave for|start) )?(?:my )?${WORK}|before the ${CHILDREN} (?:wake|get|are)(?: up)?|on (?:my|the) (?:morning )?(?:commute|way to work)|during (?:my|the) commute|(?<=\\b(?:bike|cycle|ride|walk|run|jog)(?:ing)? )to work`,
  ],
  [
    'children_asleep',
    `(?:after|when|once|while) (?:the |my |our )?${CHILDREN}(?:'s bedtime|(?: \\w+){0,3}? (?:asleep|sleep\\w*|in bed|to bed|bedtime|down))|(?:when|while|after|once) they(?:'re| are)? (?:asleep|sleep\\w*|in bed)`,
  ],
  [
    'after_work',
    `(?:(?:straight|right) )?after (?:I (?:finish|leave) )?(?:my )?${WORK}|on (?:my|the) way home|(?:when|after|as soon as) I(?:'m| am| get| come| arrive) (?:back )?home`,
  ],
  [
    'before_bed',
    '(?:(?:right|just) )?before (?:going to |I (?:go to )?)?(?:bed(?:time)?|sleep(?:ing)?)|at bedtime|last thing at night',
  ],
  [
    'lunch',
    '(?:during|at|in|over|on) (?:my |the )?lunch(?: ?breaks?| ?hours?| ?time)?|(?:in (?:my|the) )?lunch ?(?:breaks?|hours?|times?)|at midday|every lunch',
  ],
  ['before_dinner', 'before (?:dinner|supper)'],
  ['after_dinner', 'after (?:dinner|supper|tea)'],
  [
    'after_waking',
    '(?:when|after|as soon as|right after) (?:I )?(?:wak(?:e|ing)|gett?(?:ing)?) up|first thing(?: in the morning)?|(?:before|after|with|over) (?:breakfast|my (?:morning |first )?coffee)',
  ],
  ['morning', '(?:in the |early |the |every |each |on )*(?<!good )mornings?(?! person)\\b'],
  ['afternoon', '(?:in the |early |late |every |each |on )*(?<!good )afternoons?\\b'],
  [
    'evening',
    '(?:in the |early |late |every |each |on )*(?<!good )evenings?\\b|(?:at|every|each|on) nights?(?! shift)|tonight|(?<=\\| )nights?\\b',
  ],
];

// A bare figure is a time only where nothing is counted by it: "to 3 universities" is none.
const NOTHING_COUNTED =
  '(?:(?<=[ap]m|:\\d{2})|(?= ?(?:$|[,.;!?|)-]|(?:and|to|until|till|or|but|in|on|at|every|each|instead|rather|for|before|after|please|is|are|works?|would|sharp|daily|today|tomorrow|tonight|with|if|because|when|during|from|onwards?|so|it|mon|tue|wed|thu|fri|sat|sun)\\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day)))';
const TIME = `(\\d{1,2})(?::(\\d{2}))? ?(am|pm)?\\b(?![.:/]\\d)${NOTHING_COUNTED}`;
const CLEAR = '(?:(\\d{1,2}):(\\d{2}) ?(am|pm)?|(\\d{1,2})() ?(am|pm))\\b';

/** Takes the time of day out of the words. `late`: a bare "7" means the evening. */
export function readWindow(words: Words, late: boolean): Window {
  const window: Window = { part: null, at: null, from: null, to: null, notParts: [], soft: false, shift: 0 };
  window.soft = /\b(?:ideally|preferably|if possible|prefer|maybe|perhaps)\b/i.test(words.text);
  window.notParts = readNegated(words);
  window.shift = readShift(words);
  // Parts of the day are read first: "evenings at 7" is 19:00.
  window.part = readPart(words);
  readClock(words, window, window.part === null ? late : isLate(window.part));
  return window;
}

/** Is this part in the second half of the day? */
export function isLate(part: Part): boolean {
  return !['before_work', 'morning', 'after_waking', 'lunch'].includes(part);
}

function readPart(words: Words): Part | null {
  let found: Part | null = null;
  // The most telling part wins ("three mornings before work"); the others are taken out all the same.
  for (const [part, pattern] of PATTERNS) if (words.cut(new RegExp(`\\b(?:${pattern})`, 'i'))) found ??= part;
  return found;
}

function readNegated(words: Words): Part[] {
  const parts: Part[] = [];
  for (const [part, pattern] of PATTERNS) {
    const negated = new RegExp(
      `\\b(?:not|no|never|don't|can't|instead of|rather than|without|avoid|hate)(?: (?:do|like|want|have|it|this|to|a|an|the|in|at|on|so|any|anything)){0,4} (?:${pattern})|\\bnot an? ${part} person`,
      'i',
    );
    if (words.cut(negated)) parts.push(part);
  }
  words.cut(
    /\b(?:not|instead of|rather than) (?:at |around )?\d{1,2}(?::\d{2})? ?(?:am|pm)?\b(?! ?(?:km|min|hour|day|time|week|x\b|page|kg))/i,
  );
  return parts;
}

function readShift(words: Words): number {
  const by = words.cut(
    /\b(?:(\d+|an?) (minutes?|mins?|hours?) )?(earlier|later)\b(?: in the (?:day|morning|evening))?/i,
  );
  if (!by) return 0;
  const amount = by[1] ? (Number(by[1]) || 1) * (/^h/i.test(by[2] ?? '') ? 60 : 1) : 60;
  return (by[3] ?? '').toLowerCase() === 'earlier' ? -amount : amount;
}

function readClock(words: Words, window: Window, late: boolean): void {
  const range =
    words.cut(new RegExp(`\\b(?:between|from) ${TIME} ?(?:and|to|-|until|till) ?${TIME}`, 'i')) ??
    words.cut(new RegExp(`\\b${TIME} ?(?:-|to) ?${CLEAR.replace('(?:', '(?:')}`, 'i'));
  if (range) {
    const [, fromHour, fromMinute, fromSuffix] = range;
    const first = { hour: fromHour, minute: fromMinute, suffix: fromSuffix };
    const last = { hour: range[4] ?? range[7], minute: range[5] ?? range[8], suffix: range[6] ?? range[9] };
    Object.assign(window, clockRange(first, last, late));
    return;
  }
  const from = words.cut(
    new RegExp(
      `\\b(?:not before|no earlier than|not earlier than|after|past|from|any time after) ${TIME}(?: on(?:wards?)?)?`,
      'i',
    ),
  );
  if (from) window.from = clock(from[1], from[2], from[3], late);
  const to = words.cut(
    new RegExp(
      `\\b(?:not after|no later than|not later than|before|until|till|by|done by|finished by) ${TIME}`,
      'i',
    ),
  );
  // What ends at midnight ends with its day.
  if (to) window.to = clock(to[1], to[2], to[3], late && from !== null) || (to[1] ? DAY_MINUTES : null);
  if (from || to) return;
  const at = words.cut(new RegExp(`\\b(?:at|around|about|rather|make it|to|@) ${TIME}`, 'i'));
  if (at && (at[2] || at[3] || !/\bto $/i.test(at[0].slice(0, 3))))
    window.at = clock(at[1], at[2], at[3], late);
  if (window.at !== null) return;
  const clear = words.cut(new RegExp(`\\b${CLEAR}`, 'i'));
  if (clear) window.at = clock(clear[1] ?? clear[4], clear[2] ?? clear[5], clear[3] ?? clear[6], late);
}

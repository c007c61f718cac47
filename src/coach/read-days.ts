// Which days of the week: those a person wants, and those they rule out, in plain words.
import { DAYS, type Day } from '../kernel/week.ts';
import type { Words } from './cut-words.ts';
import { inWeekOrder } from './week.ts';

export interface NamedDays {
  days: Day[];
  excluded: Day[];
}

const FULL = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
const SHORT = '(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)';
const ANY_DAY = `(?:${FULL}|${SHORT}|weekends?|weekdays?|work ?days|working days)\\b\\.?`;
const JOIN = '(?: ?(?:,|/|&|\\+|-| and | or | nor | to | through | until | till ) ?(?:and |or |on )?| )';
const LIST = `${ANY_DAY}(?:${JOIN}${ANY_DAY})*`;

/**
 * Takes days out of the words: wanted ("Tue and Thu", "weekdays") and ruled out ("not on Wednesdays", "no weekends").
 */
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

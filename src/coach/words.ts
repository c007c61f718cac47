// One spelling for what people write in many: number words become digits, "half past six" becomes "6:30".
// Case is kept for titles.
import { mendSpelling } from './spelling.ts';
import { cutTo } from '../kernel/shorten.ts';

/** Text in one line, straight quotes, digits for number words, at most 1,500 characters. Pure. */
export function plainWords(text: string): string {
  let plain = cutTo(text.normalize('NFKC'), 1500)
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[|\s]+/g, ' ')
    .trim();
  plain = mendSpelling(plain);
  for (const [pattern, replacement] of PHRASES) plain = plain.replace(pattern, replacement);
  plain = plain.replace(NUMBER_WORDS, (words) => String(numberOf(words)));
  for (const [pattern, clock] of CLOCKS) plain = plain.replace(pattern, clock as string);
  return plain;
}

const PHRASES: [RegExp, string][] = [
  [/\bcan ?not\b/gi, "can't"],
  [/\b(an|1|one) hour and a half\b/gi, '90 minutes'],
  [/\bhalf (?:an )?hour\b/gi, '30 minutes'],
  [/\bhalf-hour\b/gi, '30-minute'],
  [/\b(?:a )?quarter of an hour\b/gi, '15 minutes'],
  [/\bthree quarters of an hour\b/gi, '45 minutes'],
  [/\ba fortnight\b/gi, '2 weeks'],
  [/\bhalf a year\b/gi, '6 months'],
  [/\ba couple(?: of)?\b/gi, '2'],
  [/\ba few times\b/gi, '3 times'],
  [/\bseveral times\b/gi, '3 times'],
  [/\btwice\b/gi, '2 times'],
  [/\bthrice\b/gi, '3 times'],
  [/\bhalf a dozen\b/gi, '6'],
  [/\ba dozen\b/gi, '12'],
  [/\b(?:a|one) hundred\b/gi, '100'],
  [/\b(?:a|one) thousand\b/gi, '1000'],
  [/\b(?:a|one) million\b/gi, '1000000'],
  [
    /\bone(?=[ -](?:time|hour|day|week|month|year|minute|session|page|book|song|km|kilo|mile|stone|pound|kilo|euro|dollar|pound|morning|evening|afternoon|night)s?\b)/gi,
    '1',
  ],
  [/\b(\d{1,3}),(\d{3})\b/g, '$1$2'],
  [/\b(\d+),(\d{1,2})\b(?!,?\d)/g, '$1.$2'],
];

const UNITS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const UNIT = UNITS.slice(1).join('|');
const NUMBER_WORDS = new RegExp(
  `\\b(?:(?:${TENS.join('|')})(?:[ -](?:${UNITS.slice(0, 9).join('|')})\\b)?|${UNIT})(?: (?:hundred|thousand))?\\b`,
  'gi',
);

function numberOf(words: string): number {
  let sum = 0;
  for (const part of words.toLowerCase().split(/[ -]/)) {
    if (part === 'hundred') sum *= 100;
    else if (part === 'thousand') sum *= 1000;
    else if (TENS.includes(part)) sum += (TENS.indexOf(part) + 2) * 10;
    else sum += UNITS.indexOf(part) + 1;
  }
  return sum;
}

const CLOCKS: [RegExp, string | ((...match: string[]) => string)][] = [
  [/\bhalf past (\d{1,2})\b/gi, '$1:30'],
  [/\bquarter past (\d{1,2})\b/gi, '$1:15'],
  [/\bquarter to (\d{1,2})\b/gi, (_, hour) => `${(Number(hour) + 11) % 12 || 12}:45`],
  [/\b(\d{1,2}) o'?clock\b/gi, '$1:00'],
  [/\b([01]?\d|2[0-3]) ?h ?([0-5]\d)\b/gi, '$1:$2'],
  [/\b(at|by|after|before|around|from|until) ([01]?\d|2[0-3]) ?h\b/gi, '$1 $2:00'],
  [/\b(\d{1,2})\.([0-5]\d) ?(am|pm|a\.m\.|p\.m\.)/gi, '$1:$2 $3'],
  [/\b(at|around) (\d{1,2}) ([0-5]\d)\b(?! ?[a-z])/gi, '$1 $2:$3'],
  [/\b([ap])\.m\.?/gi, '$1m'],
  [/\b(?:at )?noon\b/gi, 'at 12:00'],
];

// Numbers that lead to somebody: telephones, accounts, cards, papers. Not how much, how often and when.
import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { spansOf, type Span } from './span.ts';

/** What stands between groups of figures, as fingers, word processors and letterheads write it. */
const BETWEEN = String.raw`\s()./_·•'’\p{Pd}\u2212`;
/** Behind anything but a letter, a figure or the hours of a time: "Tel:0176 1234567", "home,0176 1234567". */
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{Nd}]|\p{Nd}:)(?:\+\s?|\(\+?)?\p{Nd}[\p{Nd}${BETWEEN}]{4,30}\p{Nd}(?!\p{Nd})`,
  'gu',
);
const IBAN =
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ ._\p{Pd}]?[A-Z\d]{4}){2,7}(?:[ ._\p{Pd}]?[A-Z\d]{1,4})?(?![\p{L}\p{N}])/giu;
/** The shortest IBAN has thirteen; words beside a number look like one. */
const LEAST_OF_IBAN = 10;
/** "X1234567", "12345678Z": of a passport or a licence, whatever is said before it. No part of an id. */
const PAPER = /(?<![\p{L}\p{N}-])(?:[A-Z]{1,4}\d{6,12}[A-Z]?|\d{8}[A-Z])(?!-?[\p{L}\p{N}])/giu;
/** "AB 12 34 56 C" */
const INSURANCE = /(?<![\p{L}\p{N}])[A-Z]{2}(?: \d{2}){3} [A-D](?![\p{L}\p{N}])/gu;
const IS = String.raw`(?: is|:|=)? ?`;
/** Of few figures, or with letters among them: private where it is said what they are. */
const ANNOUNCED = [
  // "sort code 12-34-56", "cvv 737", "my PIN is 4471", "door code: 4471"
  new RegExp(
    String.raw`(?<=(?<![\p{L}])(?:(?:[Ss]ort|[Dd]oor|[Gg]ate|[Aa]larm|[Ee]ntry|[Aa]ccess|[Ll]ock|[Ss]ecurity) ?code|[Cc][Vv][VvCc]2?|PIN|[Mm]y pin)${IS})(?:\d{3,8}|\d{2}(?:[ \p{Pd}]\d{2}){2})(?![\p{L}\p{N}]|[:.]\d)`,
    'gu',
  ),
  // "passport C01X00T47", "licence no: D123-4567-8901", "number plate B-XY 1234", "car reg AB12 CDE"
  new RegExp(
    String.raw`(?<=(?<![\p{L}])(?:[Pp]assport|[Ll]icen[cs]e|PAN|[Ii]dentity card|ID card|[Pp]ersonalausweis|[Rr]eg|[Rr]egistration|[Pp]late|[Pp]olicy|[Ii]nsurance)(?: (?:[Nn]o\.?|[Nn]r\.?|[Nn]umber|[Pp]late|card))?${IS})(?:[A-Z]{2}\d{2} [A-Z]{3}|[A-Z]{1,3}[ \p{Pd}][A-Z]{1,2}[ \p{Pd}]\d{1,4}|(?=\d{0,20}[A-Z])(?=(?:[A-Z]|\p{Pd}){0,20}\d)[A-Z\d](?:\p{Pd}?[A-Z\d]){5,19})(?![\p{L}\p{N}])`,
    'gu',
  ),
  // "my visa ending in 8841"
  /(?<=(?<![\p{L}])(?:card|visa|mastercard|amex|account|iban|acct)(?: \p{L}{2,10}){0,2} (?:ending|ends)(?: in| with)? )\d{3,6}(?![\p{L}\p{N}])/giu,
];
const MONTH = String.raw`\p{L}{3,9}\.?`;
/** "14/03/1987", "11.08.79", "1987-03-14", "7. Mai 1984", "3rd of July 1991", "July 3, 1991" */
const BIRTH = String.raw`\d{1,2}([\p{Pd}./ ])\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}([\p{Pd}./])\d{1,2}\2\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.|er)? (?:of )?${MONTH},? (?:19|20)\d{2}|${MONTH} \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}`;
/** Whole days beside what says so. A birth that is awaited is a date like any other. */
const BORN = new RegExp(
  String.raw`(?<=(?<![\p{L}])(?:(?<!be )born|geb(?:oren|\.)|née?|d\.?o\.?b\.?|date of birth|birth ?date|geburtsdatum|birthday(?=[^\n]{0,30}(?:19\d|20[01])\d))(?: \([^()\n]{1,12}\))?${IS}(?:(?:on|am|le|was) )?)(?:${BIRTH})(?!\p{N})`,
  'giu',
);
/** Said just before a number, it makes one of figures that could be anything. */
const CALLED =
  /\b(?:call|ring|phone|text|dial|sms|fax|tel|telephone|whatsapp|mobile|cell|number|nummer|numéro|número|card|passport|account|security|id|no|nr)\b[^\p{Nd}]{0,20}$/iu;
/** More than the longest of these words and what may stand behind it. */
const CALLED_WITHIN = 60;
const LEAST_FIGURES = 5;
const ID = /(?<![\da-f-])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-f-])/gi;
const DATES =
  /^(?:\d{4}([\p{Pd}./])\d{1,2}\1\d{1,2}|\d{1,2}([\p{Pd}./ ])\d{1,2}\2(?:19|20)\d{2}|(?:19|20)\d{2} ?[\p{Pd}/] ?(?:19|20)\d{2})(?!\d)/u;
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])(?:[./](?:(?:19|20)?\d{2})?)?`;
const CLOCK = String.raw`(?:[01]?\d|2[0-3])\.[0-5]\d`;
const WHEN = String.raw`(?:${DAY}|${CLOCK}|\d{1,3}\.\d)`;
/** "9.30 - 10.30", "28.11. - 30.11.2026", "20.5 22.5 25.0": nothing else than when and how much. */
const WHENS = new RegExp(String.raw`^${WHEN}(?:\s?[\s\p{Pd}]\s?${WHEN})+$`, 'u');
/** "28.11. 0176 1234567", "10.30 - 11.30 +49 176 1234567": in front of what begins as a telephone. */
const WHEN_FIRST = new RegExp(String.raw`^${WHEN}(?:\s?[\s\p{Pd}]\s?${WHEN})*\s+(?=[+(0])`, 'u');
/** "10 000 000", "1.000.000", "1'000'000" */
const AMOUNT = /^[1-9]\d{0,2}(?:([ .'’])\d{3})(?:\1\d{3})*$/;

/**
 * Seven to nineteen figures, judged by how they are written and by what was said before them, and what is announced
 * as a secret, a paper or a birth.
 */
export function findNumbers(said: string): Span[] {
  // An id is ours, also where somebody writes it: half of it leads nowhere.
  const text = said.replaceAll(ID, (id) => ';'.padEnd(id.length));
  const announced = [...ANNOUNCED, BORN].flatMap((pattern) => spansOf(text, 'number', pattern));
  if ((text.match(/\p{Nd}/gu)?.length ?? 0) < LEAST_FIGURES) return announced;
  const lettered = [IBAN, PAPER, INSURANCE].flatMap((pattern) =>
    spansOf(text, 'number', pattern).filter(
      ({ start, end }) => pattern !== IBAN || figuresIn(text.slice(start, end)).length >= LEAST_OF_IBAN,
    ),
  );
  const phones = findPhoneNumbersInText(text, 'US')
    .map(({ startsAt, endsAt }) => behindDates(text, { kind: 'phone', start: startsAt, end: endsAt }))
    // "2026-12-24 10" could be one of Washington.
    .filter(({ start, end }) => figuresIn(text.slice(start, end)).length >= 7);
  const runs = spansOf(text, 'phone', RUN).flatMap((run) => {
    const span = behindDates(text, run);
    const kind = judge(
      text.slice(span.start, span.end).trim(),
      text.slice(Math.max(0, span.start - CALLED_WITHIN), span.start),
    );
    return kind ? [{ ...span, kind }] : [];
  });
  return [...announced, ...lettered, ...runs, ...phones];
}

const figuresIn = (run: string): string => run.replaceAll(/[^\p{Nd}]/gu, '');

const GAP = /^[\s./_\p{Pd}\u2212]*/u;

/** Dates in front are no part of a number: "28.11.2026 0176 1234567". */
function behindDates(text: string, { start, ...rest }: Span): Span {
  let from = start;
  for (;;) {
    const left = text.slice(from, rest.end);
    const date = (DATES.exec(left) ?? WHEN_FIRST.exec(left))?.[0];
    const end = date === undefined ? from : from + date.length;
    const gap = GAP.exec(text.slice(end, rest.end))![0].length;
    // A date alone stays one.
    if (date === undefined || end + gap >= rest.end) return { ...rest, start: from };
    from = end + gap;
  }
}

function judge(run: string, before: string): 'phone' | 'number' | null {
  const figures = figuresIn(run);
  if (figures.length < 7 || DATES.test(run) || WHENS.test(run)) return null;
  // A number with something behind it: too much is hidden sooner than too little.
  if (figures.length > 19) return 'number';
  if (/^(?:\+|\(|0)/.test(run)) return 'phone';
  const isCalled = CALLED.test(before);
  if (AMOUNT.test(run) && !isCalled && figures.length < 9) return null;
  if (/0{5,}$/.test(figures) && !isCalled) return null;
  if (figures === run && figures.length < 9 && !isCalled) return null;
  return figures.length > 11 || figures === run ? (figures.length === 10 ? 'phone' : 'number') : 'phone';
}

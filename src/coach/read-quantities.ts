// The measurable part of a goal: "10 km", "300 euros", "20 pages a day", and where the person stands today.

export const UNITS_READ = [
  'km',
  'm',
  'kg',
  'money',
  'pages',
  'books',
  'chapters',
  'words',
  'reps',
  'steps',
  'songs',
  'cigarettes',
  'glasses',
  'hours',
  'k',
  'things',
] as const;
export type Unit = (typeof UNITS_READ)[number];

export interface Quantity {
  amount: number;
  unit: Unit;
  /** As it is shown to the person: "10 km", "300 euros". */
  label: string;
  /** "20 pages a day" is a rate and no sum. */
  per: 'day' | 'week' | 'month' | null;
  /** Where they stand: "I can run 3 km now". */
  baseline: boolean;
  /** "instead of 10 km", "not 10 km". */
  rejected: boolean;
}

const PATTERNS: [Unit, string, (amount: number, found: string) => [number, string]][] = [
  [
    'steps',
    '(?:k )?(?:steps)',
    (n, found) => (found.startsWith('k') ? [n * 1000, `${n * 1000} steps`] : [n, `${n} steps`]),
  ],
  ['km', 'km|kms|kilomet(?:er|re)s?', (n) => [n, `${n} km`]],
  ['km', 'miles?|mi', (n) => [n * 1.609, `${n} ${n === 1 ? 'mile' : 'miles'}`]],
  ['kg', 'kg|kgs|kilos?|kilograms?', (n) => [n, `${n} kg`]],
  ['kg', 'lbs?|pounds?(?! sterling)', (n) => [n * 0.4536, `${n} pounds`]],
  ['kg', 'stones?', (n) => [n * 6.35, `${n} stone`]],
  [
    'money',
    'euros?|eur|€|dollars?|bucks|usd|\\$|£|quid|gbp|francs?|chf|pounds sterling',
    (n, found) => [n, `${n} ${CURRENCIES.get(found) ?? found}`],
  ],
  ['words', 'words?', (n) => [n, `${n} words`]],
  ['pages', 'pages?', (n) => [n, `${n} pages`]],
  ['books', '(?:\\w+ )?(?:books?|novels?)', (n) => [n, n === 1 ? '1 book' : `${n} books`]],
  ['chapters', 'chapters?', (n) => [n, `${n} chapters`]],
  [
    'reps',
    '(?:(?:strict|full|clean|consecutive|good) )?(?:push-? ?ups?|pull-? ?ups?|chin-? ?ups?|sit-? ?ups?|squats|burpees|dips|lunges)',
    (n, found) => [n, `${n} ${found}`],
  ],
  ['songs', '(?:\\w+ )?(?:songs?|pieces)', (n) => [n, n === 1 ? '1 song' : `${n} songs`]],
  ['cigarettes', 'cigarettes?|cigs?', (n) => [n, `${n} cigarettes`]],
  ['glasses', 'glasses|lit(?:er|re)s?|cups', (n, found) => [n, `${n} ${found}`]],
  ['hours', 'hours?', (n) => [n, `${n} hours`]],
  // A length of the usual pool.
  ['m', 'laps?|lengths?', (n) => [n * 25, `${n} laps`]],
  ['m', 'm|met(?:er|re)s?', (n) => [n, `${n} m`]],
  ['k', 'k', (n) => [n, `${n} km`]],
];

const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ['€', 'euros'],
  ['$', 'dollars'],
  ['£', 'pounds'],
  ['eur', 'euros'],
  ['usd', 'dollars'],
  ['bucks', 'dollars'],
  ['quid', 'pounds'],
  ['gbp', 'pounds'],
]);
const READ = new RegExp(
  `(€|\\$|£) ?(\\d+(?:\\.\\d+)?) ?(k\\b)?|(\\d+(?:\\.\\d+)?)( ?thousand|k(?= ?(?:€|euro|dollar|bucks|\\$|£|pound|words)))? ?-?(?:${PATTERNS.map(([, pattern]) => `(${pattern})(?![a-z])`).join('|')})`,
  'gi',
);
const STANDS =
  /\bI (?:usually |normally |already |regularly |just |only )?(?:run|ran|swim|swam|cycle|ride|walk|do|did|read|hike|lift|hold)(?: (?:about|around|up to))? $|\b(?:can (?:already|only|just|now|currently|barely|comfortably)?|currently|already|right now|at the moment|now|so far|today|used to|weigh|from|at most)\b[^.,;|]{0,25}$/i;
const WISHED = /\b(?:want|wanna|like|love|hope|plan|aim|need|manage|able) to (?:\w+ ){0,2}$/i;
const NOW = /^[^.,;|]{0,14}\b(?:now|currently|already|at the moment|today|so far)\b/i;

/** Quantities in the order they are said; "I can do 20" counts in the measure of `known`. Text from `plainWords`. */
export function readQuantities(text: string, known: readonly Quantity[] = []): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(READ)) {
    const index = PATTERNS.findIndex((_, i) => match[6 + i] !== undefined);
    const money = match[1] !== undefined;
    const pattern = PATTERNS[money ? PATTERNS.findIndex(([unit]) => unit === 'money') : index];
    if (!pattern) continue;
    const raw = Number(match[2] ?? match[4]) * (match[3] || match[5] ? 1000 : 1);
    const [amount, label] = pattern[2](raw, (match[1] ?? match[6 + index] ?? '').toLowerCase());
    if (!(amount > 0 && amount < 1e9)) continue;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    const per =
      /^ ?(?:a|per|each|every|\/) ?(?:single )?(day|week|month|night|morning|evening|session)\b/i.exec(
        after,
      )?.[1] ?? (/^ ?(?:daily|everyday)\b/i.test(after) ? 'day' : null);
    found.push({
      amount,
      unit: pattern[0],
      label,
      per: per === null ? null : per === 'week' || per === 'month' ? per : 'day',
      baseline:
        !WISHED.test(before) &&
        ((STANDS.test(before) &&
          !/\bto\b[^.,;|]*$/i.test(
            before.replace(/\b(?:want|like|need|able|hope|plan|love|how|going|aim) to\b/gi, ''),
          )) ||
          (NOW.test(after) && !/\b(?:want|like) to\b[^.,;|]*$/i.test(before))),
      rejected: /\b(?:not|instead of|rather than|no)\s*$/i.test(before),
    });
  }
  const bare =
    /\bcan (?:only |already |just |barely |currently )*(?:do|manage|run|swim|ride|walk|hold)? ?(?:about |around )?(\d+(?:\.\d+)?)(?= ?(?:$|[,.;!]|already|now|right now|at the moment|in a row|so far|today|currently))/i.exec(
      text,
    );
  const measured = found.find(({ per }) => per === null) ?? known.find(({ per }) => per === null);
  if (bare && measured)
    found.push({ ...measured, amount: Number(bare[1]), label: bare[1] ?? '', baseline: true });
  const race = RACES.find(([pattern]) => pattern.test(text));
  if (race)
    found.unshift({
      amount: race[1],
      unit: 'km',
      label: race[2],
      per: null,
      baseline: false,
      rejected: false,
    });
  return found;
}

const RACES: [RegExp, number, string][] = [
  [/\bhalf[- ]marathon\b/i, 21.1, 'a half marathon'],
  [/\bultra(?:[- ]?marathon)?\b/i, 50, 'an ultramarathon'],
  [/\bmarathon\b(?! (?:session|meeting|of))/i, 42.2, 'a marathon'],
];

interface Measured {
  quantities: readonly Quantity[];
}

/** The first target of one of these units, or undefined. Baselines and rates do not count. */
export function targetOf(goal: Measured, ...units: Unit[]): Quantity | undefined {
  return goal.quantities.find(
    ({ unit, per, baseline, rejected }) => units.includes(unit) && !per && !baseline && !rejected,
  );
}

/** What the person can do today in one of these units. */
export function baselineOf(goal: Measured, ...units: Unit[]): number | null {
  return goal.quantities.find(({ unit, baseline }) => units.includes(unit) && baseline)?.amount ?? null;
}

/** "20 pages a day": the first rate of one of these units. */
export function rateOf(goal: Measured, ...units: Unit[]): Quantity | undefined {
  return goal.quantities.find(({ unit, per, rejected }) => units.includes(unit) && per !== null && !rejected);
}

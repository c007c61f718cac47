// Parts of the day by name: "first thing", "after dinner", "on my lunch break", "tonight", "before bed".
import { addDays } from '../kernel/time.ts';
import type { Part, PartValue } from './facts.ts';
import type { Found } from './classes.ts';
import { rule } from './patterns.ts';

const part = (name: Part, date: string | null = null): Found<PartValue> => ({
  value: { kind: 'part', part: name, date },
});

const NAMED = new Map<string, Part>(
  (
    [
      ['morning', 'morning mornings'],
      ['afternoon', 'afternoon afternoons'],
      ['evening', 'evening evenings dusk'],
      ['night', 'night nights'],
      ['lunch', 'lunchtime lunchtimes lunch'],
      ['daytime', 'daytime'],
      ['bedtime', 'bedtime bed'],
      ['breakfast', 'breakfast'],
      ['dinner', 'dinner dinnertime supper tea teatime'],
      ['work', 'work office'],
      ['school', 'school uni college'],
      ['early_morning', 'dawn sunrise'],
    ] as const
  ).flatMap(([name, words]) => words.split(' ').map((word): [string, Part] => [word, name])),
);

const early = (word: string, side: string): Part | null =>
  (({
    earlymorning: 'early_morning',
    latemorning: 'late_morning',
    lateafternoon: 'late_afternoon',
    lateevening: 'late_evening',
    latenight: 'late_evening',
    earlyafternoon: 'afternoon',
    earlyevening: 'evening',
  })[side + word.replace(/s$/, '')] as Part | undefined) ?? null;

const around = (side: string, name: Part): Found<PartValue> => ({
  ...part(name),
  role: side === 'after' ? 'after' : side === 'before' ? 'before' : 'at',
});

export const PART_RULES = [
  rule(
    'part',
    '(morning|mornings|afternoon|afternoons|evening|evenings|night|nights|lunchtime|lunchtimes|daytime|bedtime|teatime|dinnertime|dawn|sunrise|dusk)',
    (word) => part(NAMED.get(word)!),
  ),
  rule(
    'part',
    '(early|late) -? (morning|mornings|afternoon|afternoons|evening|evenings|night|nights)',
    (side, word) => {
      const name = early(word, side);
      return name && part(name);
    },
  ),
  rule('part', 'early|earlier in the morning|mornings', () => part('early_morning')),
  rule('part', 'late|later in the evening', () => part('late_evening')),
  rule('part', 'late at night', () => part('late_evening')),
  rule('part', 'first thing', () => part('early_morning')),
  rule('part', 'first thing in the morning|mornings', () => part('early_morning')),
  rule('part', 'last thing', () => part('bedtime')),
  rule('part', 'last thing at night', () => part('bedtime')),
  rule('part', 'crack of dawn', () => part('early_morning')),
  rule('part', 'lunch|dinner break|hour|time', () => part('lunch')),
  rule('part', 'tonight', (here) => part('evening', here.today)),
  rule('part', '(this) (morning|afternoon|evening|lunchtime)', (_this, word, here) =>
    part(NAMED.get(word)!, here.today),
  ),
  rule('part', 'last night', (here) => part('night', addDays(here.today, -1))),
  rule(
    'part',
    '(before|after) my|the? (work|school|breakfast|lunch|dinner|supper|tea|bed|uni|college)',
    (side, word) => around(side, NAMED.get(word)!),
  ),
  rule('part', '(at|over|during) my|the? (breakfast|lunch|dinner|supper|tea)', (side, word) =>
    around(side, NAMED.get(word)!),
  ),
  rule('part', '(before|after) i|the|my? (wake|waking|get|getting) up?', (side) => around(side, 'waking')),
  rule('part', 'when|as i wake|get up', () => part('waking')),
  rule('part', '(before) i|going? go|to to? bed|sleep', (side) => around(side, 'bedtime')),
  rule('part', '(before|after) i? get|finish|finishing|leave|start|starting work|school', (side, _word) =>
    around(side, 'work'),
  ),
];

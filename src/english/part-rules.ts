// Parts of the day by name: "first thing", "after dinner", "on my lunch break", "tonight", "before bed".
import { addDays } from '../kernel/time.ts';
import type { Found } from './classes.ts';
import type { Part, PartValue, Role } from './facts.ts';
import { rule, type Rule } from './patterns.ts';

const part = (name: Part, date: string | null = null): Found<PartValue> => ({
  value: { kind: 'part', part: name, date },
});

const NAMED: [Part, string][] = [
  ['early_morning', 'early|earlier in the morning|mornings || early -? morning|mornings || first thing'],
  [
    'early_morning',
    'first thing in the morning|mornings || crack of dawn || dawn|sunrise || the small|early hours',
  ],
  ['morning', 'morning|mornings'],
  ['late_morning', 'late -? morning|mornings || mid -? morning || midmorning'],
  ['lunch', 'lunchtime|lunchtimes || lunch|dinner break|hour || lunch time'],
  ['afternoon', 'afternoon|afternoons || early -? afternoon|afternoons || mid -? afternoon'],
  ['late_afternoon', 'late -? afternoon|afternoons'],
  ['evening', 'evening|evenings || early -? evening|evenings || dusk'],
  ['late_evening', 'late -? evening|evenings|night|nights || late|later in the evening || late at night'],
  ['night', 'night|nights !shift|shifts|duty|out|school|club'],
  ['dinner', 'dinnertime|teatime|suppertime || dinner|supper time'],
  ['bedtime', 'bedtime || bed time || last thing || last thing at night'],
  [
    'waking',
    'when|once|as i wake up? || when|once|as i get up || as soon as i wake up? || as soon as i get up',
  ],
  ['daytime', 'daytime || during the day || the day time'],
];
/** What one can do something before or after, and the part of the day that it is. */
const EVENTS: [Part, string][] = [
  ['breakfast', 'my|the? breakfast'],
  ['lunch', 'my|the? lunch'],
  ['dinner', 'my|the? dinner|supper|tea'],
  [
    'work',
    'my? work || i? get|finish|finishing|leave|leaving|start|starting work || i? get home from work || my? workday',
  ],
  ['school', 'school|uni|college || i? finish|start school|uni|college || the school run'],
  ['bedtime', 'bed || i? go|going to? bed|sleep || sleep'],
  ['waking', 'i? wake|waking|get|getting up || waking'],
];
const SIDES = ['before', 'after'] as const;
/** `pattern` with the same words in front of each of its ways. */
const behind = (front: string, pattern: string): string =>
  pattern
    .split(' || ')
    .map((way) => `${front} ${way}`)
    .join(' || ');
const named = (pattern: string, name: Part, role?: Role): Rule =>
  rule('part', pattern, () => ({ ...part(name), ...(role && { role }) }));

export const PART_RULES = [
  ...NAMED.map(([name, pattern]) => named(pattern, name)),
  ...SIDES.flatMap((side) => EVENTS.map(([name, pattern]) => named(behind(side, pattern), name, side))),
  ...EVENTS.slice(0, 3).map(([name, pattern]) => named(behind('at|over|during', pattern), name, 'at')),
  rule('part', 'tonight', (here) => part('evening', here.today)),
  rule('part', 'last night', (here) => part('night', addDays(here.today, -1))),
  ...(['morning', 'afternoon', 'evening'] as const).map((name) =>
    rule('part', `this ${name}`, (...args) =>
      part(name, (args.at(-1) as unknown as { today: string }).today),
    ),
  ),
];

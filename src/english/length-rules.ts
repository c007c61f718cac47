// How long, and how long from now: "an hour and a half", "20-30 min", "six weeks", "in 16 weeks", "15 min before".
import type { LengthValue, SpanValue, Unit, Value } from './facts.ts';
import { addUnits } from './calendar.ts';
import type { Here } from './here.ts';
import type { Classes, Found } from './classes.ts';
import { rule, type Rule } from './patterns.ts';

type Int = Classes['int'];
type Span = Found<SpanValue>;
type Length = Found<LengthValue>;

const length = (least: number, most = least, about = false): Length => ({
  value: { kind: 'length', least, most, per: null },
  ...(about && { about }),
});
const span = (int: Int, unit: SpanValue['unit'], factor = 1): Span => ({
  value: { kind: 'span', least: int.least * factor, most: int.most * factor, unit },
  ...(int.about && { about: true }),
});
const ONE: Int = { least: 1, most: 1 };
const MINUTES: Partial<Record<Unit, number>> = { minute: 1, hour: 60 };

const timed = (int: Int, unit: Unit): Length | null => {
  const minutes = MINUTES[unit];
  return minutes === undefined ? null : length(int.least * minutes, int.most * minutes, int.about);
};
const spanned = (int: Int, unit: Unit): Span | null =>
  unit === 'minute' || unit === 'hour' ? null : span(int, unit);

const FIXED: [number, string][] = [
  [15, 'a? quarter of an hour || quarter hour'],
  [30, 'half -? a|an? hour|hours || a half -? hour'],
  [45, 'three|3 quarters|quarter of an hour'],
  [75, 'an|one|1 hour and a? quarter'],
  [90, 'an|one|1? hour and a? half'],
  [105, 'an|one|1 hour and three quarters'],
];

export const LENGTH_RULES = [
  ...FIXED.map(([minutes, pattern]) => rule('length', pattern, () => length(minutes))),
  rule('length', '<int> -? <unit>', timed),
  rule('length', 'a|an|another <unit>', (unit) => timed(ONE, unit)),
  rule('length', '<int> and a half hours|hour|h || <int> hours and a half', (n) => length(n.least * 60 + 30)),
  rule('length', '<int> hours|hour|h and? <int> minutes|minute|m?', (h, m) => length(h.least * 60 + m.least)),
  rule('length', 'an|one hour <int> !<unit> !<thing> !<noun>', (m) =>
    m.isWord && m.least % 5 === 0 && m.least < 60 ? length(60 + m.least) : null,
  ),
  rule('length', 'an hour and? <int> minutes|minute', (m) => length(60 + m.least)),
  rule('length', '<hm>', ([hour, minute]) => (hour <= 4 && minute < 60 ? length(hour * 60 + minute) : null)),
  rule('span', '<int> -? <unit>', spanned),
  rule('span', 'a|another <unit>', (unit) => spanned(ONE, unit)),
  rule('span', 'a? fortnight', () => span({ least: 2, most: 2 }, 'week')),
  rule('span', '<int> fortnights', (n) => span(n, 'week', 2)),
  rule('span', 'half a year', () => span({ least: 6, most: 6 }, 'month')),
  rule('span', 'a year and a half', () => span({ least: 18, most: 18 }, 'month')),
];

const offset = (minutes: number | null, date: string | null, more: Partial<Found> = {}): Found => ({
  value: { kind: 'offset', minutes, date },
  ...more,
});
const later = ({ value, about }: Span, sign: 1 | -1, here: Here, more: Partial<Found> = {}): Found => {
  const alternatives: Value[] =
    value.least === value.most
      ? []
      : [{ kind: 'offset', minutes: null, date: addUnits(here.today, sign * value.least, value.unit) }];
  const date = addUnits(here.today, sign * value.most, value.unit);
  return offset(null, date, { alternatives, ...(about && { about }), ...more });
};
const shifted = (found: Span | Length, sign: 1 | -1): Found => {
  const { value } = found;
  const months = { day: 0, week: 0, month: 1, quarter: 3, year: 12 };
  const days = { day: 1, week: 7, month: 0, quarter: 0, year: 0 };
  const of = (each: number): number | null => (each > 0 ? sign * each * value.least : null);
  const by =
    value.kind === 'length'
      ? { minutes: sign * value.least, days: null, months: null }
      : { minutes: null, days: of(days[value.unit]), months: of(months[value.unit]) };
  return { value: { kind: 'shift', ...by } };
};
const lead = ({ value }: Span | Length): Found | null => {
  const { minutes, days } = shifted({ value } as Length, 1).value as {
    minutes: number | null;
    days: number | null;
  };
  return minutes === null && days === null
    ? null
    : { value: { kind: 'lead', minutes: minutes ?? days! * 1440 } };
};

const NEXT = '!<thing> !<part> !<clock> !<date> !my|the|i|work|bed|school|breakfast|lunch|dinner';
const BEFORE = `before|beforehand|ahead|prior|early ${NEXT}` as const;

const onBoth = (tail: string, make: (found: Length | Span) => Found | null): Rule[] => [
  rule('fact', `<length> ${tail}` as '<length>', (found) => make(found)),
  rule('fact', `<span> ${tail}` as '<span>', (found) => make(found)),
];

export const OFFSET_RULES = [
  rule(
    'length',
    '<length> to|-|or <length> || between <length> and <length>',
    ({ value: from }, { value: to }) => (from.most < to.least ? length(from.least, to.most) : null),
  ),
  rule('fact', 'in about? <length> !each|per|every', ({ value: { least, most } }) =>
    offset(most, null, least === most ? {} : { about: true }),
  ),
  rule('fact', '<length> from now !on', ({ value }) => offset(value.least, null)),
  rule('fact', '<length> ago', ({ value }) => offset(-value.least, null)),
  rule('fact', "in about? <span> || <span> from now|today !on || in <span> '|'s? time", (found, here) =>
    later(found, 1, here),
  ),
  rule('fact', '<span> ago', (found, here) => later(found, -1, here)),
  rule('fact', 'within|inside <span> || in|within the next <span>', (found, here) =>
    later(found, 1, here, { role: 'by' }),
  ),
  ...onBoth('earlier|sooner', (found) => shifted(found, -1)),
  ...onBoth('later', (found) => shifted(found, 1)),
  ...onBoth(BEFORE, lead),
  ...onBoth('in advance', lead),
  ...onBoth('before =the|my|our|his|her', (found) => {
    const made = lead(found);
    return made && { ...made, alternatives: [found.value], certainty: 'open' };
  }),
  rule('fact', 'the day before !<thing> !my|the|i|yesterday', () => ({
    value: { kind: 'lead', minutes: 1440 },
  })),
];

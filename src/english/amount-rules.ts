// How much: numbers with their units, money in its common writings, percents, and what is meant for each day.
import type { AmountValue, OrdinalValue, Unit } from './facts.ts';
import type { Classes, Found } from './classes.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];

const amount = ({ least, most, about }: Int, unit: string, per: Unit | null = null): Found<AmountValue> => ({
  value: { kind: 'amount', least, most, unit, per },
  ...(about && { about }),
});
const nth = (n: number): Found<OrdinalValue> => ({ value: { kind: 'ordinal', nth: n } });

const thousands = (n: Int): Int => ({ least: n.least * 1000, most: n.most * 1000 });
const A = 'a|an|per|each|every|/';

export const AMOUNT_RULES = [
  rule('amount', '<coin> <int>', (unit, n) => amount(n, unit)),
  rule('amount', '<coin> <int> k', (unit, n) => amount(thousands(n), unit)),
  rule('amount', '<int> <coin> || <int> -? <noun>', (n, unit) => amount(n, unit)),
  rule('amount', '<int> k <coin> || <int> k <noun>', (n, unit) => amount(thousands(n), unit)),
  rule('amount', '<int> k', (n) => ({
    ...amount(n, 'km'),
    alternatives: [{ ...thousands(n), kind: 'number' }],
    certainty: 'usual',
  })),
  rule('amount', 'a|an|one <noun> !<noun>', (unit) =>
    unit.length > 2 && unit !== 'stone' && unit !== 'mile' ? null : amount({ least: 1, most: 1 }, unit),
  ),
  rule('amount', '<int> %|percent || <int> per cent', (n) => amount(n, 'percent')),
  rule('amount', '<int> (push|press|sit|pull|chin) -? up|ups', (n, kind) => amount(n, `${kind}-up`)),
  rule('fact', 'the? <nth> one|option', nth),
  rule('fact', 'the <nth> !<thing> !<unit> !<weekday> !<month> !of', nth),
  rule('fact', 'number|option <int>', (n) => nth(n.least)),
];

/** What stands beside an amount or a length: "10 pages a day", "20 min daily". */
export const PER_RULES = [
  rule('amount', `<amount> ${A} single? <unit>`, (found, unit) => ({
    ...found,
    value: { ...found.value, per: unit },
  })),
  rule('length', `<length> ${A} single? <unit>`, (found, unit) => ({
    ...found,
    value: { ...found.value, per: unit },
  })),
  rule('length', '<length> weekly', (found) => ({ ...found, value: { ...found.value, per: 'week' } })),
  // "One chapter for week", as people say in whose language that is one word.
  rule('amount', '<amount> for <unit> !<int>', (found, unit) => ({
    ...found,
    value: { ...found.value, per: unit },
  })),
  rule('amount', `<int> <thing> ${A} <unit>`, (n, thing, unit) => amount(n, thing.replace(/s$/, ''), unit)),
  rule(
    'amount',
    `<int> !<noun> !<coin> !<times> <thing> !<times> <thing> ${A} <unit>`,
    (n, _kind, thing, unit) => amount(n, thing.replace(/s$/, ''), unit),
  ),
  rule('amount', `~down|by|cut|drop|from|to <int> ${A} <unit>`, (n, unit) => amount(n, '', unit)),
  rule('amount', '<int> a|an|per|/ <unit>', (n, unit) => (n.least > 20 ? amount(n, '', unit) : null)),
  rule('length', '<length> in a|one|any|the <unit>', (found, unit) => ({
    ...found,
    value: { ...found.value, per: unit },
  })),
  rule('length', '<length> per <noun> || <length> per <thing>', (found) => ({ ...found, role: 'each' })),
  rule('fact', 'per|/ <unit>', (unit) => ({ value: { kind: 'per', unit } })),
];

/** A number that nothing else has read. */
export const BARE_RULES = [
  rule('fact', '<times>', ({ least, most }) =>
    least > 1 ? { value: { kind: 'number', least, most } } : null,
  ),
  rule('fact', '!one <int> !>th', ({ least, most, about }) => ({
    value: { kind: 'number', least, most },
    ...(about && { about }),
  })),
];

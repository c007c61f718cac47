// Quantities: figures and number words, put together ("twenty five", "two and a half", "a couple of", "2-3").
import type { Classes } from './classes.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];

const exactly = (n: number): Int => ({ least: n, most: n });
const times = (int: Int, factor: number): Int => ({
  ...int,
  least: int.least * factor,
  most: int.most * factor,
});

/** "twenty five", both in words. */
function joined(tens: Int, one: Int): Int | null {
  const isTens = tens.isWord && tens.least >= 20 && tens.least < 100 && tens.least % 10 === 0;
  return isTens && one.isWord && one.least > 0 && one.least < 10
    ? { ...exactly(tens.least + one.least), isWord: true }
    : null;
}
const about = (least: number, most: number) => (): Int => ({ least, most, about: true });
const ranged = ({ least, most }: Int, last: Int): Int | null =>
  most < last.least ? { least, most: last.most } : null;

export const COMPOUND_RULES = [
  rule('int', '<int> -? <int>', joined),
  rule('int', 'a|one hundred', () => exactly(100)),
  rule('int', 'a|one thousand', () => exactly(1000)),
  rule('int', 'a|one million', () => exactly(1_000_000)),
  rule('int', 'half a dozen', () => exactly(6)),
  rule('int', 'a dozen', () => exactly(12)),
  rule('int', 'a? couple of?', about(2, 2)),
  rule('int', 'a few', about(2, 4)),
  rule('int', 'several', about(3, 4)),
];

export const NUMBER_RULES = [
  rule('int', '<int> hundred !hours', (n) => times(n, 100)),
  rule('int', '<int> thousand|grand', (n) => times(n, 1000)),
  rule('int', '<int> lakh|lakhs|lac|lacs', (n) => times(n, 100_000)),
  rule('int', '<int> crore|crores', (n) => times(n, 10_000_000)),
  rule('int', '<int> million', (n) => times(n, 1_000_000)),
  rule('int', '<int> and a half !<unit>', (n) => exactly(n.least + 0.5)),
  rule('int', '<int> / <int>', (one, two) => (one.least === 1 && two.least === 2 ? exactly(0.5) : null)),
  rule('int', '<int> <int> / <int>', (n, one, two) =>
    n.least < 10 && one.least === 1 && two.least === 2 ? exactly(n.least + 0.5) : null,
  ),
  rule('int', 'half a|an =<noun>', () => exactly(0.5)),
  rule('int', '<int> half', (n) => (n.isWord ? null : exactly(n.least + 0.5))),
  rule('int', '<int> -? ish =<unit> || <int> -? ish =<noun>', (n) => ({ ...n, about: true })),
  rule('figured', '<int> st|nd|rd|th', (n) => (n.least > 0 && n.least < 32 && !n.isWord ? n.least : null)),
  rule('nth', '<int> st|nd|rd|th', (n) => (n.least > 0 && n.least < 32 ? n.least : null)),
  rule('nth', '<int> -? <nth>', ({ least, isWord }, one) =>
    isWord && (least === 20 || least === 30) && one > 0 && one < 10 ? least + one : null,
  ),
];

export const HUNDRED_RULES = [
  rule('int', '<int> and? <int>', ({ least, isWord }, rest) =>
    least >= 100 && least % 100 === 0 && !isWord && rest.isWord && rest.least < 100
      ? exactly(least + rest.least)
      : null,
  ),
];

/** From one to another, where the first is the smaller one. */
export const COUNT_RANGE_RULES = [rule('int', '<int> -|to|or <int> || between <int> and|to|- <int>', ranged)];

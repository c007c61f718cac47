// Words in front of a value, and some behind it, and what they make of it. Data.
import type { Fact, Role } from './facts.ts';

export interface Front {
  words: string[];
  role?: Role;
  about?: true;
  bound?: 'least' | 'most';
}

const fronts = (role: Role, phrases: string): Front[] =>
  phrases.split(',').map((phrase) => ({ words: phrase.trim().split(' '), role }));
const bounds = (bound: 'least' | 'most', phrases: string): Front[] =>
  phrases.split(',').map((phrase) => ({ words: phrase.trim().split(' '), bound }));

/** Longer ones first, as they are tried. */
export const FRONTS: Front[] = [
  ...fronts('at', 'at, on, in, during, over, this, @'),
  ...fronts(
    'from',
    'from, starting, starting from, starting on, starting at, start, start on, start at, start from, starts, starts on, begins, begins on, beginning, as of, as from, since',
  ),
  ...fronts(
    'from',
    'not before, no earlier than, not earlier than, never before, not until, any time after, anytime after, begin, begin on',
  ),
  ...fronts(
    'until',
    'until, up until, up to, not after, not past, no later than, not later than, never after, through, ending, ending at, finish by',
  ),
  ...fronts('by', 'by, due, due on, due by, before the end of, in time for'),
  ...fronts('before', 'before, ahead of'),
  ...fronts('after', 'after, following'),
  ...fronts('to', '>to'),
  ...fronts('instead', 'instead of, >from, rather than, in place of, not at'),
  ...fronts(
    'except',
    'anything but, everything but, everything except, anything except, any time but, anytime but, all but, except, except on, except for, except in, apart from, aside from, excepting, bar, but not, but not on, but not in, not, not on, not in, no, never, never on, never in, other than, excluding, without, skip, skipping, but never on, just not, just not on, nothing, nothing on, none, none on, unless on, less, minus',
  ),
  ...fronts('for', 'for, lasting, for the next, over the next, the next, next, for the first'),
  ...fronts('only', 'only, only on, only in, just on, only at'),
  ...bounds(
    'least',
    'at least, min, minimum, a minimum of, longer than, more than, over, no less than, not less than',
  ),
  ...bounds(
    'most',
    'at most, max, maximum, a maximum of, never longer than, no longer than, not longer than, never more than, shorter than, less than, under, no more than, not more than, up to',
  ),
  ...['about', 'around', 'roughly', '~', 'approx', 'some', 'like'].map((word) => ({
    words: [word],
    about: true as const,
  })),
].toSorted((a, b) => b.words.length - a.words.length);

interface Back {
  words: string[];
  mark: Partial<Fact>;
  isOfDays?: true;
}
const backs = (phrases: string, more: Omit<Back, 'words'>): Back[] =>
  phrases.split(',').map((phrase) => ({ words: phrase.trim().split(' '), ...more }));

/** In the order in which they are tried. */
export const BACKS: Back[] = [
  ...backs('a time, at a time, per session, a session, each time, every time, each', {
    mark: { role: 'each' },
  }),
  ...backs('or so', { mark: { about: true } }),
  ...backs(
    `off, excepted, excluded, are out, is out, are off, is off, is no good, are no good, not included, do not work, does not work,
    will not work, do not suit, does not suit, are impossible, is impossible, are not possible, is not possible, are not good,
    is not good, are bad, is bad, no need, not needed`,
    { mark: { role: 'except' }, isOfDays: true },
  ),
  ...backs('instead', { mark: { role: 'to' } }),
  ...backs('at the latest', { mark: { role: 'by' } }),
  ...backs('on, onward, onwards', { mark: { role: 'from' } }),
  ...backs('only', { mark: { role: 'only' } }),
  ...backs('max, tops', { mark: { bound: 'most' } }),
  ...backs('or more, or longer, at least, at the least', { mark: { bound: 'least' } }),
  ...backs('or less, or fewer, or shorter, at most, at the most, at max, maximum, no more', {
    mark: { bound: 'most' },
  }),
  ...backs('a go, at a go, a pop, a sitting, in a sitting, in one sitting, at a stretch, per go', {
    mark: { role: 'each' },
  }),
  ...backs('minimum', { mark: { bound: 'least' } }),
];

// Which of the things that somebody was reminded of an answer means. Pure; where it is not clear, nothing is chosen.
import type { Announced } from './list-announced.sql.ts';
import { simplify } from './reply.ts';
import { referenceOf } from './words.ts';

/**
 * A bare answer means what is open and was announced last: what surely was, where there is any. With nothing open it
 * means what was missed last, for a day; `announced` holds no older ones.
 */
export function chooseLatest(announced: readonly Announced[]): Announced | null {
  const open = announced.filter(({ isLate }) => !isLate);
  const [latest] = (open.length > 0 ? open : announced).toSorted(
    (one, other) =>
      Number(other.isSure) - Number(one.isSure) || other.announcedAt.getTime() - one.announcedAt.getTime(),
  );
  return latest ?? null;
}

/**
 * By reference, title or place, as in "done AB12CD", "done swimming", "second one done". `about` is simplified. Null
 * where none or several fit. `announced` is in the order in which they are listed to the person.
 */
export function chooseNamed(announced: readonly Announced[], about: string): Announced | null {
  const words = about.split(' ').filter((word) => !FILLERS.has(word));
  const wanted = words.join(' ');
  if (wanted === '') return null;
  const open = announced.filter(({ isLate }) => !isLate);
  return (
    only(announced, ({ dispatchIds }) =>
      dispatchIds.some((id) => referenceOf(id).toLowerCase() === wanted),
    ) ??
    only(open, ({ title }) => contentOf(title) === wanted) ??
    open.at(PLACES.get(wanted) ?? open.length) ??
    only(open, ({ title }) => ` ${contentOf(title)} `.includes(` ${wanted} `)) ??
    only(announced, ({ title }) => contentOf(title) === wanted)
  );
}

const contentOf = (title: string): string =>
  simplify(title)
    .split(' ')
    .filter((word) => !FILLERS.has(word))
    .join(' ');

function only(announced: readonly Announced[], fits: (one: Announced) => boolean): Announced | null {
  const [first, ...others] = announced.filter(fits);
  return first && others.length === 0 ? first : null;
}

const FILLERS = new Set([
  'the',
  'my',
  'a',
  'an',
  'ref',
  'one',
  'task',
  'is',
  'was',
  'with',
  'it',
  'its',
  'for',
  'just',
]);

const PLACES: ReadonlyMap<string, number> = new Map([
  ['first', 0],
  ['1st', 0],
  ['second', 1],
  ['2nd', 1],
  ['third', 2],
  ['3rd', 2],
  ['fourth', 3],
  ['4th', 3],
  ['fifth', 4],
  ['5th', 4],
  ['last', -1],
]);

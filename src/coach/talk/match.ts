// Which of these goals or tasks do the words name? By the words of their titles, and by words that mean the same.
import { plainVerb } from './past-verbs.ts';

/** The best matching items, all of them where several match equally; empty where none does. */
export function match<T extends { title: string }>(words: readonly string[], items: readonly T[]): T[] {
  const said = new Set(joined(words).flatMap(stemsOf));
  const isCall = /(?:^| )(?:the|my|that|this|'s) call(?: |$)/.test(words.join(' '));
  const scored = items.map((item) => {
    const stems = [
      ...new Set(
        item.title
          .toLowerCase()
          .split(/[^\p{L}\d']+/u)
          .flatMap(stemsOf),
      ),
    ];
    const shared = stems.filter(
      (stem) => said.has(stem) || [...said].some((one) => isSlip(one, stem)),
    ).length;
    const called = isCall && /\bcall\b/i.test(item.title) ? 1 : 0;
    return { item, score: shared + called + (shared > 0 && shared === stems.length ? 0.5 : 0) };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ item }) => item);
}

/** "Worked out" is a workout. */
const joined = (words: readonly string[]): string[] =>
  words.map((word, index) =>
    /^work(?:ed|ing)?$/.test(word) && words[index + 1] === 'out' ? 'workout' : word,
  );

/** The same letters in another order, or one of them missing: "dentits". */
const isSlip = (said: string, stem: string): boolean =>
  stem.length >= 5 &&
  said.length >= 5 &&
  said[0] === stem[0] &&
  Math.abs(said.length - stem.length) <= 1 &&
  sorted(said) === sorted(stem);
const sorted = (word: string): string => Array.from(word).toSorted().join('');

const COMMON = new Set(
  `the and for with your you my our me every day days week weeks time times minutes min session sessions goal goals plan
  task tasks easy can not want make move change that this into from more less only please just would like will have has
  had was did done skip cancel call one ones new all any how what when today tomorrow tonight get got going get put
  quit stop shift push bring same some sure swap switch reminder remind me them its it's about due out off back`.split(
    /\s+/,
  ),
);
/** Words of one meaning, by their stems. */
const SAME = new Map(
  `run jog 10k 5k 3k parkrun marathon; gym workout train exercis lift; spanish espanol; swim pool; meditat mindful;
  read book; bike cycl ride; piano keyboard; mum mom mother; dad father; bin trash garbag rubbish; med pill tablet medicin
  vitamin; breath breathing; smok cigarett; telephon phon ring; clean tidy hoover vacuum; laundry wash; revis study studi; homework assignment`
    .split(/;\s*/)
    .flatMap((group) => {
      const [first = '', ...others] = group.trim().split(/\s+/);
      return others.map((other): [string, string] => [other, first]);
    }),
);

const ended = (word: string): string =>
  word.replace(/(?:'s|ing|ings|ion|ions|er|ed|es|s|e)$/, '').replace(/(.)\1$/, '$1');

/** What a word is known by: none for a word that says nothing of what a thing is. */
export function stemsOf(said: string): string[] {
  const word = plainVerb(said);
  if (word.length < 3 || COMMON.has(word)) return [];
  // "Watering" is known by what "water" is.
  const once = ended(word);
  const stem = (once.endsWith('er') && once.length > 4 ? ended(once) : once).slice(0, 12);
  return stem.length < 2 ? [] : [SAME.get(stem) ?? stem];
}

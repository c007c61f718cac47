// Which of these goals or tasks do the words name?
// By the words of their titles, and by the kind of goal ("my running goal" is "Run 10 km").
import { kindsIn } from './kinds.ts';

/** The best matching items, all of them where several match equally; empty where none does. Lower-case plain text. */
export function matchTitles<T extends { title: string }>(text: string, items: readonly T[]): T[] {
  const said = new Set(stems(text));
  const kinds = new Set(
    kindsIn(text)
      .filter(({ broad }) => !broad)
      .map(({ key }) => key),
  );
  const scored = items.map((item) => {
    const title = item.title.toLowerCase();
    const words = stems(title);
    const kind = kindsIn(title).find(({ broad }) => !broad)?.key;
    const shared = words.filter((word) => said.has(word)).length;
    return {
      item,
      score:
        shared +
        (words.length > 0 && shared === words.length ? 0.5 : 0) +
        (kind && kinds.has(kind) ? 0.75 : 0),
    };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < 0.75 ? [] : scored.filter(({ score }) => score === best).map(({ item }) => item);
}

const COMMON = new Set(
  'the and for with your you every day days week weeks time times minutes min session sessions goal goals plan task can not want make move change that this into from more less only please just would like have will first next new one long easy short before after work morning evening night today tomorrow monday tuesday wednesday thursday friday saturday sunday learn get good better start'.split(
    ' ',
  ),
);

function stems(text: string): string[] {
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  return [...new Set(words.filter((word) => !COMMON.has(word)).map(stem))];
}

function stem(word: string): string {
  return word
    .replace(/(?:'s|ing|ings|er|ed|es|s|e)$/, '')
    .replace(/(.)\1$/, '$1')
    .slice(0, 12);
}

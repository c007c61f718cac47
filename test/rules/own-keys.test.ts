// A word from outside is looked up in a Map: in an object it also finds what every object has ("constructor").
import { expect, test } from 'vitest';
import { parseSource, product, type SourceFile } from './read-project.ts';

/** A constant object that any text may index. Numbers as keys meet nothing; a text typed to be a key has been checked. */
const TABLE = /^(?:export )?const (\w+): (?:(?:Readonly|Partial)<)*Record<string,[^=]*> = \{/gm;
/** A text that is said to be a key, and was not. */
const CLAIMED = /\[[^\]]+ as keyof typeof (\w+)\]/g;

const looseTables = (files: SourceFile[]): string[] =>
  files.flatMap(({ path, text }) =>
    [TABLE, CLAIMED].flatMap((form) => Array.from(text.matchAll(form), ([, name]) => `${path}: ${name}`)),
  );

test('tables of words are Maps', () => {
  expect(looseTables(product)).toEqual([]);
  const planted = parseSource(
    'src/tasks/planted.ts',
    'const RANKS: Readonly<Record<string, number>> = {\n  a: 1,\n};\nconst rank = OTHER[word as keyof typeof OTHER];\n',
  );
  expect(looseTables([planted])).toEqual(['src/tasks/planted.ts: RANKS', 'src/tasks/planted.ts: OTHER']);
});

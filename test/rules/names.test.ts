// Names that stand in two places mean the same thing: error codes, activities, paths and commands in the documents.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.ts';
import { ERRORS } from '../../src/kernel/errors.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { allPaths, product, read } from './read-project.ts';

const ROOT = join(import.meta.dirname, '../..');

test('every error code in the table is used, and every code used is in a table', () => {
  const users = product.filter(({ path }) => path !== 'src/kernel/errors.ts').map(({ text }) => text);
  const unused = Object.keys(ERRORS).filter(
    (code) => !users.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
  );
  expect(unused).toEqual([]);

  const thrown = product.flatMap(({ path, text }) =>
    [...text.matchAll(/\bFluxError\(\s*'(\w+)'/g)].map(([, code]) => ({ path, code: code! })),
  );
  expect(thrown.length).toBeGreaterThan(20);
  expect(thrown.filter(({ code }) => !(code in ERRORS))).toEqual([]);
  // Workflows cannot import the table: their contracts name its codes again.
  const contracts = product.filter(({ path }) => path.endsWith('.contract.ts'));
  const named = contracts.flatMap(({ text }) =>
    Array.from(text.matchAll(/^export const [A-Z_]+ = '([A-Z_]+)'/gm), ([, code]) => code!),
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((code) => !(code in ERRORS))).toEqual([]);
});

test('every problem has a sentence for the public', () => {
  const mute = Object.entries(PROBLEMS).filter(([, { sentence }]) => !/^[A-Z].+[.?]$/.test(sentence));
  expect(mute).toEqual([]);
});

test('workflows ask for the activities that there are, for all of them and for no others', () => {
  const proxies = read('workflows/activities.ts');
  const asked = [...proxies.matchAll(/Pick<\s*Activities,([^>]+)>/g)].flatMap(([, names]) =>
    [...names!.matchAll(/'(\w+)'/g)].map(([, name]) => name!),
  );
  // Nothing is asked of the dependencies before an activity runs.
  const bound = Object.keys(createActivities({} as Parameters<typeof createActivities>[0]));
  expect(asked.toSorted()).toEqual(bound.toSorted());
  const calls = product
    .filter(({ path }) => /^workflows\/(?!activities)/.test(path))
    .map(({ text }) => text)
    .join('\n');
  expect(bound.filter((name) => !new RegExp(`\\.${name}\\(|\\[move\\]`).test(calls))).toEqual([]);
});

test('the documents name paths and commands that exist', () => {
  const documents = allPaths.filter((path) => path.endsWith('.md') && !path.startsWith('test/'));
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
  const wrong = documents.flatMap((path) => [
    ...pathsIn(path, read(path)).filter((named) => !existsSync(join(ROOT, named))),
    ...commandsIn(read(path)).filter((command) => !scripts.includes(command)),
  ]);
  expect(wrong).toEqual([]);
});

test('links lead to headings that are there', () => {
  const documents = allPaths.filter((path) => /^(README|docs\/.*)\.md$/.test(path));
  const wrong = documents.flatMap((path) =>
    anchorsIn(path, read(path)).filter(
      ({ document, anchor }) => !headingsOf(read(document)).includes(anchor),
    ),
  );
  expect(wrong).toEqual([]);
  const links = '[near](#b-c) and [far](how-it-works.md#nowhere)';
  expect(anchorsIn('docs/a.md', links)).toEqual([
    { document: 'docs/a.md', anchor: 'b-c' },
    { document: 'docs/how-it-works.md', anchor: 'nowhere' },
  ]);
  expect(headingsOf("# A's b: c\n\n### D\n")).toEqual(['as-b-c', 'd']);
});

test('paths and commands are found in a document', () => {
  const text =
    'See `src/tasks/routes.ts`, [the picture](docs/phone.png), `npm run nothing -- up` and `npm test`; https://a.b/c';
  expect(pathsIn('README.md', text)).toEqual(['src/tasks/routes.ts', 'docs/phone.png']);
  expect(pathsIn('docs/a.md', '[b](b.md#c)')).toEqual(['docs/b.md']);
  expect(commandsIn(text)).toEqual(['nothing', 'test']);
});

/**
 * From the root. In `code`: what begins with one of our top folders; links: those that lead to no other site, from where
 * they stand.
 */
function pathsIn(document: string, text: string): string[] {
  const inCode = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code!.split(/\s+/));
  const named = inCode.filter((word) =>
    /^(src|workflows|activities|migrations|temporal|test|docs|\.ci)\//.test(word),
  );
  const linked = Array.from(text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g), ([, link]) =>
    join(dirname(document), link!),
  );
  return [...named.filter((word) => !/[*<>{}…]/.test(word)), ...linked].map((path) =>
    path.replace(/[,.;:]$/, ''),
  );
}

/** Of links into a document. */
const anchorsIn = (document: string, text: string): { document: string; anchor: string }[] =>
  Array.from(text.matchAll(/\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)/g), ([, link, anchor]) => ({
    document: link ? join(dirname(document), link) : document,
    anchor: anchor!,
  }));

/** As GitHub names them. */
const headingsOf = (text: string): string[] =>
  Array.from(text.matchAll(/^#+ (.+)$/gm), ([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

/** What follows `npm run`, and `npm test`, `npm start`. */
function commandsIn(text: string): string[] {
  const commands = text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g);
  return Array.from(commands, ([, run, short]) => (run ?? short)!);
}

// What every file keeps to: it says why it exists, reads no environment of its own, and no test sleeps or stands aside.
import { expect, test } from 'vitest';
import { allPaths, product, read, sources } from './read-project.ts';

/** Files that can hold a comment and are written by us. */
const COMMENTED = /\.(ts|js|css|html|yml|yaml|sh|example)$|^Dockerfile$|^\.ci\/|go\.mod$/;

test('the first line of a file says why it exists', () => {
  const silent = allPaths
    .filter((path) => COMMENTED.test(path))
    .filter(
      (path) =>
        !/^(\/\/ |# |\/\* |<!-- |#!)/.test(read(path)) && !read(path).startsWith('<!doctype html>\n<!-- '),
    );
  expect(silent).toEqual([]);
});

test('only src/config.ts reads the environment', () => {
  const readers = product.filter(({ text }) => /\bprocess\.env\b|\bimport\.meta\.env\b/.test(text));
  expect(readers.map(({ path }) => path)).toEqual(['src/config.ts']);
});

/** How somebody is doing, what is too old, what has passed: that is asked as of the answer. */
const OF_NOW = ['src/chat/intents/say-too-old.ts', 'src/chat/moment-said.ts'];

test('words are read by the clock of whoever said them, not of whoever answers', () => {
  const readers = product.filter(({ path }) => /^src\/(chat|coach)\//.test(path));
  const ofNow = readers.filter(({ text }) => /\bDate\.now\(\)|\bnew Date\(\)/.test(text));
  expect(ofNow.map(({ path }) => path)).toEqual(OF_NOW);
  const makers = readers.filter(({ text }) => text.includes('wallClockToUtc'));
  expect(makers.map(({ path }) => path)).toEqual(['src/chat/moment-said.ts']);
});

test('no file is a drawer for everything', () => {
  const drawers = /\b(utils?|helpers?|services?|managers?|lib|common|misc|index)\b/;
  const found = sources.map(({ path }) => path).filter((path) => drawers.test(path.replaceAll('-', '/')));
  // Temporal wants one file that exports every workflow.
  expect(found).toEqual(['workflows/index.ts']);
});

const tests = sources.filter(({ path }) => path.endsWith('.test.ts'));

test('every test runs, whoever else is looked at', () => {
  expect(tests.length).toBeGreaterThan(20);
  const aside = tests.filter(({ text }) =>
    /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|fails)\b|\.(only|skip)\(/.test(text),
  );
  expect(aside.map(({ path }) => path)).toEqual([]);
});

test('no test sleeps', () => {
  const sleepers = tests.filter(({ text }) =>
    /\bsetTimeout\(|\bsetInterval\(|timers\/promises|\bsleep\(/.test(text),
  );
  expect(sleepers.map(({ path }) => path)).toEqual([]);
});

// What no event announces is looked at again and again, until it is so or a deadline has passed.
const LOOKS_AGAIN = [
  'test/harness/person.ts',
  'test/harness/processes.ts',
  'test/harness/until-there.ts',
  'test/replay/stage.ts',
  'test/vendors/judge.ts',
];

/** The clock itself is what happens there. */
const WAITS_FOR_MIDNIGHT = 'test/harness/same-day.ts';

test('what tests stand on waits for something that happens', () => {
  const waiting = sources
    .filter(({ path }) => /^test\/(?!bench|kill|eval)/.test(path) && !path.endsWith('.test.ts'))
    .filter(({ path }) => path !== WAITS_FOR_MIDNIGHT)
    .filter(({ text }) => /\bsetTimeout\(|timers\/promises/.test(text));
  expect(waiting.map(({ path }) => path)).toEqual(LOOKS_AGAIN);
  expect(waiting.filter(({ text }) => !/deadline|timeoutMs/i.test(text))).toEqual([]);
});

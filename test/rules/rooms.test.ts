// The rooms stand in an order: each imports only what stands before it, and names no table of a later one. Doors know no Temporal.
import { expect, test } from 'vitest';
import { parseSource, product, type Import, type SourceFile } from './read-project.ts';

/** A new room gets its place here: behind everything that it builds on. */
const ORDER = [
  'kernel',
  'english',
  'channels',
  'http',
  'emails',
  'llm',
  'orgs',
  'consent',
  'account',
  'conversations',
  'proposals',
  'safety',
  'dispatches',
  'planning',
  'tasks',
  'rules',
  'calendar',
  'reminders',
  'patterns',
  'goals',
  'usage',
  'analytics',
  'onboarding',
  'chat',
  'rooms',
  'exports',
  'imports',
  // One look at all that belongs to an account.
  'me',
  'retention',
  // What concerns all that is a person's.
  'privacy',
  // Looks after what all of them have accepted.
  'reconciler',
  // What only gathers stands behind all that it gathers from.
  'agents.ts',
  'tools.ts',
  'mcp',
  'coach',
  'archive',
] as const;

/** What goes against the order, types only. The gate knows who comes in; everybody who is configured knows the configuration. */
const EXCEPTIONS: { from: string; target: RegExp }[] = [
  { from: 'http', target: /^src\/account\/(principal|authenticate)\.ts$/ },
  { from: 'channels', target: /^src\/config\.ts$/ },
];

type Place = (typeof ORDER)[number];

/** Null for what composes (server, dev, seed, the far side): it may import everything, and no room imports it. */
function placeOf(path: string): Place | null {
  const [, name = ''] = /^src\/([\w-]+(?:\.ts$)?)/.exec(path) ?? [];
  return ORDER.find((place) => place === name) ?? null;
}

/** "file → what it imports against the order". */
function againstOrder(files: SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const from = placeOf(path);
    if (from === null) return [];
    return imports.filter((one) => !isAllowed(from, one)).map(({ target }) => `${path} → ${target}`);
  });
}

function isAllowed(from: Place, { target, isOurs, isType }: Import): boolean {
  if (!isOurs) return true;
  if (isType && EXCEPTIONS.some((one) => one.from === from && one.target.test(target))) return true;
  const to = placeOf(target);
  return to !== null && ORDER.indexOf(to) <= ORDER.indexOf(from);
}

test('a room imports only what stands before it', () => {
  expect(againstOrder(product)).toEqual([]);
  const planted = parseSource('src/tasks/planted.ts', `import { letGo } from '../goals/negotiations.ts';\n`);
  expect(againstOrder([planted])).toEqual(['src/tasks/planted.ts → src/goals/negotiations.ts']);
  const composing = parseSource('src/tasks/planted.ts', `import type { Config } from '../config.ts';\n`);
  expect(againstOrder([composing])).toEqual(['src/tasks/planted.ts → src/config.ts']);
});

test('every room has its place', () => {
  const composing = /^src\/(config|simulator|dev|demo|seed)(\/|\.ts$)|^src\/[\w-]+\.ts$/;
  const homeless = product.filter(
    ({ path }) => path.startsWith('src/') && placeOf(path) === null && !composing.test(path),
  );
  expect(homeless.map(({ path }) => path)).toEqual([]);
  expect(ORDER.filter((place) => !product.some(({ path }) => placeOf(path) === place))).toEqual([]);
});

/** "one ↔ other", where each imports the other, named exceptions aside. */
function bothWays(files: SourceFile[]): string[] {
  const pairs = new Set(
    files.flatMap(({ path, imports }) => {
      const from = placeOf(path);
      const isNamed = ({ target, isType }: Import) =>
        isType && EXCEPTIONS.some((one) => one.from === from && one.target.test(target));
      return imports
        .filter((one) => one.isOurs && !isNamed(one))
        .flatMap(({ target }) => {
          const to = placeOf(target);
          return from !== null && to !== null && from !== to ? [`${from} ${to}`] : [];
        });
    }),
  );
  return [...pairs]
    .filter((pair) => pair < pair.split(' ').toReversed().join(' '))
    .filter((pair) => pairs.has(pair.split(' ').toReversed().join(' ')));
}

test('no two rooms import each other', () => {
  expect(bothWays(product)).toEqual([]);
  const one = parseSource('src/goals/a.ts', `import '../tasks/b.ts';\n`);
  const other = parseSource('src/tasks/b.ts', `import type { A } from '../goals/a.ts';\n`);
  expect(bothWays([one, other])).toEqual(['goals tasks']);
});

/** Table to the room of its entity. */
const TABLES = new Map(
  product
    .filter(({ path }) => path.endsWith('.entity.ts'))
    .flatMap(({ path, text }) =>
      Array.from(text.matchAll(/\btableName: '(\w+)'/g), ([, table]) => [table!, placeOf(path)!] as const),
    ),
);

/** "file: table" for each table of a later room that stands in a statement. */
function foreignTables(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const from = placeOf(path);
    // What is deleted one day is named in one table, whatever room it is of; it stands behind all of them.
    if (from === null) return [];
    const named = text.matchAll(/\b(?:from|join|into|update|table)\s+(\w+)/g);
    const tables = new Set(Array.from(named, ([, word]) => word!).filter((word) => TABLES.has(word)));
    return [...tables]
      .filter((table) => ORDER.indexOf(TABLES.get(table)!) > ORDER.indexOf(from))
      .map((table) => `${path}: ${table}`);
  });
}

test('a statement names only tables of its own room and of earlier ones', () => {
  expect(TABLES.size).toBeGreaterThan(20);
  expect(foreignTables(product)).toEqual([]);
  const planted = parseSource(
    'src/tasks/planted.sql.ts',
    'const X = `select 1 from tasks join goals using (org_id)`;\n',
  );
  expect(foreignTables([planted])).toEqual(['src/tasks/planted.sql.ts: goals']);
});

/** A door speaks a protocol and calls verbs. */
const isDoor = (path: string): boolean =>
  /^src\/((http|mcp)\/|\w+\/([\w-]+-)?(routes|tools)\.ts$)/.test(path);

/** Temporal stands behind ports of the rooms: whoever composes hands them in. */
function knowsTemporal(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => isDoor(path) || placeOf(path) !== null)
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^(temporal|workflows|activities)\/|^@temporalio\//.test(target))
        .map(({ target }) => `${path} → ${target}`),
    );
}

test('no door and no verb imports what Temporal does, not even its types', () => {
  expect(product.filter(({ path }) => isDoor(path)).length).toBeGreaterThan(20);
  expect(knowsTemporal(product)).toEqual([]);
  const planted = parseSource(
    'src/goals/routes.ts',
    `import type { Negotiations } from '../../temporal/flows/goals.ts';\n`,
  );
  expect(knowsTemporal([planted])).toEqual(['src/goals/routes.ts → temporal/flows/goals.ts']);
});

// Who may import whom inside a room, which vendor stays behind which port, and that nothing goes round in a circle.
// In which order the rooms themselves stand is held by rooms.test.ts.
import { expect, test } from 'vitest';
import { parseSource, product, sources, type Import, type SourceFile } from './read-project.ts';

/** A door speaks a protocol and calls verbs. */
const isDoor = (path: string): boolean =>
  /^src\/((http|mcp)\/|app\.ts$|\w+\/([\w-]+-)?routes\.ts$)/.test(path);
/** What a model may do with a room's verbs; chat does it on its behalf. */
const isTools = (path: string): boolean => /^src\/\w+\/([\w-]+-)?tools\.ts$/.test(path);
/** How a room's things look outside. */
const isWire = (path: string): boolean => /^src\/\w+\/[\w-]+-(json|form)\.ts$/.test(path);
/** Every other file of a room is a verb or a thing. */
const isVerb = (path: string): boolean =>
  /^src\/(?!(http|simulator|dev|demo|seed)\/)\w+\//.test(path) &&
  !isDoor(path) &&
  !isTools(path) &&
  !isWire(path);
/** Anything but a type, which is gone when the code runs. */
const isCode = ({ isType }: Import): boolean => !isType;

test('the reader of imports sees imports', () => {
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.find(({ path }) => path === 'test/rules/imports.test.ts')?.imports;
  expect(found).toEqual([
    { target: 'vitest', isOurs: false, isType: false, isDynamic: false },
    { target: 'test/rules/read-project.ts', isOurs: true, isType: false, isDynamic: false },
  ]);
});

test('every import of ours leads to a file', () => {
  const paths = new Set(sources.map(({ path }) => path));
  expect(
    offences(sources, ({ isOurs, target }) => isOurs && target.endsWith('.ts') && !paths.has(target)),
  ).toEqual([]);
});

test('workflows import the SDK, each other, and types: everything else would run in the sandbox', () => {
  expect(
    offences(from('workflows/'), (one) => {
      if (one.isType) return false;
      return one.isOurs ? !one.target.startsWith('workflows/') : one.target !== '@temporalio/workflow';
    }),
  ).toEqual([]);
});

test.each([
  ['twilio', /^twilio(\/|$)/, /^src\/(channels|simulator)\//],
  ['nodemailer', /^nodemailer(\/|$)/, /^src\/channels\//],
  ['a mail server', /^(smtp-server|postal-mime)$/, /^src\/simulator\//],
  // dev makes the keys of a new machine.
  ['web-push', /^web-push$/, /^src\/(channels\/|dev\/secrets\.ts$)/],
  ['models', /^(openai|@anthropic-ai\/sdk)(\/|$)/, /^src\/llm\//],
  ['Temporal', /^@temporalio\//, /^(temporal|workflows|activities|src\/(dev|demo))(\/|\.ts$)/],
  [
    'Hono',
    /^(hono|@hono\/)/,
    /^src\/(http|simulator)\/|^src\/(app|server)\.ts$|(routes|json|form|tools)\.ts$/,
  ],
  [
    'pg beside the ORM',
    /^pg$/,
    /^(migrations\/(migrate|roles|connect-owner)\.ts|src\/dev\/|src\/(db|kernel\/(listening-line|send-late|sql))\.ts)/,
  ],
])('%s stays where it belongs', (_vendor, vendor, home) => {
  const elsewhere = product.filter(({ path }) => !home.test(path));
  expect(offences(elsewhere, ({ target }) => vendor.test(target))).toEqual([]);
});

/** No row is touched at a door. */
const isStore = (one: Import): boolean =>
  one.target.endsWith('.entity.ts') || (isCode(one) && one.target.startsWith('@mikro-orm'));

test('doors call verbs: no entity, no query builder', () => {
  const doors = product.filter(({ path }) => isDoor(path) || isTools(path) || isWire(path));
  expect(doors.length).toBeGreaterThan(30);
  expect(offences(doors, isStore)).toEqual([]);
  const planted = parseSource('src/tasks/routes.ts', `import { Task } from './task.entity.ts';\n`);
  expect(offences([planted], isStore)).toEqual(['src/tasks/routes.ts → src/tasks/task.entity.ts']);
});

const isOutside = ({ target }: Import): boolean => isDoor(target) || isWire(target);

test('verbs know no door, and not how their things look outside', () => {
  const verbs = product.filter(({ path }) => isVerb(path));
  expect(verbs.length).toBeGreaterThan(100);
  expect(offences(verbs, isOutside)).toEqual([]);
  const planted = parseSource('src/tasks/planted.ts', `import { presentTask } from './task-json.ts';\n`);
  expect(offences([planted], isOutside)).toEqual(['src/tasks/planted.ts → src/tasks/task-json.ts']);
});

test('the far side is for development only, and knows nothing of the near one', () => {
  const near = product.filter(({ path }) => !/^src\/(simulator|dev|demo)\//.test(path));
  expect(offences(near, ({ target }) => target.startsWith('src/simulator/'))).toEqual([]);
  expect(
    offences(from('src/simulator/'), ({ isOurs, target }) => isOurs && !target.startsWith('src/simulator/')),
  ).toEqual([]);
});

test('the product does not import its tests', () => {
  expect(offences(product, ({ target }) => target.startsWith('test/'))).toEqual([]);
});

test('no imports go round in a circle', () => {
  expect(findCircle(sources)).toBeNull();
  const one = { path: 'a.ts', text: '', imports: [ours('b.ts')] };
  const other = { path: 'b.ts', text: '', imports: [ours('a.ts')] };
  expect(findCircle([one, other])).toEqual(['a.ts', 'b.ts', 'a.ts']);
});

const ours = (target: string): Import => ({ target, isOurs: true, isType: false, isDynamic: false });

const from = (prefix: string): SourceFile[] => sources.filter(({ path }) => path.startsWith(prefix));

/** "file → what it imports", where `isForbidden`. */
function offences(files: SourceFile[], isForbidden: (one: Import) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((one) => isForbidden(one)).map(({ target }) => `${path} → ${target}`),
  );
}

/** The first circle of imports that are there when the code is loaded, or null. */
function findCircle(files: SourceFile[]): string[] | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cleared = new Set<string>();
  const search = (path: string, trail: string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (cleared.has(path)) return null;
    for (const one of byPath.get(path)?.imports ?? []) {
      if (!one.isOurs || one.isType || one.isDynamic) continue;
      const circle = search(one.target, [...trail, path]);
      if (circle) return circle;
    }
    cleared.add(path);
    return null;
  };
  for (const { path } of files) {
    const circle = search(path, []);
    if (circle) return circle;
  }
  return null;
}

// What is said of the configuration outside the code is what the code says, and nothing is asked for that nobody explains.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeVariables, readCompose } from '../../src/config/describe-variables.ts';
import { GROUPS, VARIABLES } from '../../src/config/groups.ts';
import { words } from '../../src/config/words.ts';
import { writtenDocs } from '../../src/config/write-docs.ts';
import { PROBLEMS, titleOf } from '../../src/http/problem.ts';
import { read } from './read-project.ts';

const compose = read('docker-compose.yml');
const described = describeVariables(compose).flatMap(({ variables }) => variables);
const known = described.map(({ name }) => name);

/** Files that `npm run docs` would change. */
const stale = (reader: (path: string) => string): string[] =>
  Object.entries(writtenDocs(reader))
    .filter(([path, text]) => reader(path) !== text)
    .map(([path]) => path);

/** The files after somebody has changed a default by hand. */
const edited = (path: string): string => read(path).replace('45000', '46000');

test('docs/configuration.md and .env.example are as `npm run docs` writes them', () => {
  expect(stale(read), 'run `npm run docs`').toEqual([]);
  expect(stale(edited)).toEqual(['docs/configuration.md', '.env.example']);
  expect(() => writtenDocs(() => '# No tables')).toThrow('docs/configuration.md has lost');
});

test('every variable stands in one group', () => {
  const grouped = GROUPS.filter(({ title }) => title !== 'Compose').flatMap(({ variables }) =>
    Object.keys(variables),
  );
  expect(grouped.toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
  expect(known.toSorted()).toEqual([...new Set(known)].toSorted());
});

test('every variable says what it is for', () => {
  expect(described.filter(({ what }) => !/^[A-Z`].*[.]$/.test(what))).toEqual([]);
  const planted = [{ title: 'Planted', variables: { PLANTED: z.string() } }];
  expect(() => describeVariables(compose, planted)).toThrow('PLANTED has no words');
});

test('no secret has an example or a default', () => {
  const shown = described.filter(({ isSecret, example, fallback }) => isSecret && (fallback ?? example));
  // URLs, with dots for the password.
  expect(shown.filter(({ example }) => !/^\w+:\/\/(\w+:\.\.\.@)?[\d.]+:/.test(example!))).toEqual([]);
  const secretive = described.filter(({ name }) => /SECRET|PASSWORD|TOKEN|PRIVATE|API_KEY$/.test(name));
  expect(secretive.filter(({ isSecret }) => !isSecret)).toEqual([]);
});

/** What is printed as a value of a variable, and would not be taken for one: "PORT: 70000". */
const refusedOf = (groups: typeof GROUPS): string[] =>
  describeVariables(compose, groups).flatMap(({ variables }, index) =>
    variables.flatMap(({ name, fallback, composeFallback, example, what }) =>
      [fallback, composeFallback, example, /Without it: ([^.]+)\./.exec(what)?.[1]]
        .filter((value) => value !== undefined && value !== null)
        // "AC..." shows how it begins.
        .filter((value) => !value.endsWith('...'))
        .filter((value) => !groups[index]!.variables[name]!.safeParse(value).success)
        .map((value) => `${name}: ${value}`),
    ),
  );

test('every value that is printed of a variable is one that it takes', () => {
  expect(refusedOf(GROUPS)).toEqual([]);
  const numbers = z.string().regex(/^\d+$/);
  const planted = {
    TOLD: numbers.optional().register(words, { what: 'Planted. Without it: many.', example: '1' }),
    SHOWN: numbers.default('none').register(words, { what: 'Planted.', example: 'few' }),
  };
  expect(refusedOf([{ title: 'Planted', variables: planted }])).toEqual([
    'TOLD: many',
    'SHOWN: none',
    'SHOWN: few',
  ]);
});

/** Variables that docker-compose.yml asks for and nobody explains. */
const unknownIn = (text: string): string[] =>
  readCompose(text)
    .map(({ name }) => name)
    .filter((name) => !known.includes(name));

test('docker-compose.yml asks for no variable that is unknown', () => {
  expect(readCompose(compose).length).toBeGreaterThan(20);
  expect(unknownIn(compose)).toEqual([]);
  expect(unknownIn('A: ${PLANTED}\nB: ${OTHER:?see .env.example}\nC: $${SHELL}\nD: ${PORT:-3000}')).toEqual([
    'PLANTED',
    'OTHER',
  ]);
});

/** What the image sets, what only development reads, and what is about a Temporal or a provider that Compose does not have. */
const NOT_IN_COMPOSE =
  /^(DEV_|TEMPORAL_(API_KEY|CLI_PATH|TLS|UI_URL)|NODE_ENV$|XDG_CACHE_HOME$|WORKFLOW_BUNDLE_PATH$|PUSH_EXTRA_ORIGIN$|TWILIO_API_ORIGIN$)/;

/** Variables that whoever fills in .env would believe to count, and that no service is given. */
const withheldBy = (text: string): string[] =>
  Object.keys(VARIABLES).filter(
    (name) => !NOT_IN_COMPOSE.test(name) && !new RegExp(`^ +${name}:`, 'm').test(text),
  );

test('docker-compose.yml hands every variable on', () => {
  expect(withheldBy(compose)).toEqual([]);
  expect(withheldBy(compose.replace(/^ +PHONE_COUNTRIES:.*$/m, ''))).toEqual(['PHONE_COUNTRIES']);
});

test('docs/deployment.md lists what Compose does not start without', () => {
  const needed = described.filter(({ neededBy }) => neededBy.includes('compose')).map(({ name }) => name);
  const [, listed = ''] = /What has to be filled in: ([^.]+)\./.exec(read('docs/deployment.md')) ?? [];
  expect(
    listed
      .split(/[\s,`]+/)
      .filter(Boolean)
      .toSorted(),
  ).toEqual(needed.toSorted());
});

test('Compose builds its image once, and publishes nothing beyond the machine by itself', () => {
  expect(compose.match(/^ *build:/gm)).toHaveLength(1);
  const ports = Array.from(compose.matchAll(/^ +- (\S+:\d+)$/gm), ([, port]) => port!);
  expect(ports.length).toBeGreaterThan(2);
  expect(ports.filter((port) => !/^(127\.0\.0\.1|\$\{PUBLISH_ADDRESS:-127\.0\.0\.1\}):/.test(port))).toEqual(
    [],
  );
});

/** What stands between a service of docker-compose.yml and the next one. */
const serviceOf = (name: string): string =>
  new RegExp(`^  ${name}:\n((?: {4}.*\n| *\n)+)`, 'm').exec(compose)?.[1] ?? '';

test('Compose runs as many APIs and workers as it is asked for', () => {
  expect(compose).not.toMatch(/^ *(container_name|hostname|network_mode|ipv4_address):/m);
  for (const name of ['api', 'worker']) {
    expect(serviceOf(name)).toContain('    environment:\n');
    expect(serviceOf(name)).not.toMatch(/^    (ports|volumes|deploy):/m);
  }
  expect(serviceOf('door')).toMatch(
    /^    ports:\n +- \$\{PUBLISH_ADDRESS:-127\.0\.0\.1\}:\$\{PORT:-3000\}:3000$/m,
  );
});

test('the door finds every API by its name, and speaks as they do where it finds none', () => {
  const door = read('haproxy.cfg');
  expect(serviceOf('door')).toContain('./haproxy.cfg:');
  expect(serviceOf('api')).toContain('      PORT: 3000\n');
  expect(door).toMatch(/^ {2}server-template api \d+ api:3000 /m);
  const [, body = ''] = /http-error status 503 .*lf-string '(.*)'$/m.exec(door) ?? [];
  const { status, sentence } = PROBLEMS.UNAVAILABLE;
  expect(JSON.parse(body)).toMatchObject({ status, detail: sentence, title: titleOf('UNAVAILABLE') });
});

/** What looks like a variable in examples and prose, and is none. */
const strangersIn = (page: string): string[] =>
  Array.from(
    page.matchAll(/^([A-Z][A-Z\d_]+)=|`([A-Z]+_[A-Z\d_]+)`/gm),
    ([, set, named]) => set ?? named!,
  ).filter((name) => !known.includes(name));

test('docs/configuration.md names only variables that there are', () => {
  expect(strangersIn(read('docs/configuration.md'))).toEqual([]);
  expect(strangersIn('`PORT`, `TEMPORAL_TLS_PLANTED`\nPLANTED=1')).toEqual([
    'TEMPORAL_TLS_PLANTED',
    'PLANTED',
  ]);
});

test('who needs a variable finds it open in .env.example, and all others commented out', () => {
  const open = Array.from(read('.env.example').matchAll(/^(\w+)=$/gm), ([, name]) => name);
  const needed = described.filter(({ neededBy }) => neededBy.length > 0).map(({ name }) => name);
  expect(open).toEqual(needed);
  expect(needed).toContain('TOKEN_SECRET');
  expect(described.find(({ name }) => name === 'METRICS_TOKEN')?.neededBy).toEqual(['compose']);
});

test('words belong to one variable', () => {
  const told = described.map(({ what }) => what);
  expect(told.filter((what, index) => told.indexOf(what) !== index)).toEqual([]);
  expect(words.has(z.string())).toBe(false);
});

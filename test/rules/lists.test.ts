// Whatever has to be named in a list is named there: a thing that its list forgets is dead, and nothing else says so.
import { expect, test } from 'vitest';
import { parseSource, product, read, type SourceFile } from './read-project.ts';

interface Rule {
  /** What is looked for, with the title of its test. */
  what: string;
  /** Files in which such things are defined. */
  where: RegExp;
  /** How they are: the first group is the name. */
  defined: RegExp;
  /** The file of the list, for the file of the definition. */
  list: (path: string) => string;
  /** A file that nobody has listed, and what the rule says of it. */
  planted: [path: string, text: string, offence: string];
}

const roomOf = (path: string): string => path.split('/')[1]!;

/** What is given more than an input, or something else, is a part of one, and none itself. */
const WORKFLOW = /^export async function (\w+)\((?:input: [\w|<> ]+)?\)/gm;

const RULES: Rule[] = [
  {
    what: 'every operation is hung in by the routes of its room',
    where: /^src\/(?!http\/)\w+\/[\w-]+-routes\.ts$/,
    defined: /^export const (\w+) = \w+\(/gm,
    list: (path) => `src/${roomOf(path)}/routes.ts`,
    planted: [
      'src/tasks/planted-routes.ts',
      'export const planted = endpoint(\n  { limit: null },\n);\n',
      'src/tasks/planted-routes.ts: planted is not in src/tasks/routes.ts',
    ],
  },
  {
    what: "every room's routes are hung into the app",
    where: /^src\/(?!simulator\/)[\w-]+\/([\w-]+-)?routes\.ts$/,
    defined: /^export (?:const|function) (\w+Routes)\b/gm,
    list: () => 'src/app.ts',
    planted: [
      'src/tasks/routes.ts',
      'export const plantedRoutes = (ports: Ports) => room(ports);\n',
      'src/tasks/routes.ts: plantedRoutes is not in src/app.ts',
    ],
  },
  {
    what: 'every tool stands in the list of its room',
    where: /^src\//,
    defined: /^export const (\w+) = define(?:Transaction)?Tool\(/gm,
    list: (path) => `src/${roomOf(path)}/tools.ts`,
    planted: [
      'src/tasks/planted-tool.ts',
      "export const plantedTool = defineTool({\n  name: 'planted',\n});\n",
      'src/tasks/planted-tool.ts: plantedTool is not in src/tasks/tools.ts',
    ],
  },
  {
    what: "every room's tools are in the registry",
    where: /^src\/\w+\/tools\.ts$/,
    defined: /^export const (\w+Tools) = /gm,
    list: () => 'src/tools.ts',
    planted: [
      'src/tasks/tools.ts',
      'export const plantedTools = [plantedTool];\n',
      'src/tasks/tools.ts: plantedTools is not in src/tools.ts',
    ],
  },
  {
    what: 'every agent is known by name',
    where: /\.agent\.ts$/,
    defined: /^export const (\w+) = defineAgent\(/gm,
    list: () => 'src/agents.ts',
    planted: [
      'src/goals/planted.agent.ts',
      "export const planted = defineAgent({\n  name: 'planted',\n});\n",
      'src/goals/planted.agent.ts: planted is not in src/agents.ts',
    ],
  },
  {
    what: 'the builtin coach answers for every agent that says so',
    where: /\.agent\.ts$/,
    defined: /^ {2}name: '(\w+)',(?=[^]*^ {2}hasBuiltin: true,)/gm,
    list: () => 'src/coach/builtin-model.ts',
    planted: [
      'src/goals/planted.agent.ts',
      "export const planted = defineAgent({\n  name: 'planted',\n  hasBuiltin: true,\n});\n",
      'src/goals/planted.agent.ts: planted is not in src/coach/builtin-model.ts',
    ],
  },
  {
    what: 'every entity is known to the mapper',
    where: /\.entity\.ts$/,
    defined: /^export const (\w+) = defineEntity\(/gm,
    list: () => 'src/db.ts',
    planted: [
      'src/tasks/planted.entity.ts',
      "export const Planted = defineEntity({\n  name: 'Planted',\n});\n",
      'src/tasks/planted.entity.ts: Planted is not in src/db.ts',
    ],
  },
  {
    what: 'every workflow is exported to the worker',
    where: /^workflows\/(?!index|correlation)/,
    defined: WORKFLOW,
    list: () => 'workflows/index.ts',
    planted: [
      'workflows/planted.ts',
      'export async function planted(): Promise<void> {}\n',
      'workflows/planted.ts: planted is not in workflows/index.ts',
    ],
  },
  {
    what: 'every workflow has recorded histories',
    where: /^workflows\/(?!index|correlation)/,
    defined: WORKFLOW,
    list: () => 'test/replay/cases.ts',
    planted: [
      'workflows/planted.ts',
      'export async function planted(): Promise<void> {}\n',
      'workflows/planted.ts: planted is not in test/replay/cases.ts',
    ],
  },
  {
    what: "every room's activities are given to the worker",
    where: /^activities\//,
    defined: /^export const (\w+Activities) = /gm,
    list: () => 'activities/create-activities.ts',
    planted: [
      'activities/planted.ts',
      'export const plantedActivities = (ports: Ports) =>\n  quick({});\n',
      'activities/planted.ts: plantedActivities is not in activities/create-activities.ts',
    ],
  },
  {
    what: "every room's flows are opened",
    where: /^temporal\/flows\//,
    defined: /^export function (\w+)\(line: Line\)/gm,
    list: () => 'temporal/open-flows.ts',
    planted: [
      'temporal/flows/planted.ts',
      'export function planted(line: Line): Planted {\n}\n',
      'temporal/flows/planted.ts: planted is not in temporal/open-flows.ts',
    ],
  },
];

/** "file: name is not in list", of everything that `rule` looks for. */
function forgotten({ where, defined, list }: Rule, files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => where.test(path))
    .flatMap((file) => {
      const target = list(file.path);
      return namesIn(file, defined)
        .filter((name) => !names(read(target), name))
        .map((name) => `${file.path}: ${name} is not in ${target}`);
    });
}

const namesIn = ({ text }: SourceFile, defined: RegExp): string[] =>
  Array.from(text.matchAll(defined), ([, name]) => name!);

/** Neither an import nor the definition itself is an entry; `export … from` is one. */
const names = (text: string, name: string): boolean =>
  new RegExp(`\\b${name}\\b`).test(text.replaceAll(/^import\s[^;]*;$|^export const \w+ = /gm, ''));

test.each(RULES)('$what', (rule) => {
  const found = product.filter(({ path }) => rule.where.test(path));
  expect(found.flatMap((file) => namesIn(file, rule.defined)).length).toBeGreaterThan(1);
  expect(forgotten(rule, product)).toEqual([]);
  const [path, text, offence] = rule.planted;
  expect(forgotten(rule, [parseSource(path, text)])).toEqual([offence]);
});

// How large files, functions and comments may be. The lists of exceptions only get shorter: who mends one takes its line away for good.
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { allPaths, product, read } from './read-project.ts';

const FILE_LINES = 200;
const FUNCTION_LINES = 60;
const COMMENT_COLUMNS = 120;

/** Data, one entry after the other: a table gains nothing by being cut. */
const DATA = /^migrations\/|^src\/simulator\/page\/phone\.css$/;

/** By name; each must still be one. */
const LONG_FILES: string[] = [];
const LONG_FUNCTIONS: string[] = [];
const WIDE_COMMENTS: string[] = [];

interface Text {
  path: string;
  text: string;
}

const files: Text[] = allPaths
  .filter((path) => /^(src|workflows|activities|temporal|migrations)\/.*\.(ts|js|css|html)$/.test(path))
  .filter((path) => !DATA.test(path))
  .map((path) => ({ path, text: read(path) }));

const longFiles = (texts: Text[]): string[] =>
  texts.filter(({ text }) => text.trimEnd().split('\n').length > FILE_LINES).map(({ path }) => path);

test('no file is longer than a few screens', () => {
  expect(longFiles(files)).toEqual(LONG_FILES);
  expect(longFiles([{ path: 'src/planted.ts', text: 'x\n'.repeat(201) }])).toEqual(['src/planted.ts']);
});

/** "file:line", with every function that is too long. */
function longFunctions(texts: Text[]): string[] {
  return texts.flatMap(({ path, text }) =>
    functionsIn(path, text)
      .filter(({ lines }) => lines > FUNCTION_LINES)
      .map(({ line }) => `${path}:${line}`),
  );
}

const code = files.filter(({ path }) => /\.(ts|js)$/.test(path));

test('no function is longer than a screen', () => {
  expect(longFunctions(code)).toEqual(LONG_FUNCTIONS);
  const planted = `function planted() {\n${'  work();\n'.repeat(60)}}\n`;
  expect(longFunctions([{ path: 'src/planted.ts', text: planted }])).toEqual(['src/planted.ts:1']);
});

test('half of all functions fit into seven lines', () => {
  const lines = code.flatMap(({ path, text }) => functionsIn(path, text).map((one) => one.lines));
  expect(lines.length).toBeGreaterThan(1000);
  expect(lines.toSorted((a, b) => a - b)[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(7);
});

/** "file:line" */
const wideComments = (texts: Text[]): string[] =>
  texts.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        line.length > COMMENT_COLUMNS && /^\s*(\/\/|\/\*|\*)/.test(line) ? [`${path}:${index + 1}`] : [],
      ),
  );

test('a line of comment can be read without turning the head', () => {
  expect(wideComments(files)).toEqual(WIDE_COMMENTS);
  expect(wideComments([{ path: 'src/planted.ts', text: `// ${'word '.repeat(24)}` }])).toEqual([
    'src/planted.ts:1',
  ]);
});

test('the exceptions are product files', () => {
  const named = [...LONG_FILES, ...LONG_FUNCTIONS, ...WIDE_COMMENTS].map((one) => one.replace(/:\d+$/, ''));
  expect(named.filter((path) => !product.some((file) => file.path === path))).toEqual([]);
});

interface Node {
  type: string;
  start: number;
  end: number;
}

function functionsIn(path: string, text: string): { line: number; lines: number }[] {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: { line: number; lines: number }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    if (isFunction(value)) {
      const line = lineAt(value.start);
      found.push({ line, lines: lineAt(value.end) - line + 1 });
    }
    Object.values(value).forEach(visit);
  };
  visit(parseAst(text, { lang: path.endsWith('.ts') ? 'ts' : 'js' }));
  return found;
}

const isFunction = (value: object): value is Node =>
  'type' in value &&
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(String(value.type));

// The project as text: its files and who imports whom, for rules that a test can hold.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface SourceFile {
  /** From the project's root: "src/tasks/routes.ts". */
  path: string;
  text: string;
  imports: Import[];
}

export interface Import {
  /** A file of ours from the project's root, or a package as it is written. */
  target: string;
  isOurs: boolean;
  /** Gone when the code runs. */
  isType: boolean;
  /** `import('...')`, at first use. */
  isDynamic: boolean;
}

const ROOT = join(import.meta.dirname, '../..');
const CODE = ['src', 'workflows', 'activities', 'migrations', 'temporal', 'test'];
const NOT_OURS = /^(node_modules|dist|coverage|\.git|\.flux)$/;

/** Every file of the project, from its root. */
export const allPaths: string[] = list('');

/** Every TypeScript file. */
export const sources: SourceFile[] = allPaths
  .filter((path) => path.endsWith('.ts') && CODE.includes(path.split('/')[0]!))
  .map((path) => parseSource(path, read(path)));

/** All but tests. */
export const product = sources.filter(({ path }) => !path.startsWith('test/'));

/** A file as the rules see it; also one that is not there, for a rule that is tried on a planted offence. */
export function parseSource(path: string, text: string): SourceFile {
  return { path, text, imports: importsOf(path, text) };
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function list(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.test(entry.name)) return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? list(path) : [path];
  });
}

function importsOf(path: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s(?:(type)\s)?(?:[^'";]*?\sfrom\s)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...Array.from(statements, ([, type, name]) => toImport(path, name!, { isType: type !== undefined })),
    ...Array.from(calls, ([, name]) => toImport(path, name!, { isDynamic: true })),
  ];
}

function toImport(path: string, name: string, how: { isType?: boolean; isDynamic?: boolean }): Import {
  const isOurs = name.startsWith('.');
  const target = isOurs ? normalize(join(dirname(path), name)) : name;
  return { target, isOurs, isType: how.isType ?? false, isDynamic: how.isDynamic ?? false };
}

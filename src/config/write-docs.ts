// Writes what is said of the configuration outside the code, so that it cannot say anything else: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeVariables } from './describe-variables.ts';
import { renderEnvExample } from './env-example.ts';
import { renderTables } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What stands around the tables is written by hand. */
const TABLES = /(<!-- tables: .*-->\n)[^]*(\n<!-- end of tables -->)/;

/**
 * Text by path, as the files should be. `read` gives a file of the project by its path from the root. Throws Error
 * where docs/configuration.md does not say where its tables belong.
 */
export function writtenDocs(read: (path: string) => string): Record<string, string> {
  const groups = describeVariables(read('docker-compose.yml'));
  const page = read('docs/configuration.md');
  if (!TABLES.test(page)) throw new Error('docs/configuration.md has lost the comments around its tables');
  const tables = renderTables(groups);
  return {
    'docs/configuration.md': page.replace(TABLES, (_, start, end) => `${start}\n${tables}${end}`),
    '.env.example': renderEnvExample(groups),
  };
}

if (import.meta.main)
  for (const [path, text] of Object.entries(writtenDocs((name) => readFileSync(join(ROOT, name), 'utf8'))))
    writeFileSync(join(ROOT, path), text);

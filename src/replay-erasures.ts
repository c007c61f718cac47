// `npm run replay-erasures -- list|run`: who was erased, to be kept elsewhere; and erased again after a restore.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { openDatabase } from './db.ts';
import { findDevLogin } from './dev/find-dev-login.ts';
import { asSystem } from './kernel/context.ts';
import { errorCode } from './kernel/error-code.ts';
import { listErased } from './privacy/list-erased.sql.ts';
import { replayErasures } from './privacy/replay-erasures.ts';

const HELP = `Usage: npm run --silent replay-erasures -- <command>
  list         who was erased, a keyed hash and a moment in each line: to be kept outside this database
  run [file]   after a restore, before API and worker are started: whoever is named in the file (or the standard input) and in the database
               is erased again. The file holds what list wrote, or lines of the worker's log ("erasure begins"), or both
Reads WORKER_DATABASE_URL; without it, the running \`npm run dev\` is meant, but never with NODE_ENV=production.`;

async function run(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, file, ...rest] = positionals;
  if (rest.length > 0 || (command !== 'run' && (command !== 'list' || file !== undefined)))
    throw new Error(HELP);
  const { NODE_ENV, WORKER_DATABASE_URL } = readConfig();
  const url = WORKER_DATABASE_URL ?? (NODE_ENV === 'production' ? null : await findDevLogin('worker'));
  if (!url) throw new Error('WORKER_DATABASE_URL is missing. See .env.example.');
  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    if (command === 'list') {
      const erased = await asSystem(orm, listErased);
      process.stdout.write(erased.map(({ hash, at }) => `${hash} ${at.toISOString()}\n`).join(''));
      return;
    }
    const kept = file === undefined ? await text(process.stdin) : await readFile(file, 'utf8');
    const { listed, begun } = await replayErasures(orm, kept);
    process.stdout.write(
      `${listed} in the list, ${begun} of them in this database: the worker erases them as soon as it runs.\n`,
    );
  } finally {
    await orm.close();
  }
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message || errorCode(error) : String(error)}\n`);
  process.exitCode = 1;
}

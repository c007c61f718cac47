// The retention command: `npm run retention -- summary|run`. The worker does the same every night.
import { parseArgs } from 'node:util';
import { readConfig, type Config } from './config.ts';
import { openDatabase } from './db.ts';
import { errorCode } from './kernel/error-code.ts';
import { findDevLogin } from './dev/find-dev-login.ts';
import { deleteDue, type Deletion } from './retention/delete-due.ts';
import { POLICIES } from './retention/policies.ts';
import { summarise, type PolicySummary } from './retention/summarise.ts';

const HELP = `Usage: npm run retention -- <command> [--json]
  summary   what would be deleted now, by policy; deletes nothing
  run       delete it, in batches; Ctrl+C ends after the batch under way
  --json    for programs instead of people
Reads WORKER_DATABASE_URL (the worker's login, which may act as the system); without it, the running \`npm run dev\` is meant, but never with
NODE_ENV=production.`;

type Orm = Awaited<ReturnType<typeof openDatabase>>;

async function run(): Promise<void> {
  const { command, json } = readArguments();
  if (command === 'help') return print(HELP);
  const config = readConfig();
  const url = config.WORKER_DATABASE_URL ?? (await findDevDatabase(config));
  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    await COMMANDS[command](orm, json);
  } finally {
    await orm.close();
  }
}

/** Throws where it is not what somebody can have meant. */
async function findDevDatabase({ NODE_ENV }: Config): Promise<string> {
  if (NODE_ENV === 'production') throw new Error('WORKER_DATABASE_URL is missing. See .env.example.');
  const url = await findDevLogin('worker');
  if (url) return url;
  throw new Error('WORKER_DATABASE_URL is missing, and no `npm run dev` runs here. See .env.example.');
}

const COMMANDS = { summary: printSummary, run: deleteAll };

function readArguments(): { command: keyof typeof COMMANDS | 'help'; json: boolean } {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) return { command: 'help', json: false };
  const [command, ...rest] = positionals;
  if ((command !== 'summary' && command !== 'run') || rest.length > 0) throw new Error(HELP);
  return { command, json: values.json };
}

async function printSummary(orm: Orm, json: boolean): Promise<void> {
  const summaries = await summarise(orm);
  print(
    json ? JSON.stringify(summaries) : tableOf(['policy', 'due', 'oldest', 'kept for'], summaries.map(line)),
  );
}

const line = ({ policy, due, oldest, keep }: PolicySummary): string[] => [
  policy,
  String(due),
  oldest?.toISOString() ?? '-',
  keep,
];

async function deleteAll(orm: Orm, json: boolean): Promise<void> {
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  process.once('SIGTERM', () => ending.abort());
  const deletions: Deletion[] = [];
  for (const policy of POLICIES) deletions.push(await deleteDue(orm, policy, { signal: ending.signal }));
  const header = ['policy', 'deleted', 'batches', 'largest', 'longest ms', ''];
  print(json ? JSON.stringify(deletions) : tableOf(header, deletions.map(deletionLine)));
  if (ending.signal.aborted) process.exitCode = 130;
}

const deletionLine = (deletion: Deletion): string[] => [
  deletion.policy,
  String(deletion.deleted),
  String(deletion.batches),
  String(deletion.largestBatch),
  deletion.longestBatchMs.toFixed(0),
  deletion.isDone ? '' : 'not finished',
];

/** The first column to the left, the others to the right. */
function tableOf(header: string[], rows: string[][]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!);
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message || errorCode(error) : String(error)}\n`);
  process.exitCode = 1;
}

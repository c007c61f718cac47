// A process that holds both servers of a directory until it is killed; ground.test.ts kills it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTemporal } from '../../../temporal/server.ts';
import { startPostgres } from '../../../src/dev/postgres.ts';

const [directory, cli] = process.argv.slice(2);
if (!directory || !cli) throw new Error('Usage: ground-child.ts DIRECTORY TEMPORAL_CLI');
const [postgres, temporal] = await Promise.all([
  startPostgres({ directory, durable: true }),
  startTemporal({ cli, directory, durable: true }),
]);
const postmasterPid = Number.parseInt(
  await readFile(join(postgres.home, 'data', 'postmaster.pid'), 'utf8'),
  10,
);
const facts = { url: postgres.url, postmasterPid, temporalPid: temporal.pid };
process.stdout.write(`${JSON.stringify(facts)}\n`);
setInterval(() => {}, 60_000);

// A process that holds both servers of a directory until it is killed; ground.test.ts kills it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTemporalCli } from '../../temporal/server/find-cli.ts';
import { startTemporal } from '../../temporal/server.ts';
import { startPostgres } from '../../src/dev/postgres.ts';

const directory = process.argv[2];
if (directory === undefined) throw new Error('Usage: ground-child.ts DIRECTORY');
const [postgres, temporal] = await Promise.all([
  startPostgres({ directory, durable: true }),
  findTemporalCli().then((cli) => startTemporal({ cli, directory, durable: true })),
]);
const postmasterPid = Number.parseInt(
  await readFile(join(postgres.home, 'data', 'postmaster.pid'), 'utf8'),
  10,
);
const facts = { url: postgres.url, postmasterPid, temporalPid: temporal.pid };
process.stdout.write(`${JSON.stringify(facts)}\n`);
setInterval(() => {}, 60_000);

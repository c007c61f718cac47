// A process that is told to end does so, whatever still works or hangs in it.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { isDatabaseOutage } from '../../../src/kernel/database-outage.ts';
import { queryAsLogin } from '../../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const ONE = { name: 'one', text: 'select 1', values: [] };

test('a closed database opens no connection for whoever comes late', async () => {
  const orm = await openDatabase(database.apiUrl, { poolSize: 1 });
  await queryAsLogin(orm, ONE);
  await orm.close();
  const late = await orm.em.execute('select 1').catch((error: unknown) => error);
  // For an activity that is broken off: somebody else tries it again.
  expect(isDatabaseOutage(late)).toBe(true);
  expect(isDatabaseOutage(await queryAsLogin(orm, ONE).catch((error: unknown) => error))).toBe(true);
});

/** A process of its own that ends as ours do; `closing`: code. */
function ended(closing: string) {
  const script = `
    import { endProcess, toldToEnd } from ${JSON.stringify(new URL('../../../src/kernel/end-process.ts', import.meta.url).href)};
    import { createLog } from ${JSON.stringify(new URL('../../../src/kernel/log.ts', import.meta.url).href)};
    const log = createLog({ level: 'info', process: 'test' });
    import { createServer } from 'node:net';
    // Whatever still works.
    createServer().listen(0);
    const told = toldToEnd();
    process.kill(process.pid, 'SIGTERM');
    await told;
    await endProcess(${closing}, { log, limitMs: 100 });
    log.info('never said');`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return { status, said: stdout.trim() };
}

test('what still works when all is closed is not waited for', () => {
  const { status, said } = ended('Promise.resolve()');
  expect(JSON.parse(said)).toMatchObject({ msg: 'ended' });
  expect(status).toBe(0);
});

test('what hangs in closing is given up, and said', () => {
  const { status, said } = ended('new Promise(() => {})');
  expect(JSON.parse(said)).toMatchObject({ level: 'error', msg: 'ended before all was closed' });
  expect(status).toBe(1);
});

test('closing that fails is said', () => {
  const { status, said } = ended(`Promise.reject(new TypeError('no'))`);
  expect(JSON.parse(said)).toMatchObject({ level: 'error', err: { type: 'TypeError' } });
  expect(status).toBe(1);
});

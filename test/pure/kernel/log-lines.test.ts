// What stands on stdout, however the process that logged it ends.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const LOG = new URL('../../../src/kernel/log.ts', import.meta.url).href;

const running = (script: string): string[] => [
  '--input-type=module',
  '-e',
  `import { createLog } from ${JSON.stringify(LOG)};
   const log = createLog({ level: 'info', process: 'test' });
   const die = () => process.kill(process.pid, 'SIGKILL');
   ${script}`,
];

/** The sentences that a process got out. */
function saidBy(script: string): string[] {
  const { stdout } = spawnSync(process.execPath, running(script), { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line): string => JSON.parse(line).msg);
}

test.for<[how: string, script: string, said: string[]]>([
  ['ends by itself', `log.info('one'); log.info('two');`, ['one', 'two']],
  ['exits', `log.info('one'); process.exit(0);`, ['one']],
  ['breaks', `log.info('one'); queueMicrotask(() => { throw new Error('no'); });`, ['one']],
  ['is killed just after a warning', `log.info('one'); log.warn('two'); die();`, ['one', 'two']],
  ['goes on logging', `for (let i = 0; i < 100; i++) log.info('one'); die();`, Array(40).fill('one')],
])('a process that %s', ([, script, said]) => {
  expect(saidBy(script).slice(0, said.length)).toEqual(said);
});

test('a process that goes on says what it logged, without being asked for more', async () => {
  const child = spawn(process.execPath, running(`process.stdin.resume(); log.info('one');`));
  const [chunk] = await once(child.stdout, 'data');
  expect(String(chunk)).toContain('"msg":"one"');
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a process whose reader has gone works on, and ends', async () => {
  const script = `
    process.stdin.on('end', () => { for (let i = 0; i < 200; i++) log.info('one'); log.warn('two'); process.exit(7); });
    process.stdin.resume();
    log.warn('up');`;
  const child = spawn(process.execPath, running(script));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const ended = once(child, 'exit');
  child.stdin.end();
  expect(await ended).toEqual([7, null]);
});

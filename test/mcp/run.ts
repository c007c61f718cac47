// `npm run mcp-judges`: what others say of the MCP door: the protocol's own conformance scenarios, its inspector, and a client in another language.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { TOOLS } from '../../src/tools.ts';
import { startGround } from '../harness/global-setup.ts';
import { openApi } from '../harness/http.ts';
import { openWorld } from '../harness/world.ts';
import { openBearerFront } from './bearer-front.ts';

const CONFORMANCE = '@modelcontextprotocol/conformance@0.1.16';
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const PYTHON = 'mcp==2.3.0';
/** The others ask for tools, resources and prompts of a fixture server. */
const SCENARIOS = [
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'prompts-list',
  'dns-rebinding-protection',
];

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const tell = (who: string, isGood: boolean, figures: unknown): void => {
  process.stdout.write(`${isGood ? 'good' : 'BAD '} ${who}: ${JSON.stringify(figures)}\n`);
  if (!isGood) process.exitCode = 1;
};

await using parts = new AsyncDisposableStack();
// Packages go into a folder of their own, which is deleted afterwards; one that is named stays, for the next time.
const [named] = process.argv.slice(2);
const folder = named === undefined ? await mkdtemp(join(tmpdir(), 'mcp-judges-')) : resolve(named);
if (named === undefined) parts.defer(() => rm(folder, { recursive: true, force: true }));
say(`installing ${CONFORMANCE} and ${INSPECTOR}: about a minute`);
await execa('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', CONFORMANCE, INSPECTOR]);
say(`installing ${PYTHON}`);
const pip = ['-m', 'pip', 'install', '--quiet', '--target', join(folder, 'py'), PYTHON];
await execa('python3', pip);

const ground = await startGround();
parts.defer(() => ground.stop());
const world = await openWorld({ ground });
parts.defer(() => world.close());
const { PUBLIC_URL: api = '' } = world.env;
const person = await (await openApi(api)).register();
const front = await openBearerFront(api, person.token);
parts.defer(() => front.close());
const bin = (name: string): string => join(folder, 'node_modules', '.bin', name);

for (const scenario of SCENARIOS) {
  const args = ['server', '--url', `${front.url}/mcp`, '--scenario', scenario];
  const { exitCode, all } = await execa(bin('conformance'), args, { reject: false, all: true, cwd: folder });
  const [checks] = /\d+\/\d+[^\n]*|Passed[^\n]*/.exec(all) ?? [];
  tell(`conformance, ${scenario}`, exitCode === 0, checks ?? all.slice(-300));
}

const inspect = async (method: string, ...more: string[]): Promise<unknown> => {
  const auth = ['--header', `Authorization: Bearer ${person.token}`];
  const where = ['--cli', `${api}/mcp`, '--transport', 'http', ...auth, '--method', method, ...more];
  const said = await execa(bin('mcp-inspector'), where, { reject: false, cwd: folder });
  const { exitCode, stdout, stderr } = said;
  return exitCode === 0 ? (JSON.parse(stdout) as unknown) : { exitCode, said: stderr.slice(-300) };
};
const listed = (await inspect('tools/list')) as { tools?: unknown[] };
tell('inspector, tools/list', listed.tools?.length === TOOLS.size, listed.tools?.length ?? listed);
const called = (await inspect('tools/call', '--tool-name', 'list_today')) as { structuredContent?: object };
tell('inspector, tools/call', called.structuredContent !== undefined, called.structuredContent ?? called);

const day = [fileURLToPath(new URL('day.py', import.meta.url)), `${api}/mcp`, person.token];
const { exitCode, stdout, stderr } = await execa('python3', day, {
  reject: false,
  env: { PYTHONPATH: join(folder, 'py') },
});
tell(`${PYTHON} (Python), a day`, exitCode === 0, exitCode === 0 ? JSON.parse(stdout) : stderr.slice(-1500));

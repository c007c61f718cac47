// `npm run dev -- --workers 2 --apis 2`: processes of their own on one product, of which one may die.
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../src/config.ts';
import { apiClient, phoneClient, type Api, type Phone } from '../../../src/demo/clients.ts';
import { forkPart } from '../../../src/dev/fork-part.ts';
import { freePort } from '../../../src/dev/port.ts';
import { describeProcess } from '../../../src/dev/process.ts';
import type { Report } from '../../../src/dev/report.ts';
import { startStack, type Stack } from '../../../src/dev/start-stack.ts';
import type { ApiConfig } from '../../../src/server.ts';
import { PATIENCE } from '../../harness/patience.ts';

const NUMBER = '+12025550142';
let directory: string;
let stack: Stack;
/** What stands in the terminal, by the name of the part. */
const lines = new Map<string, string>();
const losses: string[] = [];
const report: Report = {
  part: async ({ name, where }, start) => {
    const started = await start(() => {});
    lines.set(name, where(started));
    return started;
  },
  loss: (name, how) => void losses.push(`${name}: ${how}`),
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flux-side-by-side-'));
  // Where the tests run as root, user postgres must be able to pass through.
  await chmod(directory, 0o755);
  const env = {
    LOG_LEVEL: 'error',
    PORT: await port(),
    METRICS_PORT: await port(),
    DEV_POSTGRES_PORT: await port(),
    DEV_SIMULATOR_PORT: await port(),
    TEMPORAL_ADDRESS: inject('ground').temporalAddress,
    TEMPORAL_TASK_QUEUE: `dev-${randomUUID()}`,
  };
  stack = await startStack(readConfig([], env), directory, report, { workers: 2, apis: 2 });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const port = async () => String(await freePort());
const pidOf = (name: string): number => Number(/process (\d+)$/.exec(lines.get(name) ?? '')?.[1]);

/** One account, signed in at the first API and used at the second. */
async function signUp(phone: Phone): Promise<Api> {
  const [first = '', second = ''] = stack.apiUrls;
  const shape = z.object({ access_token: z.string() });
  const account = {
    email: 'ana@example.com',
    password: randomUUID(),
    name: 'Ana',
    zone: 'Europe/Berlin',
    onboarding: false,
  };
  const { access_token } = await apiClient(first, null)(201, 'POST', '/v1/auth/register', shape, account);
  const api = apiClient(second, access_token);
  await api(200, 'PATCH', '/v1/account/preferences', z.unknown(), { reminder_lead_seconds: 0 });
  await phone.post('/phones', { number: NUMBER, name: 'Ana' });
  const subscription = await phone.post('/push/subscriptions', { number: NUMBER, name: 'Browser' });
  const { endpoint, keys } = z
    .object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })
    .parse(subscription);
  await api(201, 'POST', '/v1/account/push-subscriptions', z.unknown(), { endpoint, keys });
  return api;
}

async function expectReminder(api: Api, phone: Phone, title: string): Promise<void> {
  const task = { title, starts_at: new Date().toISOString(), duration_minutes: 5, force: true };
  await api(201, 'POST', '/v1/tasks', z.unknown(), task);
  await phone.waitFor(`the push for ${title}`, ({ notifications }) =>
    notifications.find((one) => one.number === NUMBER && one.title === title),
  );
}

test('they are told apart, serve one product, and one that dies is said and missed by nobody', async () => {
  const [first = '', second = ''] = stack.apiUrls;
  expect(stack.apiUrl).toBe(first);
  expect(Number(new URL(second).port)).toBeGreaterThan(Number(new URL(first).port));
  const names = ['Worker 1', 'Worker 2', 'API 1', 'API 2'];
  const pids = names.map(pidOf);
  expect(new Set([process.pid, ...pids]).size).toBe(5);
  const metrics = ['Worker 1', 'Worker 2'].map((name) => /http\S+/.exec(lines.get(name)!)![0]);
  for (const url of [`${first}/readyz`, `${second}/readyz`, ...metrics])
    expect((await fetch(url)).status).toBe(200);
  expect(new Set(metrics).size).toBe(2);

  const phone = phoneClient(stack.phoneUrl);
  const api = await signUp(phone);
  await expectReminder(api, phone, 'With both');
  for (const lost of ['Worker 1', 'API 1']) process.kill(pidOf(lost), 'SIGKILL');
  await vi.waitUntil(() => losses.length === 2, PATIENCE);
  expect(losses.toSorted()).toEqual(['API 1: signal SIGKILL', 'Worker 1: signal SIGKILL']);
  await expectReminder(api, phone, 'With those that are left');

  await stack.stop();
  expect(pids.map(describeProcess)).toEqual(pids.map(() => undefined));
  expect(losses).toHaveLength(2);
});

test('what does not start says why, and what is stopped meanwhile is no loss', async () => {
  const config = readConfig([], { API_DATABASE_URL: inject('ground').adminUrl }) as ApiConfig;
  const how: string[] = [];
  const [refused, stopped] = [0, 1].map(() => forkPart({ role: 'api', config }, (loss) => how.push(loss)));
  await Promise.all([
    expect(refused!.ready).rejects.toThrow('API_DATABASE_URL'),
    stopped!.stop(),
    expect(stopped!.ready).rejects.toThrow(/API_DATABASE_URL|before it was ready/),
  ]);
  await refused!.stop();
  expect(how).toEqual([]);
});

const dev = (...args: string[]) => execa(process.execPath, ['src/dev.ts', ...args], { reject: false });

test('the command refuses what it does not know before it starts anything', async () => {
  const [help, wrong] = await Promise.all([dev('--help'), dev('--apis', 'many')]);
  expect(help).toMatchObject({ exitCode: 0, stderr: '' });
  expect(help.stdout).toContain('--workers 2');
  expect(wrong).toMatchObject({ exitCode: 1, stdout: '' });
  expect(wrong.stderr).toContain('--apis takes a whole number from 1 to 8, not "many".');
});

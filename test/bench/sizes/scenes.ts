// What people do and what the clock does, in scenes: whatever statement the product has for it, it runs.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { exportedTables } from '../../../src/archive/exported-tables.ts';
import { readMoment } from '../../../src/archive/read-moment.sql.ts';
import { readRows } from '../../../src/archive/read-rows.sql.ts';
import { asSystem, asSystemAtOneMoment } from '../../../src/kernel/context.ts';
import { deleteBatch } from '../../../src/retention/delete-batch.ts';
import { POLICIES } from '../../../src/retention/policies.ts';
import type { World } from '../../harness/world.ts';
import type { Subject } from './subjects.ts';
import { SWEEPS } from './sweeps.ts';

export interface Stage {
  world: World;
  /** The worker's. */
  orm: MikroORM;
  /** The very same people at every size. */
  subjects: Subject[];
}

const A_DAY_MS = 24 * 3_600_000;
const inDays = (days: number): string => new Date(Date.now() + days * A_DAY_MS).toISOString();

/** Each list, so long that it has a few pages. */
const LISTS: Record<string, (subject: Subject) => string> = {
  tasks: () => '/v1/tasks?limit=30',
  'tasks of a fortnight': () => `/v1/tasks?limit=10&from=${inDays(-7)}&to=${inDays(7)}`,
  'tasks that are done': () => '/v1/tasks?limit=15&status=done',
  'tasks that are open': () => '/v1/tasks?limit=15&status=pending',
  'tasks of a goal': ({ goalId }) => `/v1/tasks?limit=10&goal_id=${goalId}`,
  goals: () => '/v1/goals?limit=2',
  'goals that are active': () => '/v1/goals?limit=1&status=active',
  conversations: () => '/v1/conversations?limit=4',
  'a long conversation': ({ talkId }) => `/v1/conversations/${talkId}/messages?limit=30`,
  organisations: () => '/v1/orgs?limit=1',
  members: ({ teamId, orgId }) => `/v1/orgs/${teamId ?? orgId}/members?limit=6`,
};

const THINGS: ((subject: Subject) => string)[] = [
  () => '/v1/tasks/today',
  ({ taskId }) => `/v1/tasks/${taskId}`,
  ({ taskId }) => `/v1/tasks/${taskId}/free-times`,
  ({ goalId }) => `/v1/goals/${goalId}`,
  ({ goalId }) => `/v1/goals/${goalId}/drafts/latest`,
  () => '/v1/analytics/overview',
  () => '/v1/analytics/goals?limit=5',
  () => '/v1/analytics/missed-by-category',
  () => '/v1/analytics/weekly',
  () => '/v1/analytics/hours',
  () => '/v1/analytics/channels',
  () => '/v1/account/sessions',
  () => '/v1/account/api-keys',
  () => '/v1/account/push-subscriptions',
  () => '/v1/account/preferences',
  () => '/v1/auth/me',
  ({ orgId }) => `/v1/orgs/${orgId}`,
  ({ orgId }) => `/v1/orgs/${orgId}/invitations`,
];

/** Needs the API alone. */
const DOOR_SCENES = { lists, things, ownTask, settings, keys };
/** These people come to stay; a worker runs. */
const WORKER_SCENES = { turns, signUpAndLadder, answers, goal };
/** By the worker's login, as the clock does it. */
const CLOCK_SCENES = { sweeps, retention, exports };

export const SCENES: Record<string, (stage: Stage) => Promise<void>> = {
  ...DOOR_SCENES,
  ...WORKER_SCENES,
  ...CLOCK_SCENES,
};

/** To the last page of each. */
async function lists({ subjects }: Stage): Promise<void> {
  for (const subject of subjects)
    for (const pathOf of Object.values(LISTS)) {
      const path = pathOf(subject);
      let cursor: string | null = null;
      do {
        const behind: string = cursor === null ? '' : `&cursor=${cursor}`;
        cursor = (await subject.expect(200, 'GET', `${path}${behind}`)).next_cursor;
      } while (cursor !== null);
    }
}

async function things({ subjects }: Stage): Promise<void> {
  for (const subject of subjects)
    for (const pathOf of THINGS) await subject.expect(200, 'GET', pathOf(subject));
}

/** From its first day to its end, in a place of its own. */
async function ownTask({ subjects }: Stage): Promise<void> {
  for (const subject of subjects) {
    const day = 30 + Math.random() * 300;
    const fields = { title: 'Water the plants', duration_minutes: 15, force: true };
    const { id } = await subject.expect(201, 'POST', '/v1/tasks', { ...fields, starts_at: inDays(day) });
    const keyed = { ...fields, starts_at: inDays(day + 1) };
    await subject.expect(201, 'POST', '/v1/tasks', keyed, { 'idempotency-key': randomUUID() });
    await subject.expect(200, 'PATCH', `/v1/tasks/${id}`, { title: 'Water all plants' });
    await subject.expect(200, 'POST', `/v1/tasks/${id}/reschedule`, { starts_at: inDays(day + 2.5) });
    await subject.expect(200, 'POST', `/v1/tasks/${id}/completion`);
    await subject.expect(200, 'POST', `/v1/tasks/${id}/reopening`);
    await subject.expect(200, 'DELETE', `/v1/tasks/${id}`);
  }
}

async function settings({ subjects }: Stage): Promise<void> {
  for (const subject of subjects)
    for (const sleep of ['22:30', '23:00'])
      await subject.expect(200, 'PATCH', '/v1/account/preferences', {
        sleep_window: { from: sleep, to: '06:00' },
      });
}

async function keys({ subjects }: Stage): Promise<void> {
  for (const subject of subjects) {
    const fields = { name: 'A script', scopes: ['tasks:read'] };
    const { id, key } = await subject.expect(201, 'POST', '/v1/account/api-keys', fields);
    await subject.expect(200, 'GET', '/v1/tasks/today', undefined, { authorization: `Bearer ${key}` });
    await subject.expect(204, 'DELETE', `/v1/account/api-keys/${id}`);
  }
}

/** Of their longest conversation. */
async function turns({ subjects }: Stage): Promise<void> {
  for (const subject of subjects)
    for (const message of ['How am I doing?', 'What comes next for me?'])
      await subject.expect(200, 'POST', '/v1/chat/messages', { message, conversation_id: subject.talkId });
}

async function signUpAndLadder({ world }: Stage): Promise<void> {
  const ana = await world.person('Ana', { zone: 'Europe/Berlin' });
  await ana.signIn();
  await ana.expectTask(await ana.plan('Run 5 km'), 'missed');
}

async function answers({ world }: Stage): Promise<void> {
  const ben = await world.person('Ben', { windowSeconds: 30 });
  const plants = await ben.plan('Water the plants');
  await ben.press(await ben.expectPush('Water the plants'), 'done');
  await ben.expectTask(plants, 'done');
  const eva = await world.person('Eva', { channels: ['whatsapp'], windowSeconds: 30 });
  const book = await eva.plan('Read 20 pages');
  await eva.reply('Done!', await eva.expectWhatsApp('Read 20 pages'));
  await eva.expectTask(book, 'done');
  const dan = await world.person('Dan', { channels: ['call'], windowSeconds: 30 });
  const dentist = await dan.plan('Call the dentist');
  await dan.answerCall('1');
  await dan.expectTask(dentist, 'done');
}

/** Of somebody who has a calendar already. */
async function goal({ subjects: [subject] }: Stage): Promise<void> {
  if (!subject) return;
  const wish = 'I want to read 12 books this year, half an hour before bed';
  const { id } = await subject.expect(201, 'POST', '/v1/goals', { wish });
  await subject.expect(201, 'POST', `/v1/goals/${id}/revisions`, { message: 'not on weekends' });
  const { draft, hash } = await subject.expect(200, 'GET', `/v1/goals/${id}/drafts/latest`);
  await subject.expect(200, 'POST', `/v1/goals/${id}/approval`, { draft, hash });
  await subject.expect(200, 'POST', `/v1/goals/${id}/abandonment`);
}

async function sweeps({ orm }: Stage): Promise<void> {
  const undone = new Error('taken back');
  for (const sweep of Object.values(SWEEPS))
    await asSystem(orm, async (em) => {
      await sweep(em);
      throw undone;
    }).catch((error: unknown) => {
      if (error !== undone) throw error;
    });
}

/** Every table of theirs, as the file is written. */
async function exports({ orm, subjects }: Stage): Promise<void> {
  for (const { userId } of subjects)
    await asSystemAtOneMoment(orm, async (em) => {
      const source = { userId, ...(await readMoment(em, userId)) };
      for (const table of exportedTables()) for await (const _rows of readRows(em, table, source));
    });
}

/** So few that the next look finds some more. */
async function retention({ orm }: Stage): Promise<void> {
  for (const policy of POLICIES) await deleteBatch(orm, policy, { size: 5 });
}

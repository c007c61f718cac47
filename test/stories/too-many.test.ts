// The promise: nobody can spend more of our money than a busy person does, and nobody's task counts as missed for it.
import { describe, expect, test } from 'vitest';
import { httpWorld } from '../harness/http-world.ts';

const { world, admin } = httpWorld({
  worker: 'here',
  env: {
    LOG_LEVEL: 'silent',
    RATE_LIMITS:
      'crud=100000/min,code=1000/hour,code-address=1000/day,code-prefix=1000/day,message-person=1/day,call-person=1/day',
  },
});

const SPENT = ['push skipped no_subscription', 'whatsapp skipped too_many', 'call skipped too_many'];

describe('what costs money', () => {
  test('is not sent beyond the limit, in no organisation; the ladder goes round until it may', async () => {
    const ana = await world.person('Ana', { channels: ['whatsapp', 'call'], windowSeconds: 0.3 });
    world.simulator.phone.setMode(ana.number, 'no-answer');
    await ana.expectTask(await ana.plan('Run'), 'missed');
    const { id: org } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const [here, there] = [await ana.plan('Read'), await planIn(org)];
    await ana.expectReminder(here, ...SPENT);
    await expect.poll(() => reasonsOf(there)).toEqual(SPENT);
    await expect.poll(() => roundsOf(here)).toBeGreaterThan(2);
    expect((await ana.task(here)).status).toBe('pending');
    expect(ana.received()).toMatchObject({
      messages: [{ body: expect.stringContaining('Run') }],
      calls: [{}],
    });

    async function planIn(orgId: string): Promise<string> {
      const task = { title: 'Report', starts_at: new Date().toISOString(), duration_minutes: 5, force: true };
      const made = await ana.call('POST', '/v1/tasks', task, { 'X-Org-Id': orgId });
      expect(made.status).toBe(201);
      return made.body.id;
    }
  });

  test('and what was refused has cost nothing', async () => {
    const ben = await world.person('Ben', { channels: ['whatsapp'], windowSeconds: 0.3 });
    world.simulator.faults.next('messages', { kind: 'refuse', status: 400, code: 21655 }, { to: ben.number });
    const first = await ben.plan('Run');
    await ben.expectReminder(
      first,
      'push skipped no_subscription',
      'whatsapp refused 21655',
      'call accepted',
    );
    await ben.expectTask(first, 'missed');
    await ben.plan('Read');
    expect((await ben.expectWhatsApp('Read')).number).toBe(ben.number);
  });

  test('time opens the gate again, and then it can be missed', async () => {
    const eva = await world.person('Eva', { channels: ['whatsapp'], windowSeconds: 0.3 });
    world.simulator.phone.setMode(eva.number, 'no-answer');
    await eva.expectTask(await eva.plan('Run'), 'missed');
    const task = await eva.plan('Read');
    await eva.expectReminder(task, ...SPENT);
    await admin.query(
      `update rate_limit_buckets set full_at = now() where key like 'message-%' or key like 'call-%'`,
    );
    await eva.expectWhatsApp('Read');
    expect((await eva.expectTask(task, 'missed')).settled_via).toBe('ladder');
  });
});

const reasonsOf = async (taskId: string): Promise<string[]> =>
  (
    await admin.query('select step, state, reason from dispatch_log where task_id = $1 order by created_at', [
      taskId,
    ])
  ).rows.map(({ step, state, reason }) => `${step} ${state} ${reason}`);

const roundsOf = async (taskId: string): Promise<number> =>
  (await admin.query('select max(round) as round from dispatch_log where task_id = $1', [taskId])).rows[0]
    .round;

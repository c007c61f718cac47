// A person keeps being one person: on WhatsApp's form of their number, in a second organisation, with a channel switched off.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.concurrent('whoever answers', () => {
  test('is written to where WhatsApp knows them, and understood from there', async () => {
    const lupe = await world.person('Lupe', {
      number: '+525512340001',
      channels: ['whatsapp'],
      windowSeconds: 20,
    });
    const onWhatsApp = '+5215512340001';
    world.simulator.phone.addPhone(onWhatsApp, 'Lupe');
    await world.simulator.phone.sendText(onWhatsApp, 'hello');
    const task = await lupe.plan('Read 20 pages');
    const message = await world.simulator.waitFor((state) =>
      state.messages.find((one) => one.number === onWhatsApp && one.direction === 'outbound-api'),
    );
    await world.simulator.phone.tapButton(onWhatsApp, message.sid, 'done');
    expect((await lupe.expectTask(task, 'done')).settled_via).toBe('whatsapp');
    // Nothing went to the form that is dialled.
    expect(lupe.received().messages.filter(({ body }) => body.includes('Read 20 pages'))).toEqual([]);
  });

  test('"stop calling me": the ladder goes without the call, and says why', async () => {
    const ben = await world.person('Ben', { channels: ['whatsapp', 'call'] });
    await ben.reply('Stop calling me');
    await ben.expectWhatsApp('no more calls');
    const task = await ben.plan('Water the plants');
    await ben.expectWhatsApp('Water the plants');
    const { reminder } = await ben.expectTask(task, 'missed');
    expect(reminder.at(-1)).toMatchObject({ step: 'call', state: 'skipped', reason: 'calls_off' });
    expect(ben.received().calls).toEqual([]);
  });

  test('is called by the number that is proven while another one is being proven', async () => {
    const eva = await world.person('Eva', { channels: ['call'], windowSeconds: 20 });
    await eva.expect(202, 'POST', '/v1/account/phone/verification', { phone: '+13035550187' });
    const task = await eva.plan('Call the dentist');
    await eva.answerCall('#');
    // Asked again: "#" is no answer, and no silence.
    await world.simulator.waitFor((state) =>
      state.calls.find(
        ({ number, spoken }) => number === eva.number && spoken.join().includes('Please press 1'),
      ),
    );
    world.simulator.phone.pressDigits(eva.number, '1');
    expect((await eva.expectTask(task, 'done')).settled_via).toBe('call');
  });

  test('is called in a second organisation, too', async () => {
    const dan = await world.person('Dan', { channels: ['call'], windowSeconds: 20 });
    const { id } = await dan.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const org = { 'X-Org-Id': id as string };
    await dan.call('PATCH', '/v1/account/preferences', { reminder_lead_seconds: 0 }, org);
    const startsAt = new Date(Date.now() + 200).toISOString();
    const planned = { title: 'Report', starts_at: startsAt, duration_minutes: 5 };
    const { body } = await dan.call('POST', '/v1/tasks', planned, org);
    await dan.answerCall('1');
    await dan.expectCall('completed');
    expect((await dan.call('GET', `/v1/tasks/${body.id}`, undefined, org)).body.settled_via).toBe('call');
  });
});

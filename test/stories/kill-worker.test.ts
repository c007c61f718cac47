// The promise: whatever kills the worker, and when, every step of a reminder and of a plan happens once: none twice, none lost.
import { describe, expect, test } from 'vitest';
import { withVictim } from '../kill/scene.ts';

describe.concurrent('the worker is killed', { timeout: 120_000 }, () => {
  for (const [moment, stage] of [
    ['between claim and send', 'received'],
    ['between send and record', 'accepted'],
  ] as const)
    test(`${moment}, on every rung`, async () => {
      const stock = await withVictim('worker', async ({ world, farSide, killWhen, ending }) => {
        const ana = await world.person('Ana');
        const ben = await world.person('Ben', { channels: ['whatsapp', 'call'] });
        const eva = await world.person('Eva', { channels: ['call'] });
        const points = (['push', 'whatsapp', 'call'] as const).map((rung) => farSide.holdNext(rung, stage));
        const tasks = [await ana.plan('Run'), await ben.plan('Read'), await eva.plan('Call')];
        await killWhen(...points);
        for (const task of tasks) expect(await ending(task)).toBe('missed');
      });
      expect(stock).toMatchObject({ ladders: 3, sentOnce: 6, sentTwice: 0, lost: 0 });
      expect(stock.pushesRepeated).toBe(stage === 'accepted' ? 1 : 0);
    });

  test('in each wait of the ladder', async () => {
    const stock = await withVictim('worker', async ({ world, killWhen, waiting, ending }) => {
      const tasks: string[] = [];
      for (const channel of ['push', 'whatsapp', 'call'] as const) {
        const person = await world.person('Ana', { channels: [channel], windowSeconds: 5 });
        tasks.push(await person.plan('Run'));
      }
      await killWhen(...tasks.map(waiting));
      for (const task of tasks) expect(await ending(task)).toBe('missed');
    });
    expect(stock).toMatchObject({ ladders: 3, sentOnce: 3, sentTwice: 0, lost: 0 });
  });
});

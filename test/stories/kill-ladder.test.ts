// The promise: a worker that is killed at any point of a reminder repeats no rung and loses none.
import { describe, expect, test } from 'vitest';
import { loseReports } from '../kill/lives.ts';
import { withVictim } from '../kill/scene.ts';

const RUNGS = ['push', 'whatsapp', 'call'] as const;

describe.concurrent('the worker is killed', () => {
  test('between claim and send, between send and record, and in each wait', async () => {
    const stock = await withVictim('worker', async ({ world, farSide, killWhen, waiting, ending }) => {
      const ladderOf = async (channels: (typeof RUNGS)[number][], windowSeconds = 0.4) =>
        (await world.person('Ana', { channels, windowSeconds })).plan('Run 5 km');

      // A report would prove what was sent; without one it has to be looked up.
      loseReports(world);
      // Nine reminders stand at nine different points of their ladders; one kill hits them all.
      const held = RUNGS.flatMap((rung) => [
        farSide.holdNext(rung, 'received'),
        farSide.holdNext(rung, 'accepted'),
      ]);
      const tasks = await Promise.all([
        ladderOf(['push', 'whatsapp', 'call']),
        ladderOf(['push', 'whatsapp', 'call']),
        ladderOf(['whatsapp']),
        ladderOf(['whatsapp']),
        ladderOf(['call']),
        ladderOf(['call']),
      ]);
      await Promise.all(held.map(({ reached }) => reached));
      const inWait = await Promise.all(RUNGS.map((rung) => ladderOf([rung], 10)));
      // The first thing that the next worker hears of a push is "not now".
      for (const { id } of world.simulator.state.devices)
        world.simulator.faults.next('push', { kind: 'refuse', status: 429 }, { to: id });
      await killWhen(...held, ...inWait.map(waiting));

      for (const task of [...tasks, ...inWait]) expect(await ending(task)).toBe('missed');
    });
    // Whoever has a number for WhatsApp is called as well.
    expect(stock).toMatchObject({ ladders: 9, sentOnce: 6 + 4 + 2 + 1 + 2 + 1, sentTwice: 0, lost: 0 });
  });

  test('before it can record what was sent for a task that is done by then: the ringing call ends', async () => {
    const stock = await withVictim('worker', async ({ world, farSide, killWhen, ending }) => {
      // It rings for longer than a dead worker goes unnoticed.
      world.simulator.timing.secondMs = 4000;
      const held = RUNGS.map((rung) => farSide.holdNext(rung, 'accepted'));
      const people = await Promise.all(RUNGS.map((rung) => world.person('Ana', { channels: [rung] })));
      const tasks = await Promise.all(people.map((person) => person.plan('Run 5 km')));
      await Promise.all(held.map(({ reached }) => reached));
      for (const [index, person] of people.entries())
        await person.expect(200, 'POST', `/v1/tasks/${tasks[index]}/completion`);
      await killWhen(...held);

      for (const task of tasks) expect(await ending(task)).toBe('over');
      await people[2]!.expectCall('canceled');
    });
    expect(stock).toMatchObject({ ladders: 3, sentOnce: 2, unknowable: 1, sentTwice: 0, lost: 0 });
  });
});

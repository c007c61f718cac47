// A country that is taken off the list is not written to and not called any more, whoever proved a number there before.
import { expect, test } from 'vitest';
import { unserved } from '../../../src/reminders/unserved.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { world } = httpWorld();

test.each([
  ['+12025550100', ['DE', 'US'], true],
  ['+12025550100', ['DE'], false],
  // WhatsApp's own id of a person who hides their number.
  ['US.abc123', ['US'], true],
  ['US.abc123', ['DE'], false],
  // As WhatsApp writes what was valid once.
  ['+5215512345678', ['MX'], true],
  ['+5215512345678', ['DE'], false],
  // Of no country that can be told: proven all the same.
  ['+99912345678', ['DE'], true],
])('%s where %j are served: %s', (reach, countries, isServed) =>
  expect(unserved(reach, countries) === null).toBe(isServed),
);

test('the rungs say why, and nothing is sent', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp', 'call'] });
  world.env['PHONE_COUNTRIES'] = 'DE';
  await world.startWorker();
  await ana.expectReminder(
    await ana.plan('Run 5 km'),
    'push skipped no_subscription',
    'whatsapp refused country_not_served',
    'call refused country_not_served',
  );
  const { messages, calls } = world.simulator.state;
  expect([...messages.filter(({ direction }) => direction === 'outbound-api'), ...calls]).toEqual([]);
  // It is no fault of the number: the consent stays.
  expect((await ana.expect(200, 'GET', '/v1/account/preferences')).channels.whatsapp).toBe(true);
});

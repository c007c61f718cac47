// Fresh accounts of one address are one sender of codes.
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';

const { world, api } = httpWorld({ env: { LOG_LEVEL: 'silent', RATE_LIMITS: 'register=1000/min' } });

test('five accounts that ask for fifteen codes get ten, and the phones ring no more often', async () => {
  const statuses = [];
  for (let account = 0; account < 5; account++) {
    const person = await api.register();
    for (let code = 0; code < 3; code++) {
      const phone = `+130355501${10 + account * 3 + code}`;
      statuses.push((await person.call('POST', '/v1/account/phone/verification', { phone })).status);
    }
  }
  expect(statuses.filter((status) => status === 202)).toHaveLength(10);
  expect(new Set(statuses.slice(10))).toEqual(new Set([429]));
  expect(world.simulator.state.verifications).toHaveLength(10);
});

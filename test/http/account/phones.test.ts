// A number is a person's, in all their organisations: the old one holds until the new one is proven, and codes are braked.
import { describe, expect, test, vi } from 'vitest';
import { PATIENCE } from '../../harness/patience.ts';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';

const START = '/v1/account/phone/verification';
const CHECK = `${START}/check`;
const PREFERENCES = '/v1/account/preferences';

// Everything but these is as a deployment has it; the tests of this file come from one address.
const { world, api, admin } = httpWorld({
  env: {
    LOG_LEVEL: 'silent',
    RATE_LIMITS:
      'crud=100000/min,register=100000/min,code=100/hour,code-address=1000/day,code-prefix=1000/day',
  },
});

/** 555-0100 to 555-0199 belong to nobody. */
let numbers = 0;
function newNumber(area = 303): string {
  const number = `+1${area}55501${String(numbers++ % 100).padStart(2, '0')}`;
  world.simulator.phone.addPhone(number);
  return number;
}

async function codeFor(to: string): Promise<string> {
  const sent = await world.simulator.waitFor((state) =>
    state.verifications.findLast((one) => one.to === to && one.status === 'pending'),
  );
  return sent.code;
}

async function verify(person: Session, phone: string): Promise<void> {
  await person.expect(202, 'POST', START, { phone });
  await person.expect(200, 'POST', CHECK, { code: await codeFor(phone) });
}

/** A further organisation of the person, and their preferences there. */
async function secondOrg(person: Session) {
  const { id } = await person.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const there = { 'X-Org-Id': id as string };
  return {
    there,
    preferences: async () => (await person.call('GET', PREFERENCES, undefined, there)).body,
  };
}

const preferencesOf = (person: Session) => person.expect(200, 'GET', PREFERENCES);

describe('the old number holds until the new one is proven', () => {
  test('nothing changes with the first code, and everything with its answer', async () => {
    const ana = await api.register();
    const [old, fresh] = [newNumber(), newNumber()];
    await verify(ana, old);
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    const before = await preferencesOf(ana);
    expect(before).toMatchObject({ phone: old, phone_verified: true, pending_phone: null });

    await ana.expect(202, 'POST', START, { phone: fresh });
    expect(await preferencesOf(ana)).toEqual({ ...before, pending_phone: fresh });
    const code = await codeFor(fresh);
    await ana.expect(422, 'POST', CHECK, { code: wrong(code) });
    expect(await preferencesOf(ana)).toEqual({ ...before, pending_phone: fresh });

    await ana.expect(200, 'POST', CHECK, { code });
    // Consent was given for another number.
    expect(await preferencesOf(ana)).toMatchObject({
      phone: fresh,
      phone_verified: true,
      pending_phone: null,
      whatsapp_opt_in_at: null,
    });
  });

  test('the same number proven once more keeps the consent', async () => {
    const ana = await api.register();
    const number = newNumber();
    await verify(ana, number);
    const { whatsapp_opt_in_at } = await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    await verify(ana, number);
    expect(await preferencesOf(ana)).toMatchObject({ phone_verified: true, whatsapp_opt_in_at });
  });

  test('the same number proven in another form of it keeps the consent, and another number does not', async () => {
    const ana = await api.register();
    const forms = ['+5491143215601', '+541143215601'] as const;
    for (const number of [...forms, '+541143215602']) world.simulator.phone.addPhone(number);
    await verify(ana, forms[0]);
    const { whatsapp_opt_in_at } = await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    for (const phone of forms.toReversed()) {
      await verify(ana, phone);
      expect(await preferencesOf(ana)).toMatchObject({ phone, phone_verified: true, whatsapp_opt_in_at });
    }
    await verify(ana, '+541143215602');
    expect(await preferencesOf(ana)).toMatchObject({ phone_verified: true, whatsapp_opt_in_at: null });
  });
});

describe('a number is the person’s in all their organisations', () => {
  test('whichever they prove it in, and whichever they join later', async () => {
    const ana = await api.register();
    const number = newNumber();
    const second = await secondOrg(ana);
    await verify(ana, number);
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    const third = await secondOrg(ana);
    for (const preferences of [await second.preferences(), await third.preferences()])
      expect(preferences).toMatchObject({
        phone: number,
        phone_verified: true,
        channels: { push: true, whatsapp: true, call: true },
      });
  });

  test('a second organisation un-verifies nothing, and what is taken back there is taken back everywhere', async () => {
    const ana = await api.register();
    const number = newNumber();
    await verify(ana, number);
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    const { there } = await secondOrg(ana);
    expect((await ana.call('POST', START, { phone: number }, there)).status).toBe(202);
    expect(await preferencesOf(ana)).toMatchObject({ phone_verified: true, channels: { whatsapp: true } });
    const code = await codeFor(number);
    expect((await ana.call('POST', CHECK, { code }, there)).status).toBe(200);
    expect(await preferencesOf(ana)).toMatchObject({ phone_verified: true, channels: { whatsapp: true } });
    await ana.call('PATCH', PREFERENCES, { channels: { whatsapp: false, call: false } }, there);
    expect(await preferencesOf(ana)).toMatchObject({
      channels: { push: true, whatsapp: false, call: false },
      whatsapp_opt_in_at: null,
    });
  });

  test('whoever proves it last has it, in every organisation of both', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const number = newNumber();
    const [hers, his] = [await secondOrg(ana), await secondOrg(ben)];
    await verify(ana, number);
    await verify(ben, number);
    for (const preferences of [await preferencesOf(ana), await hers.preferences()])
      expect(preferences).toMatchObject({ phone: null, phone_verified: false, channels: { call: false } });
    for (const preferences of [await preferencesOf(ben), await his.preferences()])
      expect(preferences).toMatchObject({ phone: number, phone_verified: true });
  });

  test('two who prove it at the same moment: one has it, and no answer is an error', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const number = newNumber();
    for (const person of [ana, ben]) await person.expect(202, 'POST', START, { phone: number });
    const code = await codeFor(number);
    const answers = await Promise.all([ana, ben].map((one) => one.call('POST', CHECK, { code })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
  });

  test('whoever moves on to another number keeps that one, though somebody proves the old one meanwhile', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const [old, fresh] = [newNumber(), newNumber()];
    await verify(ana, old);
    await ana.expect(202, 'POST', START, { phone: fresh });
    await ben.expect(202, 'POST', START, { phone: old });
    const codes = [await codeFor(fresh), await codeFor(old)];
    const anas = `select from users where id = '${ana.userId}' for no key update`;
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%prove_phone%'
      and datname = current_database()`;
    const race = { lock: anas, waiting: 'prove_phone', count: 2 };
    await meetAtLock(world.database.adminUrl, race, async () => {
      const first = ana.expect(200, 'POST', CHECK, { code: codes[0] });
      await vi.waitUntil(async () => (await admin.query(waiting)).rowCount === 1, PATIENCE);
      await Promise.all([first, ben.expect(200, 'POST', CHECK, { code: codes[1] })]);
    });
    expect(await preferencesOf(ana)).toMatchObject({ phone: fresh, phone_verified: true });
    expect(await preferencesOf(ben)).toMatchObject({ phone: old, phone_verified: true });
  });

  test('whoever proves one number while a code for another is under way needs no third', async () => {
    const ana = await api.register();
    const [first, second] = [newNumber(), newNumber()];
    await ana.expect(202, 'POST', START, { phone: second });
    // The check of a code that another tab had asked for before, and that was answered only now.
    await admin.query(`select set_config('app.org_id', org_id::text, true), set_config('app.user_id', user_id::text, true)
        from members where user_id = '${ana.userId}';
      select prove_phone('${first}', '${first}')`);
    expect(await preferencesOf(ana)).toMatchObject({ phone: first, pending_phone: second });
    await ana.expect(200, 'POST', CHECK, { code: await codeFor(second) });
    expect(await preferencesOf(ana)).toMatchObject({ phone: second, pending_phone: null });
  });

  test('the right code twice has proven it, at once or one after the other; a wrong one after it has not', async () => {
    const ana = await api.register();
    const phone = newNumber();
    await ana.expect(202, 'POST', START, { phone });
    const code = await codeFor(phone);
    const answers = await Promise.all([1, 2, 3].map(() => ana.call('POST', CHECK, { code })));
    answers.push(await ana.call('POST', CHECK, { code }));
    expect(answers.map(({ status, body }) => [status, body.phone])).toEqual(answers.map(() => [200, phone]));
    expect((await ana.expect(410, 'POST', CHECK, { code: wrong(code) })).code).toBe('CODE_EXPIRED');
    await admin.query(
      `update profiles set proven_at = now() - interval '10 minutes' where phone = '${phone}'`,
    );
    await ana.expect(410, 'POST', CHECK, { code });
  });

  test('a number has been theirs since they first proved it, however often they do; another one since now', async () => {
    const ana = await api.register();
    const phone = newNumber();
    await verify(ana, phone);
    await admin.query(`update profiles set phone_verified_at = '2026-01-01' where phone = '${phone}';
      update verified_phones set verified_at = '2026-01-01' where phone = '${phone}'`);
    const isOld = async (): Promise<boolean> =>
      (
        await admin.query(
          `select phone_verified_at = '2026-01-01' as old from profiles where user_id = '${ana.userId}'`,
        )
      ).rows[0].old;
    await ana.expect(202, 'POST', START, { phone });
    const code = await codeFor(phone);
    // Its second proof is what a repeat repeats.
    for (let i = 0; i < 2; i++) await ana.expect(200, 'POST', CHECK, { code });
    expect(await isOld()).toBe(true);
    await verify(ana, newNumber());
    expect(await isOld()).toBe(false);
  });

  test('an organisation that is made beside a STOP is stopped as well', async () => {
    const ana = await api.register();
    await verify(ana, newNumber());
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    const stop = `select set_config('app.org_id', org_id::text, true), set_config('app.user_id', user_id::text, true)
        from members where user_id = '${ana.userId}';
      select change_channels(null, false, null)`;
    const race = { lock: stop, waiting: 'create_org', count: 1 };
    const { preferences } = await meetAtLock(world.database.adminUrl, race, () => secondOrg(ana));
    expect(await preferences()).toMatchObject({ phone_verified: true, whatsapp_opt_in_at: null });
  });

  test('no door writes it past the functions that keep it the same everywhere', async () => {
    const { rows } = await admin.query<{ column: string; may: boolean }>(
      `select attname as column, has_column_privilege('flux_tenant', 'profiles', attname, 'insert, update') as may
       from pg_attribute where attrelid = 'profiles'::regclass and attnum > 0 and attname ~ 'phone|whatsapp|_off_at|_said_at|pending|^proven|^zone|^sleep'`,
    );
    expect(rows.length).toBe(16);
    expect(rows.filter(({ may }) => may)).toEqual([]);
  });
});

describe('a number is taken back by its owner', () => {
  const NUMBER = '/v1/account/phone';

  test('in all their organisations, with the consent that was given for it', async () => {
    const ana = await api.register();
    const number = newNumber();
    const second = await secondOrg(ana);
    await verify(ana, number);
    const { code } = world.simulator.state.verifications.findLast(({ to }) => to === number)!;
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    const gone = {
      phone: null,
      phone_verified: false,
      pending_phone: null,
      whatsapp_opt_in_at: null,
      channels: { push: true, whatsapp: false, call: false },
    };
    expect((await ana.call('DELETE', NUMBER, undefined, second.there)).body).toMatchObject(gone);
    const third = await secondOrg(ana);
    for (const preferences of [
      await preferencesOf(ana),
      await second.preferences(),
      await third.preferences(),
    ])
      expect(preferences).toMatchObject(gone);
    // A repeat harms nothing, nor does that of the code which proved it.
    expect(await ana.expect(200, 'DELETE', NUMBER)).toMatchObject(gone);
    await ana.expect(410, 'POST', CHECK, { code });
    expect((await ana.expect(409, 'PUT', '/v1/account/whatsapp-opt-in')).code).toBe('PHONE_NOT_VERIFIED');
    const owners = await admin.query('select from verified_phones where user_id = $1', [ana.userId]);
    expect(owners.rowCount).toBe(0);
    await verify(ana, number);
    expect(await preferencesOf(ana)).toMatchObject({ phone: number, whatsapp_opt_in_at: null });
  });

  test('while another one is being proven: that goes on', async () => {
    const ana = await api.register();
    const [old, fresh] = [newNumber(), newNumber()];
    await verify(ana, old);
    await ana.expect(202, 'POST', START, { phone: fresh });
    expect(await ana.expect(200, 'DELETE', NUMBER)).toMatchObject({ phone: fresh, phone_verified: false });
    await ana.expect(200, 'POST', CHECK, { code: await codeFor(fresh) });
    expect(await preferencesOf(ana)).toMatchObject({ phone: fresh, phone_verified: true });
  });

  test('before it is proven: its code proves nothing, and the number before goes on', async () => {
    const ana = await api.register();
    const [old, fresh] = [newNumber(), newNumber()];
    await verify(ana, old);
    const { whatsapp_opt_in_at } = await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    await ana.expect(202, 'POST', START, { phone: fresh });
    const kept = { phone: old, phone_verified: true, pending_phone: null, whatsapp_opt_in_at };
    for (let i = 0; i < 2; i++) expect(await ana.expect(200, 'DELETE', START)).toMatchObject(kept);
    const code = await codeFor(fresh);
    expect((await ana.expect(410, 'POST', CHECK, { code })).code).toBe('CODE_EXPIRED');
    expect(await preferencesOf(ana)).toMatchObject(kept);
  });

  test('and no code of somebody else’s at that number is given up by it', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const number = newNumber();
    for (const person of [ana, ben]) await person.expect(202, 'POST', START, { phone: number });
    await ana.expect(200, 'DELETE', START);
    await ben.expect(200, 'POST', CHECK, { code: await codeFor(number) });
    expect(await preferencesOf(ben)).toMatchObject({ phone: number, phone_verified: true });
  });

  test('beside somebody else who proves it: they keep it', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const number = newNumber();
    await verify(ana, number);
    await ben.expect(202, 'POST', START, { phone: number });
    const code = await codeFor(number);
    await Promise.all([ana.expect(200, 'DELETE', NUMBER), ben.expect(200, 'POST', CHECK, { code })]);
    expect(await preferencesOf(ana)).toMatchObject({ phone: null, phone_verified: false });
    expect(await preferencesOf(ben)).toMatchObject({ phone: number, phone_verified: true });
  });
});

describe('a night is the person’s in all their organisations', () => {
  const NIGHT = { zone: 'Asia/Kolkata', sleep_window: { from: '22:30', to: '06:15' } };

  test('whichever they tell it in, and whichever they join later', async () => {
    const ana = await api.register();
    const second = await secondOrg(ana);
    await ana.expect(200, 'PATCH', PREFERENCES, { ...NIGHT, reminder_lead_seconds: 1500 });
    const third = await secondOrg(ana);
    for (const preferences of [await second.preferences(), await third.preferences()])
      expect(preferences).toMatchObject({ ...NIGHT, reminder_lead_seconds: 600 });

    const patch = { sleep_window: { from: '01:00', to: '09:00' } };
    expect((await ana.call('PATCH', PREFERENCES, patch, second.there)).body).toMatchObject(patch);
    for (const preferences of [await preferencesOf(ana), await third.preferences()])
      expect(preferences).toMatchObject({ ...NIGHT, ...patch });
    expect(await preferencesOf(ana)).toMatchObject({ reminder_lead_seconds: 1500 });
  });

  test('nobody else’s, in the same organisation', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    await ana.expect(200, 'PATCH', PREFERENCES, NIGHT);
    expect(await preferencesOf(ben)).toMatchObject({ zone: 'UTC', sleep_window: null });
  });
});

describe('channels are switched one by one', () => {
  test('by the API, without touching the others', async () => {
    const ana = await api.register();
    const switched = async (channels: object) =>
      (await ana.expect(200, 'PATCH', PREFERENCES, { channels })).channels;
    expect((await preferencesOf(ana)).channels).toEqual({ push: true, whatsapp: false, call: false });
    expect((await ana.expect(409, 'PATCH', PREFERENCES, { channels: { whatsapp: true } })).code).toBe(
      'PHONE_NOT_VERIFIED',
    );
    await verify(ana, newNumber());
    expect(await switched({})).toEqual({ push: true, whatsapp: false, call: true });
    expect(await switched({ call: false })).toEqual({ push: true, whatsapp: false, call: false });
    expect(await switched({ push: false, whatsapp: true })).toEqual({
      push: false,
      whatsapp: true,
      call: false,
    });
    expect(await switched({ call: true })).toEqual({ push: false, whatsapp: true, call: true });
    expect((await ana.expect(422, 'PATCH', PREFERENCES, { channels: { fax: true } })).errors).toHaveLength(1);
  });
});

describe('money is braked', () => {
  test('a country that is not on the list gets no code', async () => {
    const ana = await api.register();
    for (const phone of ['+6281234567890', '+2348021234567'])
      expect((await ana.expect(422, 'POST', START, { phone })).code).toBe('COUNTRY_NOT_SERVED');
  });

  test('a person sends ten a day, to whatever numbers and in whatever organisation', async () => {
    const ana = await api.register();
    const statuses = [];
    for (let i = 0; i < 12; i++) {
      const { there } = await secondOrg(ana);
      statuses.push((await ana.call('POST', START, { phone: newNumber(336) }, there)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429, 429]);
  });
});

const wrong = (code: string) => (code === '111111' ? '222222' : '111111');

describe('wrong codes', () => {
  test('of a stranger do not shut out whoever has the phone', async () => {
    const [owner, stranger] = [await api.register(), await api.register()];
    const number = newNumber(331);
    for (const person of [owner, stranger]) await person.expect(202, 'POST', START, { phone: number });
    const code = await codeFor(number);
    const statuses = [];
    for (let i = 0; i < 8; i++)
      statuses.push((await stranger.call('POST', CHECK, { code: wrong(code) })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 429, 429, 429, 429]);
    await owner.expect(200, 'POST', CHECK, { code });
  });

  test('of several strangers cost a new code, and no more', async () => {
    const [owner, ...strangers] = [await api.register(), await api.register(), await api.register()];
    const number = newNumber(332);
    for (const person of [owner, ...strangers]) await person.expect(202, 'POST', START, { phone: number });
    const first = await codeFor(number);
    for (const stranger of strangers)
      for (let i = 0; i < 4; i++) await stranger.call('POST', CHECK, { code: wrong(first) });
    expect((await owner.expect(410, 'POST', CHECK, { code: first })).code).toBe('CODE_EXPIRED');
    await owner.expect(202, 'POST', START, { phone: number });
    await owner.expect(200, 'POST', CHECK, { code: await codeFor(number) });
  });

  test('of whoever asked for an older code do not reach the new one', async () => {
    const [owner, stranger] = [await api.register(), await api.register()];
    const number = newNumber(337);
    await stranger.expect(202, 'POST', START, { phone: number });
    world.simulator.advanceClock(11 * 60_000);
    await owner.expect(202, 'POST', START, { phone: number });
    const code = await codeFor(number);
    expect((await stranger.expect(410, 'POST', CHECK, { code })).code).toBe('CODE_EXPIRED');
    expect(world.simulator.state.verifications.findLast(({ to }) => to === number)!.checks).toBe(0);
    await owner.expect(200, 'POST', CHECK, { code });
  });

  test('at one number do not count at another, and a try that the provider did not judge is none', async () => {
    const ana = await api.register();
    const [mistaken, right] = [newNumber(334), newNumber(339)];
    await ana.expect(202, 'POST', START, { phone: mistaken });
    const first = wrong(await codeFor(mistaken));
    for (const status of [422, 422, 422, 422, 429]) await ana.expect(status, 'POST', CHECK, { code: first });
    await ana.expect(202, 'POST', START, { phone: right });
    const code = await codeFor(right);
    for (let i = 0; i < 6; i++) {
      world.simulator.faults.next('verificationChecks', { kind: 'refuse', status: 429, code: 20429 });
      await ana.expect(503, 'POST', CHECK, { code });
    }
    await ana.expect(200, 'POST', CHECK, { code });
    expect(await preferencesOf(ana)).toMatchObject({ phone: right, phone_verified: true });
  });
});

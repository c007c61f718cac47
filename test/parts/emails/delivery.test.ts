// A mail of the outbox is sent effectively once, whatever becomes of its sender and of the mail server.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AnyEmail } from '../../../src/emails/email-contents.ts';
import { emailSetup } from '../../../src/emails/email-setup.ts';
import type { MailFault } from '../../../src/simulator/faults.ts';
import { HOUR_MS, openScene, SETTINGS, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());
beforeEach(() => scene.simulator.reset());

const mailTo = (to: string): AnyEmail => ({ kind: 'verification', to, values: { token: 'a-token' } });
const somebody = (): string => `${randomUUID()}@example.com`;
const queue = () => scene.queue(mailTo(somebody()));
const failing = (fault: MailFault, to?: string) =>
  scene.simulator.faults.next('mail', fault, to ? { to } : {});

test('it arrives once, and nothing of its address and its link is kept', async () => {
  const to = somebody();
  const id = await scene.queue(mailTo(to));
  const before = await scene.rowOf(id);
  expect(before).toMatchObject({ state: 'planned', attempt: 0 });
  expect(Buffer.from(before.sealed!, 'base64url').toString()).not.toContain('a-token');
  expect(await scene.deliver(id)).toBe('sent');
  expect(await scene.deliver(id)).toBe('over');
  expect(await scene.rowOf(id)).toMatchObject({ state: 'sent', sealed: null, attempt: 1 });
  expect(scene.simulator.state.mails).toMatchObject([{ to, messageId: `<${id}@example.com>` }]);
  expect(scene.simulator.state.mails[0]!.text).toContain(
    'https://flux.example.com/links/verification#token=a-token',
  );
  const { rows } = await scene.admin.query('select e::text as words from emails e where id = $1', [id]);
  expect(rows[0].words).not.toContain(to);
});

test('the same id queued again is the same mail', async () => {
  const id = await queue();
  const { rowCount } = await scene.admin.query(
    `insert into emails (id, kind, sealed, address_hashes, valid_until) values ($1, 'x', 'y', '{}', now()) on conflict (id) do nothing`,
    [id],
  );
  expect(rowCount).toBe(0);
});

test('ten at once send one', async () => {
  const id = await queue();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => scene.deliver(id, { emailSettleMs: 60_000 })),
  );
  expect(outcomes.filter((one) => one.status === 'fulfilled' && one.value === 'sent')).toHaveLength(1);
  expect(scene.arrived(id)).toBe(1);
});

test('whoever dies between claim and send is followed once the send can be under way no more', async () => {
  const id = await queue();
  const dying = { send: () => Promise.reject(new Error('killed')) };
  await expect(scene.deliver(id, { email: dying })).rejects.toThrow('killed');
  await expect(scene.deliver(id, { emailSettleMs: 60_000 })).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
    fields: { retryAfterMs: 60_000 },
  });
  expect(await scene.deliver(id)).toBe('sent');
  expect(scene.arrived(id)).toBe(1);
});

test('what may have been taken is sent once more under the same Message-ID, and not again', async () => {
  const id = await queue();
  for (const _attempt of [1, 2]) {
    failing({ kind: 'drop', at: 'accepted' });
    await expect(scene.deliver(id)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  }
  expect(await scene.deliver(id)).toBe('failed');
  expect(await scene.rowOf(id)).toMatchObject({ state: 'failed', reason: 'never_confirmed', sealed: null });
  expect(scene.arrived(id)).toBe(2);
});

describe('a refusal', () => {
  test('that passes is met again later, as often as it takes', async () => {
    const id = await queue();
    for (const fault of [
      { kind: 'refuse', at: 'rcpt', code: 451 },
      { kind: 'refuse', at: 'data', code: 421 },
      { kind: 'drop', at: 'rcpt' },
    ] as const) {
      failing(fault);
      await expect(scene.deliver(id)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
      expect(await scene.rowOf(id)).toMatchObject({ state: 'planned', unclear: 0 });
    }
    expect(await scene.deliver(id)).toBe('sent');
    expect(scene.arrived(id)).toBe(1);
  });

  test('of the address ends it, and whatever else goes there', async () => {
    const to = somebody();
    const [id, next] = [await scene.queue(mailTo(to)), await scene.queue(mailTo(to))];
    failing({ kind: 'refuse', at: 'rcpt', code: 550, words: '5.1.1 unknown' }, to);
    expect(await scene.deliver(id)).toBe('failed');
    expect(await scene.rowOf(id)).toMatchObject({ reason: 'SMTP_550', sealed: null });
    expect(await scene.deliver(next)).toBe('suppressed');
    expect(scene.simulator.state.mails).toEqual([]);
  });

  test.each([
    ['of the content', { kind: 'refuse', at: 'data', code: 554, words: '5.6.0 no' }],
    ['that may be of us', { kind: 'refuse', at: 'rcpt', code: 550, words: 'rejected' }],
    ['that is of us', { kind: 'refuse', at: 'rcpt', code: 550, words: '5.7.1 blocked' }],
  ] as const)('%s ends it, and nothing else', async (_, fault) => {
    const to = somebody();
    const [id, next] = [await scene.queue(mailTo(to)), await scene.queue(mailTo(to))];
    failing(fault);
    expect(await scene.deliver(id)).toBe('failed');
    expect(await scene.deliver(next)).toBe('sent');
  });
});

test('what is too late is not sent', async () => {
  const id = await scene.queue(mailTo(somebody()), -1);
  expect(await scene.deliver(id)).toBe('failed');
  expect(await scene.rowOf(id)).toMatchObject({ reason: 'expired', sealed: null });
});

test('what the secret before sealed is sent while it still counts, and given up after that', async () => {
  const [kept, lost] = [await queue(), await queue()];
  const fresh = { ...SETTINGS, TOKEN_SECRET: 'another secret of 32 characters or more' };
  const rotating = emailSetup({ ...fresh, TOKEN_SECRET_OLD: SETTINGS.TOKEN_SECRET });
  expect(await scene.deliver(kept, rotating)).toBe('sent');
  expect(await scene.deliver(lost, emailSetup(fresh))).toBe('failed');
  expect(await scene.rowOf(lost)).toMatchObject({ reason: 'secret_gone' });
});

test('without a mail server it waits', async () => {
  const id = await queue();
  await expect(scene.deliver(id, { email: null })).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  expect(await scene.rowOf(id)).toMatchObject({ state: 'planned', attempt: 0 });
});

const invitation = (to: string): AnyEmail => ({
  kind: 'invitation',
  to,
  values: { token: 'a-token', organisation: '<b>"The" team</b>' },
});

describe('who wants no notices', () => {
  test('gets none, and everything that an account needs', async () => {
    const to = somebody();
    const [first, second, needed] = [
      await scene.queue(invitation(to)),
      await scene.queue(invitation(to)),
      await scene.queue(mailTo(to)),
    ];
    expect(await scene.deliver(first)).toBe('sent');
    const { headers, html } = scene.simulator.state.mails[0]!;
    expect(html).toContain('&lt;b&gt;&quot;The&quot; team&lt;/b&gt;');
    const [, token] = /unsubscribe\/([\w-]+)>$/.exec(headers['list-unsubscribe']!)!;
    const unsubscribe = async (presented: string) =>
      (await scene.admin.query('select unsubscribe_email($1) as is_done', [presented])).rows[0].is_done;
    expect(await unsubscribe(`${token}0`)).toBe(false);
    expect(await unsubscribe(`0${token!.slice(1, 64)}${token!.slice(64).toUpperCase()}`)).toBe(false);
    expect(await unsubscribe(token!)).toBe(true);
    expect(await scene.deliver(second)).toBe('suppressed');
    expect(await scene.deliver(needed)).toBe('sent');
    // Nothing of it hangs on the secret.
    const rotated = emailSetup({ ...SETTINGS, TOKEN_SECRET: 'another secret of 32 characters or more' });
    const third = await scene.queue(invitation(to), HOUR_MS, rotated.outbox);
    expect(await scene.deliver(third, rotated)).toBe('suppressed');
    expect(scene.simulator.state.mails[1]!.headers).not.toHaveProperty('list-unsubscribe');
  });
});

test('a bounce that is heard of before the send was written down stays one', async () => {
  const id = await queue();
  const bouncing = {
    send: async () => {
      await scene.admin.query(`select note_bounce($1, 'bounced', true)`, [id]);
      return { kind: 'sent' as const, externalId: 'x' };
    },
  };
  await scene.deliver(id, { email: bouncing });
  expect(await scene.rowOf(id)).toMatchObject({ state: 'bounced', sealed: null });
});

test('a bounce counts for what was given up after it may have left, and not for what never left', async () => {
  const to = somebody();
  const [left, never] = [await scene.queue(mailTo(to)), await queue()];
  const noted = async (id: string) =>
    (await scene.admin.query(`select note_bounce($1, 'bounced', true) as is_noted`, [id])).rows[0].is_noted;
  failing({ kind: 'refuse', at: 'data', code: 554, words: '5.6.0 no' }, to);
  expect(await scene.deliver(left)).toBe('failed');
  expect([await noted(left), await noted(never)]).toEqual([true, false]);
  expect(await scene.deliver(await scene.queue(mailTo(to)))).toBe('suppressed');
  expect(await scene.deliver(never)).toBe('sent');
});

test('a complaint ends notices, and what an account needs for a while', async () => {
  const to = somebody();
  const id = await scene.queue(mailTo(to));
  await scene.deliver(id);
  await scene.admin.query(`select note_bounce($1, 'complained', true)`, [id]);
  expect(await scene.deliver(await scene.queue(mailTo(to)))).toBe('suppressed');
  // As after ninety days.
  await scene.admin.query(`delete from email_suppressions where scope = 'all'`);
  expect(await scene.deliver(await scene.queue(mailTo(to)))).toBe('sent');
  expect(await scene.deliver(await scene.queue(invitation(to)))).toBe('suppressed');
});

test.each([
  ['visit https://evil.example/a now', 'visit evil. example/a now'],
  ['Team\r\n\r\nYour account is closed: http://evil.example', 'Team Your account is closed: evil. example'],
  ['ana@evil.example', 'ana evil. example'],
  ['www.evil。example', 'www. evil. example'],
  ['St. Mary’s Choir No. 3', 'St. Mary’s Choir No. 3'],
  ['mailto:x tel:+12025550100', 'x +12025550100'],
  ['ab\u202Ecd\u200Be', 'ab cd e'],
])('the name %j of an organisation is words alone', async (organisation, shown) => {
  const to = somebody();
  const id = await scene.queue({ kind: 'invitation', to, values: { token: 'a-token', organisation } });
  expect(await scene.deliver(id)).toBe('sent');
  expect(scene.simulator.state.mails[0]!.text).toContain(`join “${shown}” on Flux`);
});

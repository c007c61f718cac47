// People with numbers that change hands, and a second opinion of who may be reached how: what the ledger is held against.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  changeChannels,
  changeChannelsAsOf,
  CHANNELS,
  type Channel,
} from '../../../src/account/change-channels.ts';
import { checkPhoneCode } from '../../../src/account/check-phone-code.ts';
import { numberKey } from '../../../src/account/phone-number.ts';
import { startPhoneVerification } from '../../../src/account/start-phone-verification.ts';
import { subscribePush } from '../../../src/account/subscribe-push.ts';
import { takeBackPhone } from '../../../src/account/take-back-phone.ts';
import type { VerifyChannel } from '../../../src/channels/verify.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../../../src/kernel/context.ts';
import { endConsent } from '../../../src/reminders/end-consent.ts';
import { liftHold, lockHold, writeHold } from '../../../src/safety/keep-hold.ts';
import type { Random } from '../../kill/random.ts';

/** What a person has said, as anybody would keep it in mind who had only heard them. */
export interface Somebody {
  userId: string;
  orgs: { orgId: string; taskId: string; isMember: boolean; browsers: number }[];
  /** In the form that they proved. */
  phone: string | null;
  agreesToWhatsApp: boolean;
  isOff: Record<'push' | 'call', boolean>;
  /** Whether they, or a change of their number, have ever spoken about it: what was said before that counts no more. */
  hasSpoken: Record<Channel, boolean>;
  isHeld: boolean;
}

export interface Town {
  people: Somebody[];
  store: Store;
  admin: pg.Pool;
  random: Random;
  numbers: readonly [string, ...string[]];
}

/** Before anything that was said here so far: of two words of one moment the one counts that is heard last. */
const longAgo = (): Date => new Date((earliest -= 1000));
let earliest = Date.parse('2026-01-01T00:00:00Z');

export function mayReach(one: Somebody, channel: Channel, org: Somebody['orgs'][number]): boolean {
  if (one.isHeld || !org.isMember) return false;
  if (channel === 'push') return !one.isOff.push && org.browsers > 0;
  if (one.phone === null) return false;
  return channel === 'call' ? !one.isOff.call : one.agreesToWhatsApp;
}

/** Something happens to somebody; resolves to what, for whoever has to look for a mistake. */
export async function happen(town: Town): Promise<string> {
  const { random, people } = town;
  const one = random.pick(people as [Somebody, ...Somebody[]]);
  const org = random.pick(one.orgs.filter(({ isMember }) => isMember) as [Somebody['orgs'][number]]);
  const actor: Actor = {
    orgId: org.orgId,
    userId: one.userId,
    via: random.pick(['rest', 'chat', 'whatsapp']),
  };
  const what = random.pick(EVENTS);
  const said = await WHAT[what](town, one, { actor, org });
  return `${what} ${people.indexOf(one)} ${said}`;
}

type At = { actor: Actor; org: Somebody['orgs'][number] };
type Event = (town: Town, one: Somebody, at: At) => Promise<string>;

const within = <T>({ store }: Town, { actor }: At, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson(store, actor, work);

const prove: Event = async (town, one, { actor }) => {
  const phone = town.random.pick(town.numbers);
  const ports = { ...town.store, verify: approving(town.admin, one.userId), phoneCountries: ['US', 'AR'] };
  const free = {
    takeCode: async () => async () => {},
    takeTry: async () => async () => {},
    tokenSecret: 's',
  };
  await startPhoneVerification({ ...ports, ...free }, actor, { phone });
  await checkPhoneCode({ ...ports, ...free }, actor, {
    code: String(Math.floor(town.random.between(1e5, 1e6))),
  });
  const key = numberKey(phone);
  for (const other of town.people)
    if (other !== one && other.phone !== null && numberKey(other.phone) === key) loseNumber(other);
  if (one.phone === null || numberKey(one.phone) !== key) loseNumber(one);
  one.phone = phone;
  return phone;
};

function loseNumber(one: Somebody): void {
  one.phone = null;
  one.agreesToWhatsApp = false;
  one.hasSpoken.whatsapp = true;
}

/** The far side says yes to every code, and looks whether it was allowed to send it. */
const approving = (admin: pg.Pool, userId: string): VerifyChannel => ({
  start: async () => {
    const { rows } = await admin.query(
      `select kind from consents where user_id = $1 order by line desc limit 1`,
      [userId],
    );
    if (rows[0]?.kind !== 'asked') throw new Error('a code is sent that nobody asked for');
    return { kind: 'sent', externalId: `VE${randomBytes(16).toString('hex')}` };
  },
  check: async () => ({ kind: 'approved' }),
  cancel: async () => true,
});

const say =
  (isLate: boolean): Event =>
  async (town, one, at) => {
    const change = Object.fromEntries(
      CHANNELS.filter(() => town.random.isTrue(0.4)).map((channel) => [channel, town.random.isTrue(0.7)]),
    );
    const counts = (channel: Channel) => change[channel] !== undefined && !(isLate && one.hasSpoken[channel]);
    // Without a number nobody can agree to be written to; then nothing of it is done.
    const isRefused = change['whatsapp'] === true && one.phone === null;
    const asOf = { saidAt: isLate ? longAgo() : null, wording: null };
    const doing = within(town, at, async (ctx) => {
      if (isLate) await changeChannelsAsOf(ctx, change, asOf);
      else await changeChannels(ctx, change);
    });
    const wasRefused = await doing.then(
      () => false,
      () => true,
    );
    if (wasRefused !== isRefused) throw new Error(`refused: ${wasRefused}, expected ${isRefused}`);
    if (!isRefused)
      for (const channel of CHANNELS.filter(counts)) {
        if (channel === 'whatsapp') one.agreesToWhatsApp = change[channel]!;
        else one.isOff[channel] = !change[channel]!;
        one.hasSpoken[channel] = true;
      }
    return JSON.stringify(change) + (isLate ? ' late' : '');
  };

const refuse: Event = async (town, one, at) => {
  const isLate = town.random.isTrue(0.5);
  const sentAt = isLate ? longAgo() : new Date(Date.now() + 1000);
  await within(town, at, (ctx) => endConsent(ctx, 'whatsapp', 'opted_out', sentAt));
  if (isLate && one.hasSpoken.whatsapp) return 'late';
  one.agreesToWhatsApp = false;
  one.hasSpoken.whatsapp = true;
  return '';
};

const takeBack: Event = async (town, one, at) => {
  await within(town, at, (ctx) => takeBackPhone(ctx));
  if (one.phone !== null) loseNumber(one);
  return '';
};

const RULES = { allowedHosts: ['fcm.googleapis.com'], extraAllowedOrigins: [] };

const subscribe: Event = async (town, _one, at) => {
  const key = createECDH('prime256v1');
  key.generateKeys();
  const keys = { p256dh: key.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
  const endpoint = `https://fcm.googleapis.com/fcm/send/${randomUUID()}`;
  const madeBy = { sessionId: null, via: 'api_key' as const };
  await within(town, at, (ctx) => subscribePush(ctx, RULES, { endpoint, keys, madeBy }));
  at.org.browsers = Math.min(10, at.org.browsers + 1);
  return '';
};

const forget: Event = async ({ admin }, one, { org }) => {
  await admin.query('delete from push_subscriptions where user_id = $1 and org_id = $2', [
    one.userId,
    org.orgId,
  ]);
  org.browsers = 0;
  return '';
};

const hold: Event = async (town, anybody) => {
  // Most are well at most times, and somebody who is not is soon again.
  const one = town.people.find(({ isHeld }) => isHeld) ?? anybody;
  await within(town, homeOf(one), async (ctx) => {
    if (one.isHeld) return liftHold(ctx);
    await lockHold(ctx);
    await writeHold(ctx, { state: 'held', language: 'en', about: null, answeredBy: null, event: 'raised' });
  });
  one.isHeld = !one.isHeld;
  return String(one.isHeld);
};

const homeOf = (one: Somebody): At => {
  const [org] = one.orgs;
  return { actor: { orgId: org!.orgId, userId: one.userId, via: 'rest' }, org: org! };
};

/** Out of the second organisation, and back. */
const move: Event = async ({ admin }, one) => {
  const [, team] = one.orgs;
  const member = [team!.orgId, one.userId];
  if (team!.isMember) await admin.query('delete from members where org_id = $1 and user_id = $2', member);
  else await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'owner')`, member);
  team!.isMember = !team!.isMember;
  return String(team!.isMember);
};

const WHAT = {
  prove,
  say: say(false),
  'say late': say(true),
  refuse,
  takeBack,
  subscribe,
  forget,
  hold,
  move,
};
/** What people do most is drawn most. */
const EVENTS = [
  'prove',
  'prove',
  'say',
  'say',
  'say',
  'say',
  'say late',
  'refuse',
  'takeBack',
  'subscribe',
  'forget',
  'hold',
  'move',
] as const;

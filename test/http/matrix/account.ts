// The account in the matrix: preferences, phone, consent, browsers, keys.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { plain, type Entries } from './entry.ts';

const PREFERENCES = '/v1/account/preferences';
const VERIFICATION = '/v1/account/phone/verification';

/** Numbers that look real and belong to nobody: 555-0100 to 555-0199. */
let numbers = 0;
function newNumber(who: Actor): string {
  const number = `+1${305 + Math.floor(numbers / 100)}55501${String(numbers++ % 100).padStart(2, '0')}`;
  who.world.simulator.phone.addPhone(number, who.name);
  return number;
}

/** The code that a new number of theirs was sent. */
async function phoneCode(who: Actor): Promise<string> {
  const phone = newNumber(who);
  await who.expect('POST', VERIFICATION, { phone });
  const { code } = await who.world.simulator.waitFor((state) =>
    state.verifications.findLast(({ to, status }) => to === phone && status === 'pending'),
  );
  return code;
}

async function verifiedPhone(who: Actor): Promise<void> {
  await who.expect('POST', `${VERIFICATION}/check`, { code: await phoneCode(who) });
}

const browser = () => {
  const key = createECDH('prime256v1');
  key.generateKeys();
  return {
    endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`,
    keys: {
      p256dh: key.getPublicKey('base64url'),
      auth: randomBytes(16).toString('base64url'),
    },
  };
};

/** The id of a push subscription. */
async function subscription(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/account/push-subscriptions', browser())).id;
}

/** The id of an API key. */
async function apiKey(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/account/api-keys', { name: who.canary, scopes: ['tasks:read'] })).id;
}

export const ACCOUNT: Entries = {
  readPreferences: plain,
  readAccount: plain,
  readOnboarding: plain,
  beginOnboarding: plain,
  waveOffOnboarding: plain,
  readSafetyHold: plain,
  listConsents: plain,
  liftSafetyHold: plain,
  changePreferences: {
    ask: (who) => ({
      body: {
        name: who.canary,
        tone: 'direct',
        sleep_window: { from: '22:30', to: '06:00' },
        work_hours: { days: ['MO', 'TU'], from: '09:00', to: '17:30' },
      },
    }),
  },
  startPhoneVerification: { ask: (who) => ({ body: { phone: newNumber(who) } }) },
  checkPhoneCode: { ask: async (who) => ({ body: { code: await who.have(phoneCode) } }) },
  withdrawPhoneVerification: {
    ask: async (who) => {
      await who.have(phoneCode);
      return {};
    },
  },
  removePhone: {
    ask: async (who) => {
      await who.have(verifiedPhone);
      return {};
    },
  },
  optInToWhatsApp: {
    ask: async (who) => {
      await who.have(verifiedPhone);
      return {};
    },
  },
  optOutOfWhatsApp: plain,
  takeBackChange: {
    isOfPerson: true,
    ask: async (who) => {
      await who.expect('PATCH', PREFERENCES, { cooling_off_hours: 24 });
      await who.expect('PATCH', PREFERENCES, { reminder_lead_seconds: 7200 });
      return { path: { field: 'reminder_lead_seconds' } };
    },
  },
  listPushSubscriptions: plain,
  subscribePush: { ask: () => ({ body: browser() }) },
  unsubscribePush: { ask: async (who) => ({ path: { id: await who.have(subscription) } }) },
  readPushKey: plain,
  createApiKey: { ask: (who) => ({ body: { name: who.canary, scopes: ['tasks:read'] } }) },
  listApiKeys: plain,
  deleteApiKey: { ask: async (who) => ({ path: { id: await who.have(apiKey) } }) },
};

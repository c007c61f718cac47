// The columns of the account: who somebody is, how they are reached, and what lets them in.
import { ApiKey } from '../../account/api-key.entity.ts';
import { Profile, PushSubscription } from '../../account/profile.entity.ts';
import { RefreshToken, Session } from '../../account/session.entity.ts';
import { User, UserIdentity, VerifiedPhone } from '../../account/user.entity.ts';
import { CalendarFeed } from '../../calendar/calendar-feed.entity.ts';
import { Consent, ConsentKey } from '../../consent/consent.entity.ts';
import { AS_LONG_AS_THE_ACCOUNT, describe, inner, ofAPerson, personal, plain, secret } from './entry.ts';

const LETS_IN = 'whoever has it could act as the person';
const PROVES = 'it proves a number or an address, and tells its person nothing';

export const users = describe(User, {
  whose: { where: 'id = $1' },
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    id: personal,
    email: personal,
    emailVerifiedAt: plain,
    passwordHash: secret(LETS_IN),
    createdAt: plain,
    registrationKeyHash: secret('it knows a repeated registration, and tells its person nothing'),
    signedOutAt: plain,
  },
});

export const userIdentities = describe(UserIdentity, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: { issuer: plain, subject: personal, userId: personal, createdAt: plain },
});

export const verifiedPhones = describe(VerifiedPhone, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'until somebody else proves the number, or it is taken back',
  columns: {
    phone: personal,
    key: { ...personal, export: { not: 'the number in another form, which stands there already' } },
    whatsappUserId: personal,
    orgId: plain,
    userId: personal,
    verifiedAt: plain,
  },
});

export const profiles = describe(Profile, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    orgId: plain,
    userId: personal,
    displayName: personal,
    zone: personal,
    phone: personal,
    phoneVerifiedAt: plain,
    whatsappOptInAt: plain,
    pendingPhone: personal,
    pendingVerification: secret(PROVES),
    provenWith: secret(PROVES),
    provenAt: plain,
    whatsappAddress: personal,
    quietUntil: plain,
    pushOffAt: plain,
    callsOffAt: plain,
    pushSaidAt: plain,
    whatsappSaidAt: plain,
    callsSaidAt: plain,
    reminderLeadMs: plain,
    escalationWindowMs: plain,
    chronotype: personal,
    sleepFrom: personal,
    sleepTo: personal,
    workHours: personal,
    sessionMinutes: plain,
    tone: plain,
    language: personal,
    coolingOffHours: plain,
    easings: personal,
    easingsDue: plain,
    onboarding: personal,
    createdAt: plain,
    updatedAt: plain,
  },
});

export const pushSubscriptions = describe(PushSubscription, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'until the browser unsubscribes, its session ends or its push service knows it no more',
  columns: {
    ...ofAPerson,
    endpoint: { sort: 'secret', export: { not: 'whoever has it could send to the browser' } },
    p256dh: secret('it belongs to the browser, and is good for nothing elsewhere'),
    auth: secret('whoever has it could write to the browser'),
    sessionId: plain,
    madeWith: plain,
    keptAt: plain,
  },
});

export const sessions = describe(Session, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    id: plain,
    userId: personal,
    createdAt: plain,
    lastUsedAt: plain,
    expiresAt: plain,
    revokedAt: plain,
    label: personal,
    network: personal,
  },
});

export const refreshTokens = describe(RefreshToken, {
  whose: { where: 'session_id in (select id from sessions where user_id = $1)' },
  rows: 'deleted',
  columns: {
    hash: secret(LETS_IN),
    sessionId: plain,
    createdAt: plain,
    expiresAt: plain,
    rotatedAt: plain,
    successorHash: secret(LETS_IN),
  },
});

export const apiKeys = describe(ApiKey, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    name: personal,
    prefix: plain,
    hash: secret(LETS_IN),
    scopes: plain,
    expiresAt: plain,
    lastUsedAt: plain,
    revokedAt: plain,
  },
});

export const calendarFeeds = describe(CalendarFeed, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'until the address is renewed or given up',
  columns: { ...ofAPerson, hash: secret('whoever knows the address reads the calendar') },
});

export const consents = describe(Consent, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    userId: personal,
    line: plain,
    channel: plain,
    kind: personal,
    numberHash: personal,
    way: plain,
    wording: plain,
    createdAt: plain,
  },
});

export const consentKeys = describe(ConsentKey, {
  whose: 'nobody',
  rows: 'kept',
  kept: 'as long as the database',
  columns: {
    id: inner('of the database'),
    innerKey: inner('it hashes the numbers of all'),
    outerKey: inner('it hashes the numbers of all'),
  },
});

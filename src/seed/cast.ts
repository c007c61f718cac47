// The people whom the documents, the tests and the demo speak of. Invented, with addresses and numbers that belong to
// nobody (RFC 2606, 555-01xx).
import type { ChangePreferences } from '../account/change-preferences.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import type { InvitedRole } from '../orgs/roles.ts';

export interface CastTask {
  /** Unique for its person. */
  key: string;
  title: string;
  description?: string;
  /** Days after the one on which it is seeded. */
  inDays: number;
  /** Wall-clock time in the person's zone. */
  at: string;
  minutes: number;
}

export interface CastMember {
  email: string;
  name: string;
  /** IANA name. */
  zone: string;
  /**
   * E.164. Nobody's: the simulated phone has it. It is not verified, so that a seeded person is neither written to
   * nor called.
   */
  phone: string;
  preferences: ChangePreferences;
  tasks: CastTask[];
  /** In their own words; it becomes an active goal with a plan. Null: none yet. */
  wish: string | null;
}

/** Of everybody here, on development machines only. */
export const PASSWORD = 'porridge before sunrise';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;

export const CAST = {
  ana: {
    email: 'ana@example.com',
    name: 'Ana',
    zone: 'Europe/Berlin',
    phone: '+12025550123',
    preferences: {
      chronotype: 'morning',
      sleepFrom: '22:30',
      sleepTo: '06:00',
      workHours: { days: [...WEEKDAYS], from: '09:00', to: '17:00' },
      sessionMinutes: 45,
      tone: 'gentle',
      reminderLeadMs: 10 * MINUTE_MS,
      escalationWindowMs: 15 * MINUTE_MS,
    },
    tasks: [
      { key: 'stretch', title: 'Stretch for ten minutes', inDays: 0, at: '06:30', minutes: 10 },
      { key: 'shoes', title: 'Buy running shoes', inDays: 0, at: '18:00', minutes: 60 },
      { key: 'shopping', title: 'Shop for the week', inDays: 2, at: '18:30', minutes: 45 },
      {
        key: 'dentist',
        title: 'Dentist',
        description: 'Take the insurance card along.',
        inDays: 3,
        at: '08:00',
        minutes: 45,
      },
      { key: 'call-mum', title: 'Call mum', inDays: 5, at: '19:00', minutes: 30 },
    ],
    wish: 'I want to run 10 km in six weeks, three mornings a week before work',
  },
  ben: {
    email: 'ben@example.com',
    name: 'Ben',
    zone: 'America/New_York',
    phone: '+12025550124',
    preferences: {
      chronotype: 'evening',
      sleepFrom: '00:30',
      sleepTo: '08:00',
      workHours: { days: [...WEEKDAYS], from: '10:00', to: '18:00' },
      sessionMinutes: 30,
      tone: 'direct',
      reminderLeadMs: 5 * MINUTE_MS,
      escalationWindowMs: 10 * MINUTE_MS,
    },
    tasks: [
      { key: 'guitar', title: 'Practise the guitar', inDays: 0, at: '20:00', minutes: 30 },
      { key: 'tax', title: 'Sort the tax papers', inDays: 4, at: '19:00', minutes: 60 },
    ],
    wish: null,
  },
  chloe: {
    email: 'chloe@example.com',
    name: 'Chloe',
    zone: 'Europe/Paris',
    phone: '+12025550125',
    preferences: { chronotype: 'morning', sleepFrom: '22:00', sleepTo: '05:30', tone: 'direct' },
    tasks: [{ key: 'route', title: 'Choose the route for Sunday', inDays: 1, at: '12:30', minutes: 30 }],
    wish: null,
  },
  dora: {
    email: 'dora@example.com',
    name: 'Dora',
    zone: 'Asia/Kolkata',
    phone: '+12025550126',
    preferences: { sleepFrom: '23:00', sleepTo: '06:30' },
    tasks: [],
    wish: null,
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof CAST;

/** Beside everybody's own organisation. Dora is asked and has not answered. */
export const TEAM: {
  name: string;
  owner: CastName;
  members: { name: CastName; role: InvitedRole }[];
  invited: { name: CastName; role: InvitedRole };
} = {
  name: 'Sunrise Running Club',
  owner: 'chloe',
  members: [
    { name: 'ana', role: 'admin' },
    { name: 'ben', role: 'member' },
  ],
  invited: { name: 'dora', role: 'member' },
};

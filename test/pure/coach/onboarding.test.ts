// What the builtin coach reads out of the answers of somebody new, as people give them.
import { describe, expect, test } from 'vitest';
import { readOnboarding } from '../../../src/coach/read-onboarding.ts';
import {
  NOTHING_SAID,
  type OnboardingInput,
  type OnboardingOutput,
} from '../../../src/onboarding/onboarding.agent.ts';

const isNew = ([key, value]: [string, unknown]) =>
  JSON.stringify(value) !== JSON.stringify(NOTHING_SAID[key as keyof OnboardingOutput]);

const read = (
  asked: OnboardingInput['asked'],
  message: string,
  zone = 'Europe/Berlin',
): Partial<OnboardingOutput> => {
  const said = readOnboarding({ asked, message, now_local: '2026-11-30T10:00', zone });
  return Object.fromEntries(Object.entries(said).filter(isNew));
};
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR'];

test.each<[OnboardingInput['asked'], string, Partial<OnboardingOutput>]>([
  ['name', 'Sam', { name: 'Sam' }],
  ['name', "I'm Sam", { name: 'Sam' }],
  ['name', 'actually call me Samuel, and I live in Madrid', { name: 'Samuel', zone: 'Europe/Madrid' }],
  [null, 'actually call me Samuel, and I live in Madrid', { name: 'Samuel', zone: 'Europe/Madrid' }],
  ['name', 'you can call me Max from now on', { name: 'Max' }],
  ['work', 'you can call me Max from now on', { name: 'Max' }],
  [
    'name',
    'Ana, Lisbon, early bird, no phone, no WhatsApp',
    { name: 'Ana', zone: 'Europe/Lisbon', chronotype: 'morning', skipped: ['phone'], whatsapp: false },
  ],
  ['name', 'Paris', { name: 'Paris' }],
  ['name', 'Call me Mary-Lou please', { name: 'Mary-Lou' }],
  ['name', 'my name is José Ramírez', { name: 'José Ramírez' }],
  ['zone', 'Lisbon', { zone: 'Europe/Lisbon' }],
  ['zone', "I'm in New York", { zone: 'America/New_York' }],
  ['zone', 'Asia/Kolkata', { zone: 'Asia/Kolkata' }],
  ['zone', 'the uk', { zone: 'Europe/London' }],
  ['chronotype', 'definitely a night owl', { chronotype: 'evening' }],
  ['chronotype', 'morning', { chronotype: 'morning' }],
  ['chronotype', 'neither really', { chronotype: 'neutral' }],
  ['sleep', '11 to 7', { sleep: { from: '23:00', to: '07:00' } }],
  ['sleep', '22:30 - 6:30', { sleep: { from: '22:30', to: '06:30' } }],
  ['sleep', 'I go to bed at midnight and get up at 8', { sleep: { from: '00:00', to: '08:00' } }],
  ['work', '9 to 5', { work: { days: [], from: '09:00', to: '17:00' } }],
  [
    'work',
    'Monday to Thursday, 8 to 4',
    { work: { days: ['MO', 'TU', 'WE', 'TH'], from: '08:00', to: '16:00' } },
  ],
  ['work', "none, I'm retired", { none: ['work'] }],
  [
    'commitments',
    'choir on tuesdays 19:00 to 21:00',
    { commitments: [{ title: 'Choir', days: ['TU'], from: '19:00', to: '21:00' }] },
  ],
  [
    'commitments',
    'football every saturday at 10, and piano on Wednesdays from 4 to 5 pm',
    {
      commitments: [
        { title: 'Football', days: ['SA'], from: '10:00', to: '11:00' },
        { title: 'Piano', days: ['WE'], from: '16:00', to: '17:00' },
      ],
    },
  ],
  ['commitments', 'nothing', { none: ['commitments'] }],
  ['session', '30', { session_minutes: 30 }],
  ['session', 'half an hour', { session_minutes: 30 }],
  ['tone', 'be direct', { tone: 'direct' }],
  ['tone', 'not too tough please', { tone: 'gentle' }],
  ['reminders', '10 minutes before, then 15', { lead_minutes: 10, patience_minutes: 15 }],
  ['reminders', '20 min', { lead_minutes: 20 }],
  ['whatsapp', 'yes please', { whatsapp: true }],
  ['whatsapp', "no, i don't use it", { whatsapp: false }],
  ['phone', 'skip', { skipped: ['phone'] }],
  ['phone', 'no', { skipped: ['phone'] }],
  ['sleep', 'why?', { wants: 'why' }],
  ['name', "no questions, let's start", { wants: 'no_questions' }],
  ['name', 'I want to run a marathon', { wants: 'wish' }],
  ['sleep', 'I sleep at 11', { unread: 'I sleep at 11' }],
])('%s: %s', (asked, message, right) => {
  expect(read(asked, message)).toEqual(right);
});

describe('several at once', () => {
  test('in one message', () => {
    expect(
      read(
        'name',
        "I'm Sam, in London, a morning person. I sleep from 11 to 7, work Monday to Friday 9 to 5, no need to be gentle, be direct, sessions of 45 minutes",
      ),
    ).toMatchObject({
      name: 'Sam',
      zone: 'Europe/London',
      chronotype: 'morning',
      sleep: { from: '23:00', to: '07:00' },
      work: { days: WEEKDAYS, from: '09:00', to: '17:00' },
      session_minutes: 45,
      tone: 'direct',
    });
  });
  test('a correction of another one counts beside the answer', () => {
    expect(read('tone', 'gentle, and actually I sleep from 10 to 6')).toEqual({
      tone: 'gentle',
      sleep: { from: '22:00', to: '06:00' },
    });
  });
});

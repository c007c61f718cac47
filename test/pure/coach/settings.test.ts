// How people ask to be reminded otherwise: what is changed by it, what is asked first, and what is no setting.
import { describe, expect, test } from 'vitest';
import { askBuiltin } from '../../harness/ask-builtin.ts';

const said = (message: string) =>
  askBuiltin('orchestrator', {
    message,
    history: [],
    now_local: '2026-12-02T10:15',
    zone: 'Europe/London',
    open_goals: [],
    upcoming_tasks: [{ id: 'run', title: 'Easy run', starts_local: '2026-12-02T18:00' }],
  });

/** "lead_minutes 20, call false"; with a question mark where a yes is asked for; else the intent. */
async function changed(message: string): Promise<string> {
  const { intent, payload, asks } = await said(message);
  const settings = payload.settings ?? asks?.act.payload.settings;
  if (!settings) return intent;
  const named = Object.entries(settings).filter(([, value]) => value !== null);
  return `${named.map(([name, value]) => `${name} ${value}`).join(', ')}${asks ? '?' : ''}`;
}

describe('settings', () => {
  test.each([
    ['text me 20 mins before stuff not 5, and no calls ever', 'lead_minutes 20, call false'],
    ['remind me 20 mins before things not 10', 'lead_minutes 20'],
    ['can you remind me half an hour before everything', 'lead_minutes 30'],
    ['Kindly remind me 1 hour prior to every task', 'lead_minutes 60'],
    ['i need more notice, like an hour', 'lead_minutes 60'],
    ["don't ring me", 'call false'],
    ['stop calling me, texts are fine', 'call false'],
    ['texting is fine but dont ring', 'call false'],
    ['no more whatsapps please', 'whatsapp false'],
    ['use whatsapp not calls', 'whatsapp true, call false'],
    ['you can call me again', 'call true'],
    ['turn off notifications', 'push false'],
    ['quiet after 9pm', 'quiet_from 21:00'],
    ['no messages before 7 in the morning pls', 'quiet_to 07:00'],
    ['do not disturb from 22:00 to 07:00', 'quiet_from 22:00, quiet_to 07:00'],
    ['How do I make you stop chiming at me after eight at night?', 'quiet_from 20:00'],
    ['im in lisbon now', 'zone Europe/Lisbon'],
    ['change my timezone to Sydney', 'zone Australia/Sydney'],
    ['can u stop calling me samuel its sam', 'name Sam'],
    ['be a bit gentler with me', 'tone gentle'],
    ["I'm in Lisbon from tomorrow", 'zone Europe/Lisbon?'],
    ['Advise me 2 hours before please', 'lead_minutes 120?'],
    ['dont message me between 8 and 4 on wed thurs fri', 'quiet_from 08:00, quiet_to 16:00?'],
    ['no calls after 8 at night', 'quiet_from 20:00?'],
    ['from now on ping me 10 min before, not on the dot', 'lead_minutes 10'],
    ['remind me 25 minutes earlier in general', 'lead_minutes 25'],
    ['please call me Dr Osei, not Kwame', 'name Dr Osei'],
    ["I'm flying to Lisbon tonight, use their time from tomorrow", 'zone Europe/Lisbon?'],
    ['start my week on Sunday', 'CLARIFY'],
    ['give me a daily digest at 7', 'CLARIFY'],
    ['can you write to me in german', 'CLARIFY'],
    ['briefer messages please', 'CLARIFY'],
  ])('%s', async (message, expected) => {
    expect(await changed(message)).toBe(expected);
  });

  test.each([
    ['dont text me during lectures, tues 9-11 and thurs 2-4', /every day/],
    ['Please use 12 hour time, all this 15:00 is confusing me', /preferences/],
    ['stop nagging me', /rest from today/],
    ['too many messages', /rest from today/],
  ])('%s: says what can be done instead', async (message, words) => {
    const { intent, clarification_question } = await said(message);
    expect(intent).toBe('CLARIFY');
    expect(clarification_question).toMatch(words);
  });

  test('what cannot be done with it is said', async () => {
    const { payload } = await said('quiet after 9 pm except for the insulin thing');
    expect(payload).toMatchObject({
      settings: { quiet_from: '21:00' },
      assumed: expect.stringContaining('no exceptions'),
    });
  });

  test.each([
    ['call me at 5', 'NEW_TASK'],
    ['ring my mum at 5', 'NEW_TASK'],
    ['I want to stop calling my ex', 'GOAL'],
    ['I want to call my mum more often', 'GOAL'],
    ['my mum says stop calling me', 'CLARIFY'],
  ])('%s is none', async (message, expected) => {
    expect(await changed(message)).toBe(expected);
  });
});

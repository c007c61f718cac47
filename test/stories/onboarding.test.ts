// Somebody new is asked eleven questions, in order, and their first wish is not forgotten.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const newcomer = (name: string): Promise<Person> =>
  world.person(name, { channels: [], onboarding: true, zone: 'UTC' });

/** What the coach answers, in one conversation. */
function talkTo(person: Person): (message: string) => Promise<string> {
  let conversation: string | undefined;
  return async (message) => {
    const reply = await person.expect(200, 'POST', '/v1/chat/messages', {
      message,
      ...(conversation !== undefined && { conversation_id: conversation }),
    });
    conversation = reply.conversation_id;
    return reply.message as string;
  };
}

const preferencesOf = (person: Person) => person.expect(200, 'GET', '/v1/account/preferences');
const codeOf = async ({ number }: Person): Promise<string> =>
  (await world.simulator.waitFor((state) => state.verifications.findLast(({ to }) => to === number))).code;

test('all of them, one after the other: the profile is theirs, the number proven, the wish planned', async () => {
  const ana = await newcomer('Ana');
  const say = talkTo(ana);
  expect(await say('I want to run 10 km in six weeks')).toMatch(
    /^Hello!.*I keep your wish.*zone\? \(2 of 11\)$/s,
  );
  expect(await say('Berlin')).toMatch(/Europe\/Berlin.*morning person.*\(3 of 11\)$/s);
  expect(await say('an evening person')).toMatch(/\(4 of 11\)$/);
  expect(await say('why?')).toMatch(/Nothing is planned into your sleep.*\(4 of 11\)$/s);
  expect(await say('23:00 to 7:00')).toMatch(/you sleep from 23:00 to 07:00.*\(5 of 11\)$/s);
  expect(await say('Monday to Friday, 9 to 17')).toMatch(/\(6 of 11\)$/);
  expect(await say('choir on Tuesdays 19:00 to 21:00')).toMatch(/Choir on Tue 19:00 to 21:00.*\(7 of 11\)$/s);
  expect(await say('45 minutes')).toMatch(/\(8 of 11\)$/);
  expect(await say('direct')).toMatch(/\(9 of 11\)$/);
  expect(await say('10 minutes before, then 15')).toMatch(/\(10 of 11\)$/);
  expect(await say(`It is ${ana.number}`)).toMatch(/I have sent a code.*What is the code/s);
  expect(await say('0000')).toMatch(/not the one we sent.*What is the code/s);
  expect(await say(await codeOf(ana))).toMatch(/Your number is proven\. .*\(11 of 11\)$/s);
  // The last answer brings the plan of the first wish.
  expect(await say('yes, and actually 30 minutes at a time')).toMatch(/km/);
  expect(await preferencesOf(ana)).toMatchObject({
    zone: 'Europe/Berlin',
    chronotype: 'evening',
    session_minutes: 30,
    tone: 'direct',
    reminder_lead_seconds: 600,
    escalation_window_seconds: 900,
  });
  const { rules } = await ana.expect(200, 'GET', '/v1/task-rules');
  expect(rules).toMatchObject([{ title: 'Choir', rrule: 'FREQ=WEEKLY;BYDAY=TU', time: '19:00' }]);
  const { goals } = await ana.expect(200, 'GET', '/v1/goals');
  expect(goals).toMatchObject([{ wish: 'I want to run 10 km in six weeks', status: 'negotiating' }]);
  expect(await ana.expect(200, 'GET', '/v1/account/onboarding')).toMatchObject({
    status: 'done',
    next: null,
  });
});

test('nobody has to answer: skipped, not understood twice, or waved off with the wish in the same words', async () => {
  const ben = await newcomer('Ben');
  const say = talkTo(ben);
  expect(await say('hello')).toMatch(/\(2 of 11\)$/);
  expect(await say('skip')).toMatch(/\(3 of 11\)$/);
  expect(await say('bananas')).toMatch(/did not understand.*\(3 of 11\)$/s);
  expect(await say('more bananas')).toMatch(/leave that one for now.*\(4 of 11\)$/s);
  expect(await ben.expect(200, 'GET', '/v1/account/onboarding')).toMatchObject({
    status: 'open',
    next: { question: 'sleep' },
    skipped: ['zone', 'chronotype'],
  });
  expect(await say('No questions, I want to read 12 books')).toMatch(/book/i);
  const { goals } = await ben.expect(200, 'GET', '/v1/goals');
  expect(goals).toHaveLength(1);
});

test('everything at once, by a client as well, is asked by nobody again', async () => {
  const cleo = await newcomer('Cleo');
  await cleo.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'Europe/Paris', session_minutes: 20 });
  const say = talkTo(cleo);
  const all =
    'A morning person. I sleep from 10 to 6, work Monday to Friday 9 to 5, no commitments, be gentle, remind me 5 minutes before';
  expect(await say(all)).toMatch(/\(10 of 11\)$/);
  expect(await say('skip')).toMatch(/That is all/);
  expect(await cleo.expect(200, 'GET', '/v1/account/onboarding')).toMatchObject({ status: 'done' });
});

test('a message that is sent again is answered once, and moves nothing on', async () => {
  const dora = await newcomer('Dora');
  const message = { message: 'hello', message_id: crypto.randomUUID() };
  const first = await dora.expect(200, 'POST', '/v1/chat/messages', message);
  expect(await dora.expect(200, 'POST', '/v1/chat/messages', message)).toEqual(first);
  await dora.expect(200, 'DELETE', '/v1/account/onboarding');
  const [again] = [await talkTo(dora)('How am I doing?')];
  expect(again).not.toMatch(/of 11/);
  expect(await dora.expect(200, 'POST', '/v1/account/onboarding')).toMatchObject({ status: 'open' });
});

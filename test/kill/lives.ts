// The people who live with Flux while it is being killed: some have reminders, some talk a wish into a plan.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Person, PersonOptions } from '../harness/person.ts';
import type { World } from '../harness/world.ts';
import { insist } from './insist.ts';
import type { Random } from './random.ts';

/** One story, from registration to its end. What it rejects with is a broken promise. */
export type Life = (world: World, random: Random) => Promise<void>;

const PATIENCE_MS = 300_000;
const WISHES = [
  'I want to run 10 km in six weeks, three mornings a week before work',
  'Read 12 books this year, half an hour before bed',
  'Meditate every morning for ten minutes',
  'Learn Spanish for my trip, twenty minutes on weekdays',
] as const;
const CHANGES = ['Only twice a week, please', 'not on weekends'] as const;

/** A task whose reminder climbs to its end, unless the person says at some rung that it is done. */
export const reminded: Life = async (world, random) => {
  const mode = random.pick(['ring', 'busy', 'no-answer', 'voicemail']);
  const answersAt = random.pick(['push', 'whatsapp', 'call', 'never', 'never', 'never', 'never']);
  const thinksMs = random.between(0, 1500);
  const isReported = random.isTrue(0.5);
  const person = await arrive(world, { windowSeconds: random.between(1, 3) });
  world.simulator.phone.setMode(person.number, mode);
  if (!isReported) loseReports(world, person.number);
  const task = await plan(person, 'Run 5 km');
  if (answersAt !== 'never') {
    await reached(world, person, task, answersAt);
    await delay(thinksMs);
    await settle(person, task);
  }
  const how = await ending(world, task);
  if (answersAt === 'never' && how !== 'missed')
    throw new Error(`a ladder without an answer ended as ${how}`);
};

/** A wish becomes a plan, perhaps changed once, then approved in chat or by REST. */
export const planning: Life = async (world, random) => {
  const [wish, change] = [random.pick(WISHES), random.pick(CHANGES)];
  const [changes, approvesInChat] = [random.isTrue(0.4), random.isTrue(0.5)];
  const person = await arrive(world, { channels: [] });
  const first = await say(person, wish);
  const shown = changes ? await say(person, change, first.conversation_id) : first;
  if (!shown.proposed_plan) throw new Error(`a wish was answered with "${shown.message}"`);
  const { draft, hash } = shown.proposed_plan;
  if (draft !== (changes ? 2 : 1)) throw new Error(`the plan shown is draft ${draft}`);
  if (approvesInChat) {
    const { message } = await say(person, 'Yes, let us do it', first.conversation_id);
    if (!message.includes('Agreed')) throw new Error(`an approval was answered with "${message}"`);
  } else {
    const approval = await insist(person, 'POST', `/v1/goals/${first.goal_id}/approval`, { draft, hash });
    if (approval.status !== 200) throw new Error(`an approval was answered with ${approval.status}`);
  }
};

/** The provider's reports never arrive, for all of a person's messages and calls or for everybody's: only its list tells what was sent. */
export function loseReports({ simulator }: World, to?: string): void {
  for (const target of ['messageStatus', 'callStatus'] as const)
    simulator.faults.next(target, { kind: 'never' }, { times: Infinity, to });
}

/** Registering has no retry of its own: who is cut off starts over as somebody new, and the half account stays unused. */
async function arrive(world: World, options: Partial<PersonOptions>): Promise<Person> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    try {
      return await world.person('Ana', options);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(200);
    }
  }
}

/** A POST of a task has no key yet by which to repeat it: whoever is in doubt looks before trying again. */
async function plan(person: Person, title: string): Promise<string> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    try {
      return await person.plan(title);
    } catch (error) {
      const { body } = await insist(person, 'GET', '/v1/tasks?limit=10');
      const [known] = body.tasks;
      if (known) return known.id;
      if (Date.now() > deadline) throw error;
    }
  }
}

async function reached(
  { simulator }: World,
  person: Person,
  task: string,
  rung: 'push' | 'whatsapp' | 'call',
): Promise<void> {
  await simulator.waitFor(
    () => {
      const { pushes, messages, calls } = person.received();
      return { push: pushes, whatsapp: messages, call: calls }[rung].length > 0;
    },
    { timeoutMs: PATIENCE_MS, what: `the ${rung} for task ${task}` },
  );
}

async function settle(person: Person, task: string): Promise<void> {
  const answer = await insist(person, 'POST', `/v1/tasks/${task}/completion`);
  if (answer.status !== 200) throw new Error(`a completion was answered with ${answer.status}`);
}

async function say(person: Person, message: string, conversation?: string) {
  const answer = await insist(person, 'POST', '/v1/chat/messages', {
    message,
    message_id: randomUUID(),
    ...(conversation && { conversation_id: conversation }),
  });
  if (answer.status !== 200) throw new Error(`a message was answered with ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Also waits for a reminder that the reconciler has yet to start. */
async function ending({ temporal }: World, task: string): Promise<string> {
  const handle = temporal.client.workflow.getHandle(`reminder/${task}/1`);
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    try {
      return await temporal.client.withDeadline(deadline, () => handle.result());
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || Date.now() > deadline) throw error;
      await delay(500);
    }
  }
}

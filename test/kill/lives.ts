// The people who live with Flux while it is being killed: some have reminders, some talk a wish into a plan.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../harness/person.ts';
import type { World } from '../harness/world.ts';
import { arrive, plan, reached, say, settled } from './acts.ts';
import { insist } from './insist.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

/** One story, from registration to its end. What it rejects with is a broken promise. */
export type Life = (town: Town, random: Random) => Promise<void>;

export const WISHES = [
  'I want to run 10 km in six weeks, three mornings a week before work',
  'Read 12 books this year, half an hour before bed',
  'Meditate every morning for ten minutes',
  'Learn Spanish for my trip, twenty minutes on weekdays',
] as const;
const CHANGES = ['Only twice a week, please', 'not on weekends'] as const;

/** A task whose reminder climbs to its end, unless the person says at some rung that it is done. */
export const reminded: Life = async (town, random) => {
  const mode = random.pick(['ring', 'busy', 'no-answer', 'voicemail']);
  const answersAt = random.pick(['push', 'whatsapp', 'call', 'never', 'never', 'never', 'never']);
  const thinksMs = random.between(0, 1500);
  const isReported = random.isTrue(0.5);
  const person = await arrive(town, { windowSeconds: random.between(1, 3) });
  town.world.simulator.phone.setMode(person.number, mode);
  if (!isReported) loseReports(town.world, person.number);
  const task = await plan(person, 'Run 5 km', new Date());
  const ended = settled(town, task);
  const answers = answersAt !== 'never' && (await reached(town, person, answersAt, ended));
  if (answers) {
    await delay(thinksMs);
    await settle(person, task);
  }
  const { status } = answers ? await settled(town, task) : await ended;
  // A call that was picked up while no API heard it is no miss; at the end it is looked at that there was one.
  const isDoubtful = !answers && mode === 'voicemail' && status === 'undelivered';
  if (!isDoubtful && status !== (answers ? 'done' : 'missed'))
    throw new Error(`a ladder ${answers ? 'with' : 'without'} an answer ended as ${status}`);
};

/** A wish becomes a plan, perhaps changed once, by chat or by REST, then approved by one of the two. */
export const planning: Life = async (town, random) => {
  const [wish, change] = [random.pick(WISHES), random.pick(CHANGES)];
  const changesBy = random.pick(['nothing', 'nothing', 'chat', 'rest']);
  // In chat "yes" means the plan that was last shown there.
  const approvesInChat = random.isTrue(0.5) && changesBy !== 'rest';
  const person = await arrive(town, { channels: [] });
  const first = await say(town, person, wish);
  if (!first.proposed_plan) throw new Error(`a wish was answered with "${first.message}"`);
  const shown = {
    nothing: async () => first.proposed_plan,
    chat: async () => {
      const changed = await say(town, person, change, first.conversation_id);
      if (!changed.proposed_plan) throw new Error(`a change was answered with "${changed.message}"`);
      return changed.proposed_plan;
    },
    rest: async () => revise(person, first.goal_id, change),
  };
  const { draft, hash } = (await shown[changesBy]()) ?? {};
  if (draft !== (changesBy === 'nothing' ? 1 : 2))
    throw new Error(`the plan shown is draft ${draft} after a change by ${changesBy}`);
  if (approvesInChat) {
    const { message } = await say(town, person, 'Yes, let us do it', first.conversation_id);
    if (!message.includes('Agreed')) throw new Error(`an approval was answered with "${message}"`);
  } else {
    await approve(person, first.goal_id, { draft, hash });
  }
};

/** A plan that runs is changed and agreed to once more; all that is left of it is done, and the goal with it. */
export const changing: Life = async (town, random) => {
  const isFinished = random.isTrue(0.5);
  const person = await arrive(town, { channels: [] });
  const first = await say(town, person, random.pick(WISHES));
  const goal = first.goal_id as string;
  await approve(person, goal, first.proposed_plan);
  const asked = { message: random.pick(CHANGES), message_id: randomUUID() };
  const change = await insist(person, 'POST', `/v1/goals/${goal}/modifications`, asked);
  if (change.status !== 201) throw new Error(`a modification was answered with ${change.status}`);
  await approve(person, goal, change.body);
  if (!isFinished) return;
  const { body } = await insist(person, 'GET', `/v1/tasks?goal_id=${goal}&limit=100`);
  const open = (body.tasks as { id: string; status: string }[]).filter(({ status }) => status === 'pending');
  for (const { id } of open) await settle(person, id);
  const ended = await insist(person, 'GET', `/v1/goals/${goal}`);
  if (ended.body.status !== 'completed') throw new Error(`a goal that was done is ${ended.body.status}`);
};

async function approve(person: Person, goal: string, { draft, hash }: { draft: number; hash: string }) {
  const { status, body } = await insist(person, 'POST', `/v1/goals/${goal}/approval`, { draft, hash });
  if (status !== 200) throw new Error(`an approval was answered with ${status} ${JSON.stringify(body)}`);
}

/** The provider's reports never arrive, for all of a person's messages and calls or for everybody's: only its list tells what was sent. */
export function loseReports({ simulator }: Pick<World, 'simulator'>, to?: string): void {
  for (const target of ['messageStatus', 'callStatus'] as const)
    simulator.faults.next(target, { kind: 'never' }, { times: Infinity, to });
}

async function settle(person: Person, task: string): Promise<void> {
  const answer = await insist(person, 'POST', `/v1/tasks/${task}/completion`);
  if (answer.status !== 200) throw new Error(`a completion was answered with ${answer.status}`);
}

async function revise(person: Person, goal: string, message: string) {
  const request = { message, message_id: randomUUID() };
  const { status, body } = await insist(person, 'POST', `/v1/goals/${goal}/revisions`, request);
  if (status !== 201) throw new Error(`a revision was answered with ${status} ${JSON.stringify(body)}`);
  return body;
}

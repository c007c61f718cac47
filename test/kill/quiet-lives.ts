// People who never send anything again: they say it once, and then only read what came of it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../harness/person.ts';
import { arrive, PATIENCE_MS } from './acts.ts';
import { WISHES, type Life } from './lives.ts';

const LOOK_AGAIN_MS = 500;
/** Whoever was told nothing looks so long whether anything came of it. */
const UNSURE_MS = 60_000;

/** What was taken is answered, what was not taken is not there: nothing in between. */
export const saysOnce: Life = async (town, random) => {
  const message = random.pick([...WISHES, 'How am I doing?', 'Water the plants tomorrow at 9']);
  const person = await arrive(town, { channels: [] });
  const id = randomUUID();
  const told = await once(person, '/v1/chat/messages', { message, message_id: id });
  if (told === 'taken') town.records.taken.add(id);
  await comesOf(person, told, `/v1/chat/messages/${id}/reply`, ({ message: answer }) => answer !== undefined);
};

/** The same by REST: a goal that was taken gets its draft, or says that none came about. */
export const wantsOnce: Life = async (town, random) => {
  const wish = random.pick(WISHES);
  const person = await arrive(town, { channels: [] });
  const id = randomUUID();
  const told = await once(person, '/v1/goals', { wish, goal_id: id });
  await comesOf(
    person,
    told,
    `/v1/goals/${id}`,
    ({ latest_draft, planning }) => latest_draft !== null || planning === 'failed',
  );
};

type Told = 'taken' | 'refused' | 'nothing';

async function once(person: Person, path: string, body: unknown): Promise<Told> {
  const answer = await person.call('POST', path, body).catch(() => null);
  if (answer === null || answer.status === 504) return 'nothing';
  if ([200, 201, 202].includes(answer.status)) return 'taken';
  if (answer.status === 503) return 'refused';
  throw new Error(`${path} was answered with ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function comesOf(
  person: Person,
  told: Told,
  path: string,
  isAnswer: (body: Record<string, unknown>) => boolean,
): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    await delay(LOOK_AGAIN_MS);
    const read = await person.call('GET', path).catch(() => null);
    if (read?.status === 401) await person.signIn().catch(() => undefined);
    if (read?.status === 200 && isAnswer(read.body)) return;
    const waitedMs = Date.now() - startedAt;
    if (read?.status === 404) {
      if (told === 'taken') throw new Error(`${path} was taken, and is gone`);
      if (told === 'refused' || waitedMs > UNSURE_MS) return;
    }
    if (waitedMs > PATIENCE_MS)
      throw new Error(`${path} was ${told}, and is ${read?.status} after ${waitedMs} ms`);
  }
}

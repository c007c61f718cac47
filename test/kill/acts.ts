// What people do in their stories, each so that it happens once however often the line breaks.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Person, PersonOptions } from '../harness/person.ts';
import { insist } from './insist.ts';
import type { Town } from './town.ts';

/** Longer than the providers fail, and than the pauses that a ladder makes after that. */
export const PATIENCE_MS = 1_200_000;
const LOOK_AGAIN_MS = 500;

/** Registering is no single request: who is cut off starts over as somebody new, and the half account stays unused. */
export async function arrive({ world }: Town, options: Partial<PersonOptions>): Promise<Person> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    try {
      return await world.person('Ana', { ...options, number: nextNumber() });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(2000);
    }
  }
}

/** Resolves to the task's id; there is one, however often it was asked for. */
export async function plan(person: Person, title: string, startsAt: Date): Promise<string> {
  const task = { title, starts_at: startsAt.toISOString(), duration_minutes: 5 };
  const headers = { 'Idempotency-Key': randomUUID() };
  const { status, body } = await insist(person, 'POST', '/v1/tasks', task, headers);
  if (status !== 201) throw new Error(`a task was answered with ${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Says it until it is answered; resolves to the answer. */
export async function say({ records }: Town, person: Person, message: string, conversation?: string) {
  const id = randomUUID();
  const { status, body } = await insist(person, 'POST', '/v1/chat/messages', {
    message,
    message_id: id,
    ...(conversation && { conversation_id: conversation }),
  });
  if (status !== 200) throw new Error(`a message was answered with ${status} ${JSON.stringify(body)}`);
  records.taken.add(id);
  return body;
}

export interface Settled {
  status: string;
  via: string | null;
  /** It was written down long after its time: no reminder makes sense, and it stays open. */
  wasLate: boolean;
}

/** How a task ended, as PostgreSQL has it; waits for it. `isOver`: other than that it is not open any more. */
export async function settled(
  { db }: Town,
  task: string,
  isOver: (settled: Settled) => boolean = ({ status, wasLate }) =>
    wasLate || (status !== 'pending' && status !== 'rescheduled'),
): Promise<Settled> {
  let last: Settled | undefined;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const { rows } = await db.query<Settled>(
      `select status, settled_via as via, created_at >= starts_at + interval '1 hour' as "wasLate"
       from tasks where id = $1`,
      [task],
    );
    [last] = rows;
    if (last && isOver(last)) return last;
    await delay(LOOK_AGAIN_MS);
  }
  throw new Error(`task ${task} never ended: ${JSON.stringify(last)}`);
}

/** True once it was there; false where the task ended without it. */
export async function reached(
  { world: { simulator } }: Town,
  person: Person,
  rung: 'push' | 'whatsapp' | 'call',
  ended: Promise<unknown>,
): Promise<boolean> {
  const there = simulator.waitFor(
    () => {
      const { pushes, messages, calls } = person.received();
      return { push: pushes, whatsapp: messages, call: calls }[rung].length > 0;
    },
    { timeoutMs: PATIENCE_MS },
  );
  return Promise.race([
    there.then(() => true).catch(() => false),
    ended.then(() => false).catch(() => false),
  ]);
}

const numbers = validNumbers();

/** A thousand people are more than the area codes from 202 to 210 have room for. */
const nextNumber = (): string => numbers.next().value!;

function* validNumbers(): Generator<string, undefined> {
  for (let area = 212; area < 990; area += 1)
    for (let line = 0; line < 100; line += 1) {
      const number = `+1${area}55501${String(line).padStart(2, '0')}`;
      if (!parsePhoneNumberFromString(number)?.isValid()) break;
      yield number;
    }
}

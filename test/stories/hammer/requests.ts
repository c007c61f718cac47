// What the people ask for: reads and writes by the short way and by the mapper, and much that has to be refused and rolled back.
import { randomUUID } from 'node:crypto';
import type { Seat } from './people.ts';

export interface Shot {
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
  /** It names something of another seat: nothing but 404 is right. */
  isForeign?: true;
  /** Another organisation than the seat's. */
  orgId?: string;
}

/** 0 <= x < 1 */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)]!;

export function nextShot(random: Random, seat: Seat, seats: readonly Seat[]): Shot {
  let left = random() * TOTAL;
  const [, make] = SHOTS.find(([weight]) => (left -= weight) < 0)!;
  return make(
    seat,
    random,
    pick(
      random,
      seats.filter(({ orgId }) => orgId !== seat.orgId),
    ),
  );
}

type Make = (seat: Seat, random: Random, stranger: Seat) => Shot;

const HOUR_MS = 3_600_000;
const BASE_MS = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 48 * HOUR_MS;
const hour = (number: number): string => new Date(BASE_MS + number * HOUR_MS).toISOString();

const get =
  (path: string): Make =>
  () => ({ method: 'GET', path });
const create = (body: object, headers: Record<string, string> = {}): Shot => ({
  method: 'POST',
  path: '/v1/tasks',
  body,
  headers,
});
const task = (seat: Seat, starts = seat.hours++) => ({
  title: `Run ${seat.mark}`,
  description: seat.mark,
  starts_at: hour(starts),
  duration_minutes: 30,
});
const ownTask = (seat: Seat, random: Random): string =>
  seat.taskIds.length === 0 ? randomUUID() : pick(random, seat.taskIds);

/** How often among all, and what. */
const SHOTS: [weight: number, make: Make][] = [
  [12, get('/v1/tasks/today')],
  [8, get('/v1/tasks?limit=20')],
  [6, (seat, random) => ({ method: 'GET', path: `/v1/tasks/${ownTask(seat, random)}` })],
  [3, get('/v1/auth/me')],
  [3, get('/v1/account/preferences')],
  [3, (seat) => ({ method: 'GET', path: `/v1/orgs/${seat.orgId}/members` })],
  [2, get('/v1/goals')],
  [2, get('/v1/conversations')],
  // The short way.
  [14, (seat) => create(task(seat))],
  // The mapper, with the answer in the same transaction.
  [6, (seat) => keyed(seat, randomUUID(), task(seat))],
  [3, (seat, random) => repeated(seat, random)],
  [5, (seat, random) => settle(seat, random, 'completion')],
  [3, (seat, random) => settle(seat, random, 'miss')],
  [3, (seat, random) => ({ method: 'DELETE', path: `/v1/tasks/${ownTask(seat, random)}` })],
  [4, (seat, random) => move(ownTask(seat, random), seat.hours++)],
  [4, (seat) => ({ ...preferences, body: { name: `Ana ${seat.mark}`, tone: 'gentle' } })],
  // Refused: the time is taken, the key was used for something else, the tag is old, the task is settled, a field is wrong.
  [5, (seat, random) => create(task(seat, Math.floor(random() * seat.hours)))],
  [3, (seat, random) => ({ ...repeated(seat, random), body: task(seat) })],
  [2, (seat) => ({ ...preferences, body: { name: seat.mark, org_id: seat.orgId } })],
  [
    3,
    (seat, random) => ({
      ...move(ownTask(seat, random), seat.hours++),
      headers: { 'if-match': '"of-another-day"' },
    }),
  ],
  // Somebody else's.
  [2, (_, random, stranger) => foreign({ method: 'GET', path: `/v1/tasks/${ownTask(stranger, random)}` })],
  [2, (_, random, stranger) => foreign(settle(stranger, random, 'completion'))],
  [2, (seat, random, stranger) => foreign(move(ownTask(stranger, random), seat.hours++))],
  [
    1,
    (_seat, _random, { orgId }) =>
      foreign({ method: 'GET', path: `/v1/orgs/${randomUUID()}/members`, orgId }),
  ],
];
const TOTAL = SHOTS.reduce((sum, [weight]) => sum + weight, 0);

const preferences = { method: 'PATCH', path: '/v1/account/preferences' };
const foreign = (shot: Shot): Shot => ({ ...shot, isForeign: true });

const settle = (seat: Seat, random: Random, how: 'completion' | 'miss'): Shot => ({
  method: 'POST',
  path: `/v1/tasks/${ownTask(seat, random)}/${how}`,
});
const move = (taskId: string, to: number): Shot => ({
  method: 'POST',
  path: `/v1/tasks/${taskId}/reschedule`,
  body: { starts_at: hour(to) },
});

function keyed(seat: Seat, key: string, body: object): Shot {
  if (!seat.keyed.has(key)) seat.keyed.set(key, { body, taskId: null });
  return create(body, { 'idempotency-key': key });
}

/** The same request under the same key, however the first one ended. */
function repeated(seat: Seat, random: Random): Shot {
  const keys = [...seat.keyed.keys()];
  if (keys.length === 0) return keyed(seat, randomUUID(), task(seat));
  const key = pick(random, keys);
  return keyed(seat, key, seat.keyed.get(key)!.body);
}

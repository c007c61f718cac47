// Where the killer lies in wait: every gap of a reminder, of a turn and of an approval that a process can die in.
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../harness/world.ts';
import type { FarSide } from './far-side.ts';
import { holdInDatabase, writesTo, type Hold } from './hold.ts';
import type { Random } from './random.ts';

export type Victim = 'worker' | 'api' | 'both';

export interface Point {
  name: string;
  victim: Victim;
  /** How often it comes up, compared with the others. */
  weight: number;
  /** Who never comes within this time is not waited for. Below the product's lock time-out where a lock is the trap. */
  patienceMs: number;
  arm(): Promise<Hold>;
}

const LOCKED_MS = 4000;
const PASSING_MS = 20_000;

export function pointsOf({ database }: Pick<World, 'database'>, farSide: FarSide, random: Random): Point[] {
  const locked = (
    name: string,
    victim: Victim,
    table: string,
    login: 'flux_worker' | 'flux_api' = 'flux_worker',
  ): Point => ({
    name,
    victim,
    weight: 1,
    patienceMs: LOCKED_MS,
    arm: () => holdInDatabase(database.adminUrl, { sql: writesTo(table), login }),
  });
  const ofRung = (rung: 'push' | 'whatsapp' | 'call'): Point[] => [
    {
      name: `${rung}: between claim and send`,
      victim: 'worker',
      weight: 2,
      patienceMs: PASSING_MS,
      arm: async () => farSide.holdNext(rung, 'received'),
    },
    {
      name: `${rung}: between send and record`,
      victim: 'worker',
      weight: 2,
      patienceMs: PASSING_MS,
      arm: async () => farSide.holdNext(rung, 'accepted'),
    },
    {
      name: `${rung}: in the wait for an answer`,
      victim: 'worker',
      weight: 2,
      patienceMs: PASSING_MS,
      arm: async () => after(farSide.passNext(rung), random.between(100, 1500)),
    },
  ];
  return [
    ...ofRung('push'),
    ...ofRung('whatsapp'),
    ...ofRung('call'),
    locked('rung: inside the claim', 'worker', 'dispatch_log'),
    locked('rung: inside the record', 'worker', 'notification_log'),
    locked('turn: goal being opened', 'worker', 'goals'),
    locked('turn: answer being stored', 'worker', 'messages'),
    locked('plan: specialist at work', 'worker', 'specialist_findings'),
    locked('plan: draft being stored', 'worker', 'plan_drafts'),
    locked('plan: activation', 'worker', 'task_rules'),
    locked('tasks being written', 'worker', 'tasks'),
    locked('API: message being stored', 'api', 'messages', 'flux_api'),
    locked('API: task being written', 'api', 'tasks', 'flux_api'),
    locked('API: in the middle of a turn', 'api', 'goals'),
    locked('API: while a plan is drafted', 'api', 'plan_drafts'),
    locked('API: in the middle of an approval', 'api', 'task_rules'),
    ...(['worker', 'api', 'both'] as const).map((victim): Point => ({
      name: `${victim}: any moment`,
      victim,
      weight: 1,
      patienceMs: PASSING_MS,
      arm: async () => ({ reached: delay(random.between(0, 3000)), release: async () => undefined }),
    })),
  ];
}

/** All points in the proportion of their weights, at least `kills` of them, in an order given by chance. */
export function deckOf(points: readonly Point[], kills: number, random: Random): Point[] {
  const round = points.flatMap((point) => Array.from({ length: point.weight }, () => point));
  const deck: Point[] = [];
  while (deck.length < kills) deck.push(...random.shuffle(round));
  return deck.slice(0, kills);
}

function after(hold: Hold, waitMs: number): Hold {
  return { ...hold, reached: hold.reached.then(() => delay(waitMs)) };
}

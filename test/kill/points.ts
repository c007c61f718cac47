// Where the killer lies in wait: every gap of a reminder, of a turn and of an approval that a process can die in.
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../harness/world.ts';
import type { FarSide } from './far-side.ts';
import { holdInDatabase, writesTo, type Hold } from './hold.ts';
import type { Random } from './random.ts';

export type Victim = 'worker' | 'api' | 'both';

export interface Point {
  kind: 'point';
  name: string;
  victim: Victim;
  /** By SIGKILL, or by SIGTERM and within its grace time. */
  how: 'kill' | 'end';
  /** Nobody comes here while the providers fail. */
  needsProviders: boolean;
  /** How often it comes up, compared with the others. */
  weight: number;
  /** Who never comes within this time is not waited for. Below the product's lock time-out where a lock is the trap. */
  patienceMs: number;
  arm(): Promise<Hold>;
}

const LOCKED_MS = 4000;
const PASSING_MS = 20_000;

const NOWHERE = { kind: 'point', how: 'kill', needsProviders: false, weight: 1 } as const;

export function pointsOf({ database }: Pick<World, 'database'>, farSide: FarSide, random: Random): Point[] {
  const locked = (
    name: string,
    victim: Victim,
    table: string,
    login: 'flux_worker' | 'flux_api' = 'flux_worker',
  ): Point => ({
    ...NOWHERE,
    name,
    victim,
    patienceMs: LOCKED_MS,
    arm: () => holdInDatabase(database.adminUrl, { sql: writesTo(table), login }),
  });
  const anyMoment = (victim: Victim, how: Point['how']): Point => ({
    ...NOWHERE,
    name: `${victim}: any moment`,
    victim,
    how,
    patienceMs: PASSING_MS,
    arm: async () => ({ reached: delay(random.between(0, 3000)), release: async () => undefined }),
  });
  const toEnd = (point: Point): Point => ({ ...point, how: 'end' });
  const sending = rungsOf(farSide, random);
  return [
    ...sending,
    locked('rung: inside the claim', 'worker', 'dispatch_log'),
    locked('rung: inside the record', 'worker', 'notification_log'),
    locked('turn: goal being opened', 'worker', 'goals'),
    locked('turn: answer being stored', 'worker', 'messages'),
    locked('plan: specialist at work', 'worker', 'specialist_findings'),
    locked('plan: draft being stored', 'worker', 'plan_drafts'),
    locked('plan: activation in chat', 'worker', 'task_rules'),
    locked('tasks being written', 'worker', 'tasks'),
    locked('API: message being stored', 'api', 'messages', 'flux_api'),
    locked('API: task being written', 'api', 'tasks', 'flux_api'),
    locked('API: in the middle of an approval', 'api', 'task_rules', 'flux_api'),
    locked('API: in the middle of a turn', 'api', 'goals'),
    locked('API: while a plan is drafted', 'api', 'plan_drafts'),
    ...(['worker', 'api', 'both'] as const).map((victim) => anyMoment(victim, 'kill')),
    ...(['worker', 'api', 'both'] as const).map((victim) => anyMoment(victim, 'end')),
    ...sending.filter(({ name }) => !name.includes('wait')).map((point) => ({ ...toEnd(point), weight: 1 })),
    toEnd(locked('turn: answer being stored', 'worker', 'messages')),
    toEnd(locked('plan: draft being stored', 'worker', 'plan_drafts')),
    toEnd(locked('API: message being stored', 'api', 'messages', 'flux_api')),
    toEnd(locked('API: in the middle of a turn', 'api', 'goals')),
  ];
}

function rungsOf(farSide: FarSide, random: Random): Point[] {
  const sending = { ...NOWHERE, victim: 'worker', weight: 2, patienceMs: PASSING_MS } as const;
  return (['push', 'whatsapp', 'call'] as const).flatMap((rung) => [
    {
      ...sending,
      name: `${rung}: between claim and send`,
      arm: async () => farSide.holdNext(rung, 'received'),
    },
    {
      ...sending,
      name: `${rung}: between send and record`,
      needsProviders: true,
      arm: async () => farSide.holdNext(rung, 'accepted'),
    },
    {
      ...sending,
      name: `${rung}: in the wait for an answer`,
      needsProviders: true,
      arm: async () => after(farSide.passNext(rung), random.between(100, 1500)),
    },
  ]);
}

function after(hold: Hold, waitMs: number): Hold {
  return { ...hold, reached: hold.reached.then(() => delay(waitMs)) };
}

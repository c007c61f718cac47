// What a person, their reminders and their calendar may do to tasks, by the verbs that everybody calls.
import { changePreferences } from '../../../src/account/change-preferences.ts';
import { abandonGoal } from '../../../src/goals/abandon-goal.ts';
import { Goal } from '../../../src/goals/goal.entity.ts';
import { shareTask, unshareTask } from '../../../src/goals/share-task.ts';
import type { Ctx } from '../../../src/kernel/context.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { addDays, localDayOf } from '../../../src/kernel/time.ts';
import type { Via } from '../../../src/kernel/via.ts';
import { endPause } from '../../../src/rules/end-pause.ts';
import { startPause } from '../../../src/rules/start-pause.ts';
import { answerTask, settleTask } from '../../../src/tasks/answer-task.ts';
import { cancelTask } from '../../../src/tasks/cancel-task.ts';
import { createTask } from '../../../src/tasks/create-task.ts';
import { editTask } from '../../../src/tasks/edit-task.ts';
import { fireLocationTasks } from '../../../src/tasks/fire-location-tasks.ts';
import { reopenTask } from '../../../src/tasks/reopen-task.ts';
import { Task } from '../../../src/tasks/task.entity.ts';
import type { Random } from '../../kill/random.ts';
import type { Rest } from './recount.ts';
import type { Journal } from './retold.ts';

export interface Life {
  random: Random;
  journal: Journal;
  conversationId: string;
  /** In the order in which they were made. */
  tasks: string[];
  /** By id, with the first tag of each, or none. */
  goals: Map<string, string | null>;
  /** Of everything, by id. */
  rests: Map<string, Rest>;
  /** Of everything, of a goal: those that were not ended. */
  pauses: Set<string>;
}

type Act = (as: As, life: Life) => Promise<unknown>;
/** In a transaction of its own, by that door. */
type As = <T>(via: Via, work: (ctx: Ctx) => Promise<T>) => Promise<T>;

const DAY_MS = 86_400_000;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
] as const;
const TAGS = ['fitness', 'learning', 'home', 'sleep'] as const;
const DOORS = ['rest', 'push', 'whatsapp', 'call', 'chat'] as const;

const anyOf = <T>({ random }: Life, all: readonly T[]): T => all[Math.floor(random.between(0, all.length))]!;
const zoneOf = ({ journal }: Life): string => journal.zones.at(-1)!.zone;
const todayOf = (life: Life): string => localDayOf(new Date(), zoneOf(life));
const someTime = ({ random }: Life): Date => {
  // Most of it lies in the last weeks; some of it long ago, some ahead, a good part about now.
  const far = random.pick([
    'about now',
    'about now',
    'long ago',
    'lately',
    'lately',
    'lately',
    'lately',
    'lately',
  ]);
  const days =
    far === 'about now'
      ? random.between(-1.5, 1.5)
      : far === 'long ago'
        ? random.between(-400, -60)
        : random.between(-60, 8);
  return new Date(Math.floor((Date.now() + days * DAY_MS) / 300_000) * 300_000);
};

export const ACTS: Record<string, { weight: number; act: Act }> = {
  create: {
    weight: 22,
    act: createOne,
  },
  done: { weight: 18, act: (as, life) => settle(as, life, 'done', anyOf(life, DOORS)) },
  missed: { weight: 8, act: (as, life) => settle(as, life, 'missed', anyOf(life, DOORS)) },
  'missed by the ladder': { weight: 10, act: (as, life) => settle(as, life, 'missed', 'ladder') },
  undelivered: { weight: 6, act: (as, life) => settle(as, life, 'undelivered', 'ladder') },
  'any word': {
    weight: 8,
    act: (as, life) => {
      const intent = anyOf(life, ['done', 'missed'] as const);
      return as(anyOf(life, DOORS), (ctx) =>
        answerTask(ctx, { taskId: anyOf(life, life.tasks), generation: null, intent }),
      );
    },
  },
  reopen: {
    weight: 8,
    act: (as, life) => as('rest', (ctx) => reopenTask(ctx, { taskId: anyOf(life, life.tasks), force: true })),
  },
  move: {
    weight: 8,
    act: (as, life) =>
      as('rest', (ctx) =>
        editTask(ctx, { taskId: anyOf(life, life.tasks), startsAt: someTime(life), force: true }),
      ),
  },
  cancel: {
    weight: 3,
    act: (as, life) => as('rest', (ctx) => cancelTask(ctx, { taskId: anyOf(life, life.tasks) })),
  },
  'come to a place': { weight: 1, act: (as) => as('rest', fireLocationTasks) },
  pause: { weight: 3, act: pause },
  resume: { weight: 2, act: resume },
  'move away': { weight: 2, act: moveAway },
  'open a goal': { weight: 1, act: openGoal },
  'let a goal go': {
    weight: 0.6,
    act: (as, life) => as('rest', (ctx) => abandonGoal(ctx, { goalId: anyOf(life, [...life.goals.keys()]) })),
  },
  share: {
    weight: 3,
    act: (as, life) => {
      const shared = { taskId: anyOf(life, life.tasks), goalId: anyOf(life, [...life.goals.keys()]) };
      return as('rest', (ctx) =>
        life.random.isTrue(0.8) ? shareTask(ctx, shared) : unshareTask(ctx, shared),
      );
    },
  },
};

export async function createOne(as: As, life: Life): Promise<void> {
  const { random, journal, tasks } = life;
  const [taskId, startsAt] = [newId(), someTime(life)];
  const goalId = random.isTrue(0.5) ? anyOf(life, [...life.goals.keys()]) : null;
  await as('rest', async (ctx) => {
    const triggerType = random.isTrue(0.08) ? 'location' : 'time';
    const durationMinutes = Math.floor(random.between(1, 24)) * 10;
    await createTask(ctx, { taskId, title: 'Run', startsAt, durationMinutes, triggerType, force: true });
    // A plan would write it so.
    if (goalId !== null) await ctx.em.nativeUpdate(Task, { id: taskId }, { goalId });
  });
  journal.starts.set(taskId, startsAt);
  tasks.push(taskId);
}

const settle = (as: As, life: Life, status: 'done' | 'missed' | 'undelivered', via: Via) =>
  // What was made of late is what is answered most.
  as(via, (ctx) => {
    const from = life.random.isTrue(0.7) ? life.tasks.slice(-60) : life.tasks;
    return settleTask(ctx, { taskId: anyOf(life, from), status });
  });

async function pause(as: As, life: Life): Promise<void> {
  const { random, rests, pauses } = life;
  const today = todayOf(life);
  const from = addDays(today, Math.floor(random.between(-25, 4)));
  const after = Math.floor(random.between(0, 6));
  const until = random.isTrue(0.3) ? undefined : addDays(from > today ? from : today, after);
  const goalId = random.isTrue(0.4) ? anyOf(life, [...life.goals.keys()]) : undefined;
  const { pause: begun } = await as('rest', (ctx) => startPause(ctx, { from, until, goalId }));
  pauses.add(begun.id);
  if (goalId === undefined) rests.set(begun.id, { from, until: until ?? null, endedOn: null });
}

async function resume(as: As, life: Life): Promise<void> {
  const { pauses, rests } = life;
  const pauseId = anyOf(life, [...pauses]);
  if (!pauseId) return;
  await as('rest', (ctx) => endPause(ctx, { pauseId, force: true }));
  pauses.delete(pauseId);
  const rest = rests.get(pauseId);
  if (rest) rests.set(pauseId, { ...rest, endedOn: todayOf(life) });
}

async function moveAway(as: As, life: Life): Promise<void> {
  const zone = anyOf(life, ZONES);
  const at = await as('rest', async (ctx) => {
    const [row]: { at: string }[] = await ctx.em.execute('select now() as at');
    await changePreferences(ctx, { zone });
    return new Date(row!.at);
  });
  life.journal.zones.push({ at, zone });
}

export async function openGoal(as: As, life: Life): Promise<void> {
  const id = newId();
  const tag = life.random.isTrue(0.8) ? anyOf(life, TAGS) : null;
  const { conversationId } = life;
  await as('rest', (ctx) =>
    ctx.em.insert(Goal, {
      id,
      orgId: ctx.orgId,
      userId: ctx.userId,
      conversationId,
      wish: '',
      title: `Goal ${life.goals.size}`,
      tags: tag === null ? [] : [tag, 'community'],
      status: 'active',
      planning: 'drafted',
    }),
  );
  life.goals.set(id, tag);
}

/** One of them, by its weight; what a verb refuses is refused, and counts as done. */
export async function actOnce(as: As, life: Life): Promise<string> {
  const all = Object.entries(ACTS);
  let left = life.random.between(
    0,
    all.reduce((sum, [, { weight }]) => sum + weight, 0),
  );
  const [name, { act }] = all.find(([, { weight }]) => (left -= weight) < 0) ?? all[0]!;
  try {
    await act(as, life);
    return name;
  } catch (error) {
    if (error instanceof FluxError && error.code !== 'INTERNAL') return `${name}: ${error.code}`;
    throw error;
  }
}

// Makes of a file what its dry run has said: all of it in one transaction, once, whatever stands at its times.
import { LockMode } from '@mikro-orm/core';
import type { EntityName, RequiredEntityData } from '@mikro-orm/postgresql';
import { readProfile } from '../account/read-profile.ts';
import { Conversation } from '../conversations/conversation.entity.ts';
import { Goal } from '../goals/goal.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { addDays, localDayOf } from '../kernel/time.ts';
import { MOST_RULES } from '../rules/create-rule.ts';
import { horizonOf } from '../rules/horizon.ts';
import { insertOccurrences } from '../rules/insert-occurrences.ts';
import { TaskPause } from '../rules/task-pause.entity.ts';
import { lockCalendar, type HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { isSoon, reminderDue } from '../tasks/reminder-due.ts';
import { isOpen, Task, TaskEvent, TaskRule } from '../tasks/task.entity.ts';
import type { Found } from './found.ts';
import { AccountImport } from './import.entity.ts';
import { viewImport, type ImportView } from './import-view.ts';
import { findKnown, type PlaceOf } from './known.ts';
import { countsOf, isPast, occurrencesAhead } from './plan-import.ts';

/** Harmless when repeated: what was applied stays so. Throws NOT_FOUND, and RULES_TOO_MANY. */
export async function applyImport(ctx: Ctx, id: string): Promise<ImportView> {
  const one = await ctx.em.findOne(
    AccountImport,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!one) throw new FluxError('NOT_FOUND');
  if (one.appliedAt || !one.found) return viewImport(one);
  const { found } = one;
  const holder = await lockCalendar(ctx);
  const placeOf = await findKnown(ctx, found);
  const result = { created: countsOf(found, placeOf, false), duplicates: countsOf(found, placeOf, true) };
  await requireRoom(ctx, found, placeOf);
  await writeGoals(holder, found, placeOf);
  await writeRules(holder, found, placeOf);
  await writeAll(ctx, TaskPause, pausesOf(ctx, found, placeOf));
  await writeTasks(holder, found, placeOf);
  await writeAll(ctx, TaskEvent, eventsOf(ctx, found, placeOf));
  const applied = { appliedAt: new Date(), found: null, result };
  await ctx.em.nativeUpdate(AccountImport, { id }, applied);
  return viewImport({ ...one, ...applied });
}

/** Others may have been made since the dry run. */
async function requireRoom({ em }: Ctx, found: Found, placeOf: PlaceOf): Promise<void> {
  const running = newOnes(found, 'rules', placeOf).filter(
    ({ one }) => !one.endedAt && one.occurrences !== 'plan',
  );
  const there = await em.count(TaskRule, { expandedTo: { $ne: null }, endedAt: null });
  if (running.length > 0 && there + running.length > MOST_RULES) throw new FluxError('RULES_TOO_MANY');
}

/** So many rows of a table go in one statement. */
const AT_ONCE = 500;

async function writeAll<Entity extends object>(
  { em }: Ctx,
  entity: EntityName<Entity>,
  rows: RequiredEntityData<Entity>[],
): Promise<void> {
  for (let first = 0; first < rows.length; first += AT_ONCE)
    await em.insertMany(entity, rows.slice(first, first + AT_ONCE));
}

/** What is not there yet, each once, with its id. */
function newOnes<K extends 'goals' | 'rules' | 'pauses' | 'tasks' | 'events'>(
  found: Found,
  kind: K,
  placeOf: PlaceOf,
) {
  const seen = new Set<string>();
  const all: readonly Found[K][number][] = found[kind];
  return all.flatMap((one) => {
    const { id, isThere } = placeOf(kind, one.origin)!;
    if (isThere || seen.has(id)) return [];
    seen.add(id);
    return [{ id, one }];
  });
}

/** Its plan was another's: it has none here, and no words of chat. */
async function writeGoals(ctx: Ctx, found: Found, placeOf: PlaceOf): Promise<void> {
  const { em, orgId, userId } = ctx;
  const goals = newOnes(found, 'goals', placeOf);
  if (goals.length === 0) return;
  const conversationId = derivedId(userId, `import ${orgId} conversation`);
  await insertOnce(em, Conversation, { id: conversationId, orgId, userId, createdAt: new Date() }, ['id']);
  const rows = goals.map(
    ({ id, one: { wish, title, tags, status, pipelineOrder, createdAt, roadmapOf } }) => ({
      wish,
      title,
      tags,
      status,
      pipelineOrder,
      id,
      orgId,
      userId,
      conversationId,
      createdAt: new Date(createdAt),
      planning: 'drafted' as const,
      roadmapOf: placeOf('goals', roadmapOf)?.id ?? null,
    }),
  );
  await writeAll(ctx, Goal, rows);
}

async function writeRules(ctx: HoldsCalendar, found: Found, placeOf: PlaceOf): Promise<void> {
  const { em, orgId, userId } = ctx;
  for (const { id, one } of newOnes(found, 'rules', placeOf)) {
    const { origin: _, line: __, occurrences, goal, endedAt, ...rest } = one;
    const rule = {
      ...rest,
      id,
      orgId,
      userId,
      createdAt: new Date(),
      version: 1,
      goalId: placeOf('goals', goal)?.id ?? null,
      endedAt: endedAt === null ? null : new Date(endedAt),
      expandedTo: expandedToOf(found, one),
    };
    await em.insert(TaskRule, rule);
    if (occurrences === 'made') await insertOccurrences(ctx, rule, occurrencesAhead(one, found));
  }
}

/** Up to where it has its tasks; the reconciler makes those behind. Null: it is a plan's, which has all. */
function expandedToOf(found: Found, rule: Found['rules'][number]): string | null {
  if (rule.occurrences === 'plan') return null;
  if (rule.occurrences === 'made') return horizonOf(rule);
  const dates = found.tasks.filter((one) => one.rule === rule.origin).map((one) => one.ruleDate ?? '');
  return dates.toSorted().at(-1) || addDays(localDayOf(new Date(), rule.zone), -1);
}

const pausesOf = ({ orgId, userId }: Ctx, found: Found, placeOf: PlaceOf) =>
  newOnes(found, 'pauses', placeOf).map(({ id, one }) => ({
    id,
    orgId,
    userId,
    createdAt: new Date(),
    ruleId: placeOf('rules', one.rule)?.id ?? null,
    goalId: placeOf('goals', one.goal)?.id ?? null,
    fromDate: one.fromDate,
    untilDate: one.untilDate,
    endedAt: one.endedAt === null ? null : new Date(one.endedAt),
    endedOn: one.endedOn,
  }));

async function writeTasks(ctx: HoldsCalendar, found: Found, placeOf: PlaceOf): Promise<void> {
  const { orgId, userId } = ctx;
  const tasks = newOnes(found, 'tasks', placeOf).map(({ id, one }) => {
    const { origin: _, line: __, goal, sharedWith, rule, pause, startsAt, settledAt, ...rest } = one;
    const ruleId = placeOf('rules', rule)?.id ?? null;
    // Both, as with every open task that has no reminder: nobody looks for a ladder of it.
    const withoutReminder = one.triggerType === 'location' || (isOpen(one) && isPast(one)) ? 1 : null;
    return {
      ...rest,
      id,
      orgId,
      userId,
      createdAt: new Date(),
      generation: 1,
      goalId: placeOf('goals', goal)?.id ?? null,
      sharedWithGoalIds: sharedWith.flatMap((origin) => placeOf('goals', origin)?.id ?? []),
      ruleId,
      ruleDate: ruleId === null ? null : rest.ruleDate,
      pauseId: placeOf('pauses', pause)?.id ?? null,
      startsAt: new Date(startsAt),
      settledAt: settledAt === null ? null : new Date(settledAt),
      recordedGeneration: withoutReminder,
      remindedGeneration: withoutReminder,
    };
  });
  await writeAll(ctx, Task, tasks);
  // What came without a history begins one here.
  if (found.source !== 'flux')
    await recordEvents(
      ctx,
      'created',
      tasks.map(({ id }) => id),
    );
  const profile = await readProfile(ctx);
  for (const task of tasks) {
    const due = reminderDue(task, profile);
    if (isOpen(task) && task.recordedGeneration === null && isSoon(due)) ctx.tell(due);
  }
}

const eventsOf = ({ orgId, userId }: Ctx, found: Found, placeOf: PlaceOf) =>
  newOnes(found, 'events', placeOf).flatMap(({ id, one: { kind, via, detail, createdAt, task } }) => {
    const taskId = placeOf('tasks', task)?.id;
    return taskId ? [{ id, orgId, userId, taskId, kind, via, detail, createdAt: new Date(createdAt) }] : [];
  });

// Notes of many tasks at once that their reminder runs.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system. Who moved a task meanwhile has raised its generation: its next reminder is still to be started. */
export async function markRemindersStarted(
  em: EntityManager,
  tasks: { taskId: string; generation: number }[],
): Promise<void> {
  const started = tasks.map(({ taskId, generation }) => ({ id: taskId, generation }));
  await em.execute(
    `update tasks set reminded_generation = started.generation
     from json_to_recordset(?) as started (id uuid, generation int)
     where tasks.id = started.id and tasks.generation = started.generation`,
    [JSON.stringify(started)],
  );
}

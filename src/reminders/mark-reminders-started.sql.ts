// Notes of many tasks at once that their reminder runs.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system. Who moved a task meanwhile has raised its generation: its next reminder is still to be started. */
export async function markRemindersStarted(
  em: EntityManager,
  tasks: { taskId: string; generation: number }[],
): Promise<void> {
  const started = tasks.map(({ taskId, generation }) => ({ id: taskId, generation }));
  await em.execute(
    `with started as (
       select t.id, t.generation from json_to_recordset(?) as s (id uuid, generation int)
       join tasks t on t.id = s.id and t.generation = s.generation order by t.id for no key update of t)
     update tasks set reminded_generation = started.generation from started where tasks.id = started.id`,
    [JSON.stringify(started)],
  );
}

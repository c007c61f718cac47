// Says that somebody is reached differently from now on, wherever reminders of theirs wait.
import type { Ctx, Person } from '../kernel/context.ts';

/** `people`: the same person once for each organisation. */
export function tellReachChanged(ctx: Ctx, people: readonly Person[]): void {
  for (const person of people) ctx.tell({ kind: 'settings_changed' }, person);
}

// A change of settings reaches whatever waits for the person: each reminder that is under way asks the database again.
import { asPerson, type Person } from '../kernel/context.ts';
import { listStartedReminders } from './list-started-reminders.sql.ts';
import type { StartPorts } from './start-reminders.ts';

/** So many are woken at once. */
const AT_ONCE = 16;

/** Harmless when repeated. Throws as `Reminders.wake` does. */
export async function wakeReminders(
  { orm, reminders }: Pick<StartPorts, 'orm' | 'reminders'>,
  person: Person,
): Promise<void> {
  // Nothing is told in here, so nothing is to be performed.
  const store = { orm, perform: async () => {} };
  const started = await asPerson(store, { ...person, via: 'system' }, listStartedReminders);
  for (let first = 0; first < started.length; first += AT_ONCE)
    await Promise.all(
      started.slice(first, first + AT_ONCE).map((reminder) => reminders.wake(person, reminder)),
    );
}

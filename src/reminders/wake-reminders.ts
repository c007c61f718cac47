// A change of settings reaches whatever waits for the person: each reminder that is under way asks the database again.
import { asPerson, type Person } from '../kernel/context.ts';
import { listStartedReminders } from './list-started-reminders.sql.ts';
import { listRemindersOut } from './list-reminders-out.ts';
import type { Reminders } from './reminders.ts';
import type { StartPorts } from './start-reminders.ts';

type ReminderRef = Awaited<ReturnType<typeof listStartedReminders>>[number];

/** So many are woken at once. */
const AT_ONCE = 16;

/** Harmless when repeated. Throws as `Reminders.wake` does. */
export async function wakeReminders(
  { orm, reminders }: Pick<StartPorts, 'orm' | 'reminders'>,
  person: Person,
): Promise<void> {
  // Nothing is told in here, so nothing is to be performed.
  const store = { orm, perform: async () => {} };
  await wake(reminders, person, await asPerson(store, { ...person, via: 'system' }, listStartedReminders));
}

/**
 * The same for somebody who has left, to whom something was sent within the day: each finds nobody, and takes it back.
 */
export async function wakeRemindersOut(
  { orm, reminders }: Pick<StartPorts, 'orm' | 'reminders'>,
  person: Person,
): Promise<void> {
  await wake(reminders, person, await listRemindersOut(orm, person));
}

async function wake(reminders: Reminders, person: Person, started: ReminderRef[]): Promise<void> {
  for (let first = 0; first < started.length; first += AT_ONCE)
    await Promise.all(
      started
        .slice(first, first + AT_ONCE)
        .map((reminder) => reminders.wake(person, reminder, { settings: true })),
    );
}

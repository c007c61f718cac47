// People for whom it is about noon, so that no test meets their midnight, and what they did on which of their days.
import { DateTime } from 'luxon';
import type { Session } from '../../harness/http.ts';

const hoursAhead = 12 - new Date().getUTCHours();

/** Its clocks never change. Names of this kind count westwards. */
export const NOON_ZONE =
  hoursAhead === 0 ? 'UTC' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;

/** "2026-11-24": of today there, or so many days from it. */
export const dayAt = (inDays: number): string =>
  DateTime.now().setZone(NOON_ZONE).plus({ days: inDays }).toISODate()!;

/** At an hour of that day there, in UTC. */
export const momentAt = (inDays: number, hour: number): string =>
  DateTime.fromISO(dayAt(inDays), { zone: NOON_ZONE }).set({ hour }).toUTC().toISO()!;

/** Resolves to its id. */
export async function plan(who: Session, inDays: number, hour = 7): Promise<string> {
  const task = { title: 'Run', starts_at: momentAt(inDays, hour), duration_minutes: 30, force: true };
  return (await who.expect(201, 'POST', '/v1/tasks', task)).id;
}

/** Planned for that day, and settled by its person now. */
export async function settled(
  who: Session,
  inDays: number,
  status: 'done' | 'missed',
  hour = 7,
): Promise<string> {
  const id = await plan(who, inDays, hour);
  await who.expect(200, 'POST', `/v1/tasks/${id}/${status === 'done' ? 'completion' : 'miss'}`);
  return id;
}

// "What's on tomorrow?": the open tasks of some days, in order of time.
import { addDays, endOfLocalDay, localDayOf, startOfLocalDay, utcToWallClock } from '../../kernel/time.ts';
import { listTasksTool } from '../../tasks/tools.ts';
import type { Intent } from './intent.ts';

/** More is not read in a chat. */
const MOST = 20;

export const listTasks: Intent = async (ctx, { said, zone, message }) => {
  const from = said.payload.list_from ?? localDayOf(message.saidAt, zone);
  const to = said.payload.list_to ?? addDays(from, 6);
  const { tasks, next_cursor } = await listTasksTool.within(ctx, {
    from: startOfLocalDay(from, zone).toISOString(),
    to: endOfLocalDay(to, zone).toISOString(),
    limit: 100,
  });
  const open = tasks.filter(({ status }) => status === 'pending' || status === 'rescheduled');
  const span = from === to ? dayOf(from) : `${dayOf(from)} to ${dayOf(to)}`;
  if (open.length === 0) return { say: `Nothing is planned for ${span}.` };
  const days = Map.groupBy(
    open.slice(0, MOST),
    ({ starts_at }) => utcToWallClock(new Date(starts_at), zone).date,
  );
  const lines = [...days].map(
    ([day, ofDay]) =>
      `${dayOf(day)}: ${ofDay.map(({ starts_at, title }) => `${utcToWallClock(new Date(starts_at), zone).time} ${title}`).join(', ')}`,
  );
  const isMore = open.length > MOST || next_cursor !== null;
  return { say: [...lines, ...(isMore ? ['And more: ask for a single day.'] : [])].join('\n') };
};

const dayOf = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });

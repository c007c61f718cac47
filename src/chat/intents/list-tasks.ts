// "What's on tomorrow?": the open tasks of some days, in order of time.
import { addDays, endOfLocalDay, localDayOf, startOfLocalDay, utcToWallClock } from '../../kernel/time.ts';
import { listTasksTool } from '../../tasks/tools.ts';
import type { z } from 'zod';
import type { Intent } from './intent.ts';

/** More is not read in a chat. */
const MOST = 20;

export const listTasks: Intent = async (ctx, { said, zone, message }) => {
  const today = localDayOf(message.saidAt, zone);
  const from = said.payload.list_from ?? today;
  const to = said.payload.list_to ?? addDays(from, 6);
  const { tasks, next_cursor } = await listTasksTool.within(ctx, {
    from: startOfLocalDay(from, zone).toISOString(),
    to: endOfLocalDay(to, zone).toISOString(),
    limit: 100,
  });
  const { list_only: only, list_without: without } = said.payload;
  const found = tasks.filter(
    ({ status, title }) =>
      isShown(status, to, today) && holds(title, only) && !(without && holds(title, without)),
  );
  const span = from === to ? dayOf(from) : `${dayOf(from)} to ${dayOf(to)}`;
  if (found.length === 0) return { say: `Nothing${only ? ` with “${only}”` : ''} is planned for ${span}.` };
  const days = Map.groupBy(
    found.slice(0, MOST),
    ({ starts_at }) => utcToWallClock(new Date(starts_at), zone).date,
  );
  const lines = [...days].map(
    ([day, ofDay]) =>
      `${dayOf(day)}: ${ofDay.map(({ starts_at, title, status }) => `${utcToWallClock(new Date(starts_at), zone).time} ${title}${stateOf(status)}`).join(', ')}`,
  );
  const isMore = found.length > MOST || next_cursor !== null;
  return { say: [...lines, ...(isMore ? ['And more: ask for a single day.'] : [])].join('\n') };
};

type Status = z.output<typeof listTasksTool.output>['tasks'][number]['status'];

/** Of days to come what is open; of days that were what became of it too. */
const isShown = (status: Status, to: string, today: string): boolean =>
  status === 'pending' || status === 'rescheduled' || (to < today && status !== 'cancelled');

const stateOf = (status: Status): string => (status === 'done' || status === 'missed' ? ` (${status})` : '');

/** A word of three letters or more, with or without its ending. */
function holds(title: string, words: string | null): boolean {
  if (words === null) return true;
  const stems = words
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length > 2)
    .map((word) => word.replace(/(?:ing|es|s|e)$/, ''));
  return stems.some((stem) => title.toLowerCase().includes(stem));
}

const dayOf = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });

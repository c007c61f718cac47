// A time that cannot be had, as one says it to a person: what stands there, and when there is room.
import type { Ctx } from '../../kernel/context.ts';
import { FluxError } from '../../kernel/errors.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { freeTimes } from '../../tasks/free-times.ts';
import { hasPassed } from '../moment-said.ts';

interface Wanted {
  /** Null: the first free one was. */
  startsAt: Date | null;
  saidAt: Date;
  durationMinutes: number;
  /** Of a task that is there already: it is not in its own way. */
  taskId?: string;
  /** IANA name. */
  zone: string;
}

/** Only of what writes nothing before it is refused. Throws every error again but TIME_TAKEN. */
export async function sayTaken(ctx: Ctx, error: unknown, wanted: Wanted): Promise<string> {
  if (!(error instanceof FluxError) || error.code !== 'TIME_TAKEN') throw error;
  const { overlaps = [], taken } = error.fields as Taken;
  const { startsAt, saidAt, durationMinutes, taskId, zone } = wanted;
  const isOver = startsAt !== null && hasPassed(startsAt);
  const notBefore = startsAt === null || isOver ? saidAt : startsAt;
  const except = taskId && { except: taskId };
  const [free] = await freeTimes(ctx, { durationMinutes, notBefore, limit: 1, ...except });
  const [first] = taken ?? [];
  const when = first ? `, ${spokenTime(new Date(first.starts_at), zone)}` : '';
  const why = overlaps.length > 0 ? standing(overlaps, when) : isOver ? 'That time has passed.' : NO_ROOM;
  // One free time is none for what recurs.
  return free && !taken ? `${why} The next free time is ${spokenTime(free, zone)}.` : why;
}

interface Taken {
  overlaps?: string[];
  /** Of what recurs: its times that cannot be had. */
  taken?: { starts_at: string }[];
}

const NO_ROOM = 'I find no free time in the coming week.';

function standing(overlaps: readonly string[], when: string): string {
  const titles = [...new Set(overlaps)].slice(0, 3).map((title) => `“${title}”`);
  return `${titles.join(' and ')} ${titles.length === 1 ? 'stands' : 'stand'} there already${when}.`;
}

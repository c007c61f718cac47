// Holds every answer against whose it is, and remembers what people were told.
import { MARK, type Seat } from './people.ts';
import type { Shot } from './requests.ts';

export interface Said {
  status: number;
  contentType: string;
  text: string;
}

export interface Judge {
  /** Why this answer is wrong, or null. */
  rule(seat: Seat, shot: Shot, said: Said): string | null;
  /** The tasks that people were told they have. */
  told: ReadonlyMap<string, Seat>;
}

/** How a request may end that is not done, whatever is done to the database. */
const REFUSALS = new Set([404, 409, 412, 422, 503]);
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

export function createJudge(seats: readonly Seat[]): Judge {
  const told = new Map<string, Seat>();
  const seatOf = new Map(seats.map((seat) => [seat.mark, seat]));

  /** Of the others in their organisation people see the names, and nothing else. */
  const mayRead = (seat: Seat, { path }: Shot, mark: string): boolean =>
    mark === seat.mark || (path.endsWith('/members') && seatOf.get(mark)?.orgId === seat.orgId);

  const noteTask = (seat: Seat, { headers }: Shot, taskId: string): string | null => {
    const known = seat.keyed.get(headers?.['idempotency-key'] ?? '');
    if (known && known.taskId !== null)
      return known.taskId === taskId ? null : 'tells of a second task under one key';
    if (known) known.taskId = taskId;
    told.set(taskId, seat);
    seat.taskIds.push(taskId);
    return null;
  };

  return {
    told,
    rule: (seat, shot, { status, contentType, text }) => {
      if (status >= 300) {
        const isProblem = REFUSALS.has(status) && contentType === 'application/problem+json';
        return isProblem ? null : 'is no problem of those to be expected';
      }
      if (shot.isForeign) return 'was done to what is somebody else’s';
      const mark = text.match(MARK)?.find((one) => !mayRead(seat, shot, one));
      if (mark !== undefined) return `shows what is ${mark}`;
      const id = text.match(UUID)?.find((one) => (told.get(one) ?? seat) !== seat);
      if (id !== undefined) return `shows a task of ${told.get(id)?.mark}`;
      return status === 201 ? noteTask(seat, shot, JSON.parse(text).id) : null;
    },
  };
}

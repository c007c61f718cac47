// What became of each task, retold from its history alone: no column that analytics reads is looked at.
import { DateTime } from 'luxon';
import type pg from 'pg';

/** What the test did, and no history says. */
export interface Journal {
  /** By task: when it was to start at first. */
  starts: Map<string, Date>;
  /** In order of time; the first counts from the beginning. */
  zones: { at: Date; zone: string }[];
}

export interface Retold {
  id: string;
  state: 'open' | 'done' | 'missed' | 'undelivered' | 'cancelled';
  startsAt: DateTime;
  endsAt: DateTime;
  /** The wall clock for which it counts; only of what is done, missed or undelivered. */
  counted: DateTime | null;
  /** By which door it was settled. */
  via: string;
  /** It counts for the moment of the word, not for that of its start. */
  isOfPlace: boolean;
  goals: string[];
  own: string | null;
}

interface Row {
  id: string;
  own: string | null;
  shared: string[];
  minutes: number;
  waits: boolean;
  events: { kind: string; via: string; at: string; detail: Record<string, string> | null }[];
}

const HISTORY = `
  select t.id, t.goal_id as own, t.shared_with_goal_ids as shared, t.duration_minutes as minutes, t.trigger_type = 'location' as waits,
    (select json_agg(json_build_object('kind', kind, 'via', via, 'at', created_at, 'detail', detail) order by created_at, id)
     from task_events e where e.task_id = t.id) as events
  from tasks t where t.user_id = $1`;

export async function retell(admin: pg.Client, userId: string, journal: Journal): Promise<Retold[]> {
  const { rows } = await admin.query<Row>(HISTORY, [userId]);
  return rows.map((row) => tell(row, journal));
}

/** One event after the other, as somebody would read them aloud. */
function tell(
  { id, own, shared, minutes, waits: isOfPlace, events }: Row,
  { starts, zones }: Journal,
): Retold {
  let startsAt = DateTime.fromJSDate(starts.get(id)!);
  let state: Retold['state'] = 'open';
  let counted: DateTime | null = null;
  let via = '';
  let isWaiting = isOfPlace;
  for (const { kind, via: door, at, detail } of events) {
    const when = DateTime.fromISO(at);
    if (kind === 'rescheduled') startsAt = DateTime.fromISO(detail!['to']!);
    if (kind === 'rescheduled' || kind === 'reopened' || kind === 'cancelled') {
      [state, counted] = [kind === 'cancelled' ? 'cancelled' : 'open', null];
      // What comes back when its time is long over is not rung: it waits for its place anew.
      const isOver = startsAt.plus({ minutes: Math.max(60, minutes) }) <= when;
      if (kind !== 'cancelled')
        isWaiting = detail?.['by'] !== 'place' && (isWaiting || (isOfPlace && isOver));
    }
    if (kind === 'done' || kind === 'missed' || kind === 'undelivered') {
      [state, via] = [kind, door];
      const zone = zones.findLast((one) => one.at <= when.toJSDate())!.zone;
      counted ??= (isWaiting ? when : startsAt).setZone(zone);
    }
  }
  const goals = [...new Set([own, ...shared])].filter((one) => one !== null);
  return {
    id,
    isOfPlace: isWaiting,
    state,
    startsAt,
    endsAt: startsAt.plus({ minutes }),
    counted,
    via,
    goals,
    own,
  };
}

// The tasks that touch the person's own today: the question that is asked most, in one round trip.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { queryAsPerson } from '../kernel/sql.ts';
import { endOfLocalDay, localDayOf, MINUTE_MS, startOfLocalDay } from '../kernel/time.ts';
import { viewOf, type RungView, type TaskView, type Viewed } from './task-view.ts';

export interface Today {
  /** "2026-11-24" */
  localDate: string;
  /** IANA name. */
  zone: string;
  /** In order of time, with what began yesterday and goes on; settled ones included, cancelled ones not. */
  tasks: TaskView[];
}

/** Throws NOT_FOUND where the person left the organisation. */
export async function listToday(orm: MikroORM, person: Person): Promise<Today> {
  const now = new Date();
  const rows = await queryAsPerson<Row>(orm, person, { ...AROUND_NOW, values: [now] });
  const zone = rows[0]?.zone;
  if (zone === undefined) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  const localDate = localDayOf(now, zone);
  const [from, to] = [startOfLocalDay(localDate, zone), endOfLocalDay(localDate, zone)];
  const endOf = (row: TaskRow) => new Date(row.startsAt.getTime() + row.durationMinutes * MINUTE_MS);
  const ofToday = rows.filter((row) => row.id !== null && row.startsAt < to && endOf(row) > from);
  return { localDate, zone, tasks: (ofToday as TaskRow[]).map((row) => viewOf(row, zone, rungsOf(row))) };
}

type Row = { zone: string } & (TaskRow | { id: null; startsAt: null });

type TaskRow = Viewed & { reminder: (Omit<RungView, 'at'> & { at: string })[] | null };

// No day is longer than 25 hours and no session longer than a day, so all of today lies in here; which of it is today,
// the zone decides, not the database.
const AROUND_NOW = {
  name: 'list_today',
  text: `select p.zone, t.id, t.goal_id as "goalId", t.rule_id as "ruleId", t.title, t.description, t.starts_at as "startsAt",
      t.duration_minutes as "durationMinutes", t.status, t.generation, t.settled_at as "settledAt",
      t.settled_via as "settledVia", d.reminder
    from profiles p
    left join tasks t on t.starts_at > $1::timestamptz - interval '49 hours' and t.starts_at < $1::timestamptz + interval '25 hours'
      and t.status <> 'cancelled'
    left join lateral (
      select json_agg(json_build_object('step', step, 'state', state, 'reason', reason, 'at', last_sent_at) order by id) as reminder
      from dispatch_log where task_id = t.id and generation = t.generation) d on true
    order by t.starts_at, t.id`,
};

const rungsOf = ({ reminder }: TaskRow): RungView[] =>
  reminder?.map((rung) => ({ ...rung, at: new Date(rung.at) })) ?? [];

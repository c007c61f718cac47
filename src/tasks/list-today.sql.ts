// The tasks that touch the person's own today: the question that is asked most, in one round trip.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { queryAsPerson } from '../kernel/sql.ts';
import { DAY_MS, endOfLocalDay, HOUR_MS, localDayOf, MINUTE_MS, startOfLocalDay } from '../kernel/time.ts';
import { keptZones } from './kept-zones.ts';
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
  const nowMs = Date.now();
  const known = zones.recall(person);
  const rows = await queryAsPerson<Row>(orm, person, { ...OF_DAY, values: boundsOf(nowMs, known) });
  const zone = rows[0]?.zone;
  if (zone === undefined) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  zones.keep(person, zone);
  // Their clock was changed: another day is asked for.
  if (known !== undefined && known !== zone) return listToday(orm, person);
  const localDate = localDayOf(nowMs, zone);
  const [from, to] = [startOfLocalDay(localDate, zone), endOfLocalDay(localDate, zone)];
  const endOf = (row: TaskRow) => new Date(row.startsAt.getTime() + row.durationMinutes * MINUTE_MS);
  const ofToday = rows.filter((row) => row.id !== null && row.startsAt < to && endOf(row) > from);
  return { localDate, zone, tasks: (ofToday as TaskRow[]).map((row) => viewOf(row, zone, rungsOf(row))) };
}

/** In whose zone this process was asked last: the database need not give three days in order to be asked once. */
const zones = keptZones();

/**
 * Whatever touches today lies between. Where the zone is not known, today is somewhere within 26 hours of now: no day
 * is longer. No session is longer than a day.
 */
function boundsOf(
  nowMs: number,
  zone: string | undefined,
): [startsAfter: Date, startsBefore: Date, endsAfter: Date] {
  const date = zone === undefined ? null : localDayOf(nowMs, zone);
  const fromMs = date === null ? nowMs - 26 * HOUR_MS : Number(startOfLocalDay(date, zone!));
  const toMs = date === null ? nowMs + 26 * HOUR_MS : Number(endOfLocalDay(date, zone!));
  return [new Date(fromMs - DAY_MS - MINUTE_MS), new Date(toMs), new Date(fromMs)];
}

type Row = { zone: string } & (TaskRow | { id: null; startsAt: null });

type TaskRow = Viewed & { reminder: (Omit<RungView, 'at'> & { at: string })[] | null };

const OF_DAY = {
  name: 'list_today',
  text: `select p.zone, t.id, t.goal_id as "goalId", t.shared_with_goal_ids as "sharedWithGoalIds", t.rule_id as "ruleId", t.rule_date::text as "ruleDate", t.title, t.description, t.starts_at as "startsAt",
      t.duration_minutes as "durationMinutes", t.trigger_type as "triggerType", t.status, t.generation, t.settled_at as "settledAt",
      t.settled_via as "settledVia", d.reminder
    from profiles p
    left join tasks t on t.starts_at > $1 and t.starts_at < $2
      and t.starts_at + t.duration_minutes * interval '1 minute' > $3 and t.status <> 'cancelled'
    left join lateral (
      select json_agg(json_build_object('step', step, 'state', state, 'reason', reason, 'at', last_sent_at) order by id) as reminder
      from dispatch_log where task_id = t.id and generation = t.generation) d on true
    order by t.starts_at, t.id`,
};

const rungsOf = ({ reminder }: TaskRow): RungView[] =>
  reminder?.map((rung) => ({ ...rung, at: new Date(rung.at) })) ?? [];

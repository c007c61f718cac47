// What a person did and missed of late, where their own clock put it.
import type { Ctx } from '../kernel/context.ts';
import { DAYS } from '../kernel/week.ts';
import type { Settled } from './find-miss-signals.ts';

/** How far back a row of misses is looked for. */
const BACK = '12 weeks';

/** By the clock of the zone that the person is in now. What was never delivered is neither done nor missed. */
export async function listSettled({ em, orgId, userId }: Ctx): Promise<Settled[]> {
  const rows = await em.execute<
    { id: string; date: string; weekday: number; minute: number; missed: boolean }[]
  >(
    `select t.id, to_char(l.at, 'YYYY-MM-DD') as date, extract(isodow from l.at)::int as weekday,
        (extract(hour from l.at) * 60 + extract(minute from l.at))::int as minute, t.status = 'missed' as missed
      from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id,
        lateral (select wall_clock(t.starts_at, p.zone) as at) l
      where t.org_id = ? and t.user_id = ? and t.status in ('done', 'missed')
        and t.starts_at > now() - interval '${BACK}' and t.starts_at <= now() + interval '1 day'
      order by t.starts_at, t.id`,
    [orgId, userId],
  );
  return rows.map(({ id, date, weekday, minute, missed }) => ({
    taskId: id,
    day: DAYS[weekday - 1]!,
    date,
    minute,
    isMissed: missed,
  }));
}

// On which channel a person answers: by which door the answer came, and which rung had gone out before it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { CHANNEL_DAYS, COUNTS, DONE_AND_MISSED, ME, type Decided } from './figures.ts';

export interface Channels {
  /** The first local day that is looked at. */
  since: string;
  /** By the door of the answer, the most used first. */
  answers: (Decided & { via: string })[];
  /** Given up by the ladder, without an answer. */
  unanswered: number;
  /** Of what the provider took for tasks that are settled; nothing where none was sent. */
  rungs: Rung[];
}

export interface Rung {
  step: 'push' | 'whatsapp' | 'call';
  sent: number;
  /** It was the last that had gone out when the answer came, by whichever door. */
  answered: number;
  /** Of these, in the channel itself: button, reply, key. */
  answeredThere: number;
  /** From when it went out to the answer; null without one. */
  medianSeconds: number | null;
}

/** Throws NOT_FOUND where the person left the organisation. */
export async function readChannels(ctx: Ctx | StatementCtx): Promise<Channels> {
  const statement = { name: 'read_channels', text: CHANNELS, values: [] };
  const [row] = await runStatement<{ channels: Channels }>(ctx, statement);
  if (!row) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  return row.channels;
}

/** By the ladder nobody answers. */
const CHANNELS = `
  with me as materialized (select today - ${CHANNEL_DAYS} as since, reached from (${ME}) mine),
  doors as materialized (
    select t.settled_via as via, ${DONE_AND_MISSED} from tasks t, me
    where ${COUNTS} and t.settled_day between me.since and me.reached group by 1),
  rungs as (
    select d.step, t.settled_via as via, t.settled_at - d.last_sent_at as took,
      row_number() over (partition by d.task_id order by d.last_sent_at desc, d.id desc) as back
    from dispatch_log d join tasks t on t.org_id = d.org_id and t.id = d.task_id and t.generation = d.generation
    where d.step in ('push', 'whatsapp', 'call') and d.state = 'accepted'
      and d.last_sent_at > now() - interval '${CHANNEL_DAYS} days' and d.last_sent_at <= t.settled_at and ${COUNTS}),
  steps as (
    select step, count(*) as sent, count(*) filter (where is_answered) as answered,
      count(*) filter (where is_answered and via = step) as "answeredThere",
      round(percentile_cont(0.5) within group (order by extract(epoch from took)) filter (where is_answered))
        as "medianSeconds"
    from (select *, back = 1 and via not in ('ladder', 'system') as is_answered from rungs) judged group by step)
  select json_build_object('since', me.since,
    'answers', (select coalesce(json_agg(d order by d.done + d.missed desc, d.via), '[]') from doors d
      where d.via not in ('ladder', 'system')),
    'unanswered', (select coalesce(sum(d.missed), 0) from doors d where d.via in ('ladder', 'system')),
    'rungs', (select coalesce(json_agg(s order by array_position(array['push', 'whatsapp', 'call'], s.step)), '[]')
      from steps s)) as channels
  from me`;

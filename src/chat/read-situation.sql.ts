// All that a turn sees of a person, in one statement: every turn of every conversation begins with it.
import { DECIDED_THIS_WEEK, ME, OF_TODAY } from '../analytics/figures.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { readState, type OnboardingState } from '../onboarding/state.ts';
import type { Hold } from '../safety/keep-hold.ts';
import { MOST, windowOf } from './context-window.ts';
import { localText } from './local-text.ts';
import type { Lately } from './describe-progress.ts';
import { dialogue, type Dialogue, type OrchestratorInput } from './orchestrator.agent.ts';
import type { Spent } from './say-spent.ts';
import type { TurnRef } from './turn.ts';

/** How many goals: the one whose plan it was shown last, what is negotiated, and then the newest. */
const GOALS = 20;
/** Which tasks it sees: from what had just begun when it was said to two weeks ahead. */
const LATELY = '12 hours';
const UPCOMING = '14 days';
/** How late a reminder may end that is of yesterday or today. */
const MISSED = '8 days';

/** `asked`: what the orchestrator is given; the rest is for what it may decide, and for what comes after it. */
export interface Seen {
  asked: OrchestratorInput;
  /** The window is full: what is older in it is to be condensed. */
  isFull: boolean;
  lately: Lately;
  /** How far the first questions are; null: they are done, or were waved off. */
  onboarding: OnboardingState | null;
  /** What is still to be said of this month's budget. */
  spent: Spent | null;
  /** How the person stands with the crisis guard; null where it never had a word. */
  safety: Pick<Hold, 'state' | 'about' | 'answeredBy'> | null;
}

/** A turn that has begun with this goal, which it opened itself: there is nothing left to be understood. */
export interface Opened {
  opened: string;
}

/**
 * 'answered', too, for a message that was taken back. Throws NOT_FOUND where the person left the organisation: nobody
 * can answer them there.
 */
export async function readSituation(ctx: StatementCtx, turn: TurnRef): Promise<Seen | Opened | 'answered'> {
  const values = [turn.messageId, turn.conversationId];
  const [row] = await ctx.query<{ situation: Situation }>({ name: 'read_turn', text: SITUATION, values });
  const { message, zone, onboarding, summary, recent, goals, tasks, missed, lately, spent, safety } =
    row!.situation;
  if (zone === null) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  if (message === null) return 'answered';
  if (message.goalId === derivedId(turn.messageId, 'goal')) return { opened: message.goalId };
  const { said, isFull } = windowOf(summary, recent);
  const shown = ({ starts_at, ...task }: TaskShown) => ({
    ...task,
    starts_local: localText(new Date(starts_at), zone),
  });
  const asked = {
    message: message.text,
    history: said.map(({ role, text, saidAt }) => ({
      role,
      text,
      said_local: localText(new Date(saidAt), zone),
    })),
    dialogue: dialogueOf(recent),
    now_local: localText(new Date(message.saidAt), zone),
    zone,
    open_goals: goals.map((goal) => ({
      ...goal,
      status: goal.status === 'active' ? ('active' as const) : ('negotiating' as const),
      awaits_approval: goal.status !== 'active',
    })),
    upcoming_tasks: tasks.map(shown),
    ...(missed.length > 0 && { missed_tasks: missed.map(shown) }),
  };
  const { nextAt } = lately;
  return {
    asked,
    isFull,
    onboarding: readState(onboarding),
    lately: { ...lately, nextAt: nextAt === null ? null : new Date(nextAt) },
    // Of a month that is over there is nothing to say.
    spent: spent?.month === asked.now_local.slice(0, 7) ? spent : null,
    safety,
  };
}

/** A question stays open for one turn in which something else was said; what was done is the last answer's alone. */
function dialogueOf(newestFirst: readonly { role: string; dialogue?: unknown }[]): Dialogue | null {
  const [last, before] = newestFirst
    .filter(({ role }) => role === 'assistant')
    .slice(0, 2)
    .map((one) =>
      dialogue
        .nullable()
        .catch(null)
        .parse(one.dialogue ?? null),
    );
  // A yes is to what was just asked, and to nothing older.
  const older = before?.asks?.missing === 'yes' || last?.did.length ? null : (before?.asks ?? null);
  const asks = last?.asks ?? older;
  return last || asks ? { asks, did: last?.did ?? [] } : null;
}

interface TaskShown {
  id: string;
  title: string;
  starts_at: string;
  recurs: boolean;
  goal_id: string | null;
}

interface Situation {
  /** Null where it awaits no reply. */
  message: { text: string; goalId: string | null; saidAt: string } | null;
  zone: string | null;
  onboarding: object | null;
  /** The newest, which stands for all that was said before what follows. */
  summary: { role: 'summary'; text: string; saidAt: string } | null;
  /** Newest first: since the summary, and before the message. */
  recent: { role: 'user' | 'assistant'; text: string; saidAt: string; dialogue?: unknown }[];
  goals: { id: string; title: string; status: 'negotiating' | 'active' | 'pipeline' }[];
  tasks: TaskShown[];
  missed: TaskShown[];
  lately: Omit<Lately, 'nextAt'> & { nextAt: string | null };
  spent: Spent | null;
  safety: Seen['safety'];
}

/** Of the conversation, and said before the message. */
const BEFORE = 'conversation_id = $2 and (created_at, id) < (select created_at, id from said)';

/** The step that its person was asked about when the one before it had ended: nothing else of its roadmap runs. */
const IS_ASKED_ABOUT = `status = 'pipeline' and not exists (select from goals o where o.org_id = goals.org_id
        and (o.roadmap_of = goals.roadmap_of or o.id = goals.roadmap_of)
        and (o.status in ('negotiating', 'active') or o.status = 'pipeline' and o.pipeline_order < goals.pipeline_order))`;

const SHOWN = 't.id, t.title, t.starts_at, t.rule_date is not null as recurs, t.goal_id';

/** Given up by its ladder, and the grace for a late word is not over: see `settleTask`. */
const MAY_STILL_BE_SAID = `t.status in ('missed', 'undelivered') and t.settled_via = 'ladder'
        and t.starts_at > said.created_at - interval '${MISSED}'
        and wall_clock(said.created_at, p.zone)::date - wall_clock(t.settled_at, p.zone)::date <= 1`;

const SITUATION = `
  with said as (select * from messages where id = $1), me as materialized (${ME}),
    summary as (select text, created_at, covers_to from messages where conversation_id = $2 and role = 'summary'
      order by created_at desc, covers_to desc limit 1)
  select json_build_object(
    'message', (select json_build_object('text', text, 'goalId', goal_id, 'saidAt', created_at) from said
      where awaits = 'reply'),
    'zone', (select zone from profiles),
    'onboarding', (select onboarding from profiles),
    'summary', (select json_build_object('role', 'summary', 'text', text, 'saidAt', created_at) from summary),
    'recent', (select coalesce(json_agg(m), '[]') from (
      select role, text, created_at as "saidAt", dialogue from messages where ${BEFORE} and role <> 'summary' and not withheld
        and (created_at, id) > (coalesce((select created_at from summary), '-infinity'),
          coalesce((select covers_to from summary), '00000000-0000-0000-0000-000000000000'))
      order by created_at desc, id desc limit ${MOST.messages}) m),
    'goals', (select coalesce(json_agg(g), '[]') from (
      select id, title, case when modifies is null then status else 'negotiating' end as status from goals
      where status in ('negotiating', 'active') or ${IS_ASKED_ABOUT}
      order by (id = (select goal_id from messages where ${BEFORE} and draft_number is not null
          order by created_at desc, id desc limit 1)) is true desc,
        status = 'negotiating' desc, created_at desc, id desc limit ${GOALS}) g),
    'tasks', (select coalesce(json_agg(t), '[]') from (
      select ${SHOWN} from tasks t, said
      where t.status in ('pending', 'rescheduled') and t.starts_at >= said.created_at - interval '${LATELY}'
        and t.starts_at < said.created_at + interval '${UPCOMING}'
      order by t.starts_at limit 40) t),
    'missed', (select coalesce(json_agg(t order by t.starts_at), '[]') from (
      select ${SHOWN} from tasks t, said, profiles p where ${MAY_STILL_BE_SAID}
      order by t.starts_at desc limit 20) t),
    'lately', json_build_object(
      'week', (select row_to_json(d) from (${DECIDED_THIS_WEEK}) d),
      'today', (select row_to_json(o) from (${OF_TODAY}) o),
      'nextAt', (select min(starts_at) from tasks where status in ('pending', 'rescheduled') and starts_at > now())),
    'spent', (select json_build_object('id', id, 'budget', reached_budget, 'month', month) from llm_spendings
      where reached_budget is not null and said_at is null order by month desc limit 1),
    'safety', (select json_build_object('state', state, 'about', about, 'answeredBy', answered_by) from safety_hold())
  ) as situation`;

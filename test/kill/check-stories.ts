// Stories: every task settled once, every message answered once, every approved plan written once.
import type pg from 'pg';
import type { Stock } from './take-stock.ts';

/** Whatever is due is settled, once; a ladder that ran to its end took every rung. */
export async function checkLadders(db: pg.Client, stock: Stock): Promise<void> {
  const { rows } = await db.query<{
    id: string;
    status: string;
    settled_via: string | null;
    is_due: boolean;
    steps: string[];
    accepted: number;
    settlements: string[];
  }>(
    `select t.id, t.status, t.settled_via,
       t.starts_at < now() and t.created_at < t.starts_at + interval '1 hour' as is_due,
       array(select d.step from dispatch_log d where d.org_id = t.org_id and d.task_id = t.id and d.generation = t.generation) as steps,
       (select count(*)::int from dispatch_log d
          where d.org_id = t.org_id and d.task_id = t.id and d.generation = t.generation and d.state = 'accepted') as accepted,
       array(select e.kind from task_events e
         where e.org_id = t.org_id and e.task_id = t.id and e.kind in ('done', 'missed', 'undelivered') order by e.id) as settlements
     from tasks t`,
  );
  for (const task of rows) {
    const isSettled = ['done', 'missed', 'undelivered'].includes(task.status);
    if (task.is_due) stock.ladders += 1;
    if (task.is_due && !isSettled) stock.faults.push(`task ${task.id} is due and still ${task.status}`);
    // Done within a day after the ladder gave up still counts.
    const mayBe = ENDINGS[task.status] ?? [''];
    if (!mayBe.includes(task.settlements.join(',')))
      stock.faults.push(`task ${task.id} (${task.status}) was settled as ${task.settlements.join(', ')}`);
    if (task.settled_via === 'ladder' && task.steps.length !== 3) {
      stock.lost += 1;
      stock.faults.push(`task ${task.id} was missed after ${task.steps.join(', ') || 'no rung'} only`);
    }
    if (task.status === 'undelivered') stock.undelivered += 1;
    if (task.status === 'missed' && task.settled_via === 'ladder' && task.accepted === 0)
      stock.faults.push(`task ${task.id} was missed though no rung was accepted`);
  }
}

/** By which settlements a status may have come about. */
const ENDINGS: Record<string, string[]> = {
  done: ['done', 'missed,done', 'undelivered,done'],
  missed: ['missed', 'undelivered,missed'],
  undelivered: ['undelivered'],
};

/** Each message has one answer, or one draft where it was said by REST; each wish opened one goal. */
export async function checkTurns(db: pg.Client, taken: Iterable<string>, stock: Stock): Promise<void> {
  const turns = await db.query<{ id: string; answers: number; drafts: number }>(
    `select m.id, (select count(*)::int from messages r where r.reply_to = m.id) as answers,
       (select count(*)::int from plan_drafts d where d.requested_by = m.id) as drafts
     from messages m where m.role = 'user'`,
  );
  stock.turns = turns.rows.length;
  for (const { id, answers, drafts } of turns.rows) {
    if (answers === 1 || (answers === 0 && drafts === 1)) continue;
    if (answers === 0) stock.unanswered += 1;
    stock.faults.push(`message ${id} has ${answers} answers and ${drafts} drafts`);
  }
  const known = new Set(turns.rows.map(({ id }) => id));
  for (const id of taken)
    if (!known.has(id)) {
      stock.unanswered += 1;
      stock.faults.push(`message ${id} was taken, and is gone`);
    }
  const wishes = await db.query<{ conversation_id: string; goals: number }>(
    `select conversation_id, count(*)::int as goals from goals where roadmap_of is null
     group by conversation_id having count(*) > 1`,
  );
  for (const { conversation_id, goals } of wishes.rows)
    stock.faults.push(`conversation ${conversation_id} opened ${goals} goals`);
}

/** Drafts are numbered without a gap; the plan that was agreed to last has its tasks once, as its draft says. */
export async function checkPlans(db: pg.Client, stock: Stock): Promise<void> {
  const { rows } = await db.query<{
    id: string;
    status: string;
    approved_draft: number | null;
    drafts: number[];
    planned: number;
    tasks: number;
    different: number;
    strange: number;
  }>(
    `select g.id, g.status, g.approved_draft,
       array(select d.number from plan_drafts d where d.goal_id = g.id order by d.number) as drafts,
       p.planned, s.tasks, s.different, s.strange
     from goals g,
     lateral (select count(*)::int as planned,
          array_agg((t ->> 'title', (o ->> 'starts_at')::timestamptz)::text) as sessions
        from plan_drafts d, jsonb_array_elements(d.content -> 'tasks') t, jsonb_array_elements(t -> 'occurrences') o
        where d.goal_id = g.id and d.number = g.approved_draft) p,
     -- What a change of the plan took the place of is cancelled, and no part of it any more.
     lateral (select count(*)::int as tasks, count(distinct (t.title, t.starts_at))::int as different,
          count(*) filter (where (t.title, t.starts_at)::text <> all (coalesce(p.sessions, '{}')))::int as strange
        from tasks t where t.goal_id = g.id and t.status <> 'cancelled') s
     where g.status <> 'pipeline'`,
  );
  for (const goal of rows) {
    const fault = (what: string) => stock.faults.push(`goal ${goal.id} (${goal.status}): ${what}`);
    if (goal.drafts.some((number, index) => number !== index + 1))
      fault(`drafts ${goal.drafts.join(', ')} have a gap`);
    if (goal.drafts.length === 0) {
      stock.unanswered += 1;
      fault('has no draft');
    }
    if (goal.status !== 'active' && goal.status !== 'completed') continue;
    stock.plans += 1;
    stock.plannedTasks += goal.tasks;
    if (goal.approved_draft === null) fault('runs without an approved draft');
    if (goal.tasks !== goal.planned) fault(`has ${goal.tasks} tasks where its plan has ${goal.planned}`);
    if (goal.different !== goal.tasks) fault(`has ${goal.tasks} tasks, of which ${goal.different} differ`);
    if (goal.strange > 0) fault(`has ${goal.strange} tasks that its plan does not know`);
  }
}

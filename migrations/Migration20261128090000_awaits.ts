// What is owed to a person: a message says what it awaits, and a goal how far its plan is. Whoever answers says so in
// the same transaction, so that nothing is answered twice and nothing is forgotten.
import { Migration } from '@mikro-orm/migrations';

/**
 * What was said on the last day and has no answer is owed one. A message about a goal that was there before it asks for
 * another draft; a wish is older than its goal.
 */
const OWED = `update messages m set awaits = case when g.created_at < m.created_at then 'draft' else 'reply' end
  from messages n left join goals g on g.org_id = n.org_id and g.id = n.goal_id
  where n.id = m.id and m.role = 'user' and m.created_at > now() - interval '1 day'
    and not exists (select 1 from messages r where r.org_id = m.org_id and r.reply_to = m.id)
    and not exists (select 1 from plan_drafts d where d.org_id = m.org_id and d.requested_by = m.id)
    and (g.id is null or g.created_at >= m.created_at or g.status = 'negotiating')`;

const DRAFTED = `update goals g set planning = 'drafted'
  where exists (select 1 from plan_drafts d where d.org_id = g.org_id and d.goal_id = g.id)`;

const TABLES = ['messages', 'goals', 'plan_drafts'];

export class Migration20261128090000 extends Migration {
  override up(): void {
    this.addSql(`alter table messages add column awaits text null`);
    this.addSql(
      `alter table messages add constraint messages_awaits_check check (awaits in ('reply', 'draft'))`,
    );
    this.addSql(`alter table goals add column planning text not null default 'working'`);
    this.addSql(
      `alter table goals add constraint goals_planning_check check (planning in ('working', 'drafted', 'failed'))`,
    );
    this.addSql(`alter table goals add column planning_failures int not null default 0`);
    // Forced row security hides the rows from their owner, too.
    for (const table of TABLES) this.addSql(`alter table ${table} no force row level security`);
    // Nobody changed anything about these goals.
    this.addSql('alter table goals disable trigger touch_updated_at');
    this.addSql(OWED);
    this.addSql(DRAFTED);
    this.addSql('alter table goals enable trigger touch_updated_at');
    for (const table of TABLES) this.addSql(`alter table ${table} force row level security`);
    this.addSql(`create index messages_awaiting on messages (created_at) where awaits is not null`);
    this.addSql(
      `create index goals_being_planned on goals (updated_at) where status = 'negotiating' and planning = 'working'`,
    );
  }

  override down(): void {
    this.addSql('drop index goals_being_planned');
    this.addSql('drop index messages_awaiting');
    this.addSql('alter table goals drop column planning_failures, drop column planning');
    this.addSql('alter table messages drop column awaits');
  }
}

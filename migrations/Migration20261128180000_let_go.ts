// Which tasks belong to a goal that was let go: what is settled of it is not opened again.
import { Migration } from '@mikro-orm/migrations';

const LET_GO = `update tasks t set goal_let_go = true
  from goals g where g.org_id = t.org_id and g.id = t.goal_id and g.status = 'abandoned'`;

const TABLES = ['tasks', 'goals'];

export class Migration20261128180000 extends Migration {
  override up(): void {
    this.addSql('alter table tasks add column goal_let_go boolean not null default false');
    // Forced row security hides the rows from their owner, too.
    for (const table of TABLES) this.addSql(`alter table ${table} no force row level security`);
    // Nobody changed anything about these tasks.
    this.addSql('alter table tasks disable trigger touch_updated_at');
    this.addSql(LET_GO);
    this.addSql('alter table tasks enable trigger touch_updated_at');
    for (const table of TABLES) this.addSql(`alter table ${table} force row level security`);
  }

  override down(): void {
    this.addSql('alter table tasks drop column goal_let_go');
  }
}

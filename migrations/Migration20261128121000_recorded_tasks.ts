// Which tasks were written when their time was long over, so that no reminder is theirs: nothing else tells them from
// those whose reminder began late and was lost.
import { Migration } from '@mikro-orm/migrations';

const SENSIBLE_UNTIL = `starts_at + greatest(duration_minutes * interval '1 minute', interval '1 hour')`;

/** Looked for among what was begun then; what was noted as started late is brought to its end once more. */
const RECORDED = `update tasks t set recorded_generation = generation
  where status in ('pending', 'rescheduled') and reminded_generation = generation and exists (
    select from task_events e where e.org_id = t.org_id and e.task_id = t.id
      and e.kind in ('created', 'rescheduled', 'reopened') and e.created_at >= ${SENSIBLE_UNTIL})`;

const TABLES = ['tasks', 'task_events'];

export class Migration20261128121000 extends Migration {
  override up(): void {
    this.addSql('alter table tasks add column recorded_generation integer');
    // Forced row security hides the rows from their owner, too.
    for (const table of TABLES) this.addSql(`alter table ${table} no force row level security`);
    // Nobody changed anything about these tasks.
    this.addSql('alter table tasks disable trigger touch_updated_at');
    this.addSql(RECORDED);
    this.addSql('alter table tasks enable trigger touch_updated_at');
    for (const table of TABLES) this.addSql(`alter table ${table} force row level security`);
  }

  override down(): void {
    this.addSql('alter table tasks drop column recorded_generation');
  }
}

// A reminder that no provider took is the person's miss no more; each rung knows its round, and what was not sent
// keeps its row.
import { Migration } from '@mikro-orm/migrations';

const STATUSES = `'pending', 'rescheduled', 'done', 'missed', 'cancelled'`;
const EVENTS = `'created', 'done', 'missed', 'rescheduled', 'cancelled', 'late_answer'`;
const STATES = [
  `'sending', 'unknown', 'accepted', 'skipped', 'refused', 'expired'`,
  `'sending', 'unknown', 'accepted', 'unsent', 'skipped', 'refused', 'failed', 'expired'`,
] as const;

/** What each word becomes for a version that does not know it. */
const BEFORE = [
  [`update tasks set status = 'cancelled' where status = 'undelivered'`, 'tasks'],
  [`update task_events set kind = 'cancelled' where kind = 'undelivered'`, 'task_events'],
  [`update dispatch_log set state = 'expired' where state in ('unsent', 'failed')`, 'dispatch_log'],
] as const;

export class Migration20261128091000 extends Migration {
  override up(): void {
    this.allow('tasks', 'status', `${STATUSES}, 'undelivered'`);
    this.allow('task_events', 'kind', `${EVENTS}, 'undelivered'`);
    this.allow('dispatch_log', 'state', STATES[1]);
    this.addSql(`alter table dispatch_log add column round int not null default 1`);
  }

  override down(): void {
    for (const [statement, table] of BEFORE) {
      // Forced row security hides the rows from their owner, too.
      this.addSql(`alter table ${table} no force row level security`);
      this.addSql(statement);
      this.addSql(`alter table ${table} force row level security`);
    }
    this.addSql(`alter table dispatch_log drop column round`);
    this.allow('tasks', 'status', STATUSES);
    this.allow('task_events', 'kind', EVENTS);
    this.allow('dispatch_log', 'state', STATES[0]);
  }

  private allow(table: string, column: string, words: string): void {
    const name = `${table}_${column}_check`;
    this.addSql(`alter table ${table} drop constraint ${name}`);
    this.addSql(`alter table ${table} add constraint ${name} check (${column} in (${words}))`);
  }
}

// A task's history may say that the clock did it: a negotiation that lapses has no person at any door.
import { Migration } from '@mikro-orm/migrations';

const BEFORE = `'push', 'whatsapp', 'call', 'rest', 'chat', 'ladder'`;
const COLUMNS = [
  ['tasks', 'settled_via'],
  ['task_events', 'via'],
] as const;

export class Migration20261128040000 extends Migration {
  override up(): void {
    for (const [table, column] of COLUMNS) this.allow(table, column, `${BEFORE}, 'system'`);
  }

  override down(): void {
    for (const [table, column] of COLUMNS) {
      // Forced row security hides the rows from their owner, too.
      this.addSql(`alter table ${table} no force row level security`);
      this.addSql(`update ${table} set ${column} = 'ladder' where ${column} = 'system'`);
      this.addSql(`alter table ${table} force row level security`);
      this.allow(table, column, BEFORE);
    }
  }

  private allow(table: string, column: string, vias: string): void {
    const name = `${table}_${column}_check`;
    this.addSql(`alter table ${table} drop constraint ${name}`);
    this.addSql(`alter table ${table} add constraint ${name} check (${column} in (${vias}))`);
  }
}

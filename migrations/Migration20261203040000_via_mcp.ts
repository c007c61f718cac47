// A task's history may say that a tool of the MCP door did it.
import { Migration } from '@mikro-orm/migrations';

const BEFORE = `'push', 'whatsapp', 'call', 'rest', 'chat', 'ladder', 'system'`;
const NOW = `'push', 'whatsapp', 'call', 'rest', 'chat', 'mcp', 'ladder', 'system'`;
const COLUMNS = [
  ['tasks', 'settled_via'],
  ['task_events', 'via'],
] as const;

export class Migration20261203040000 extends Migration {
  override up(): void {
    for (const [table, column] of COLUMNS) this.allow(table, column, NOW);
  }

  override down(): void {
    for (const [table, column] of COLUMNS) {
      // Forced row security hides the rows from their owner, too.
      this.addSql(`alter table ${table} no force row level security`);
      this.addSql(`update ${table} set ${column} = 'rest' where ${column} = 'mcp'`);
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

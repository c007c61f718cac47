// What an export and an erasure read of somebody is found by whose it is, and not by looking through their organisation.
import { Migration } from '@mikro-orm/migrations';

const TABLES = ['task_events', 'plan_drafts', 'specialist_findings'];

export class Migration20261203060000 extends Migration {
  override up(): void {
    for (const table of TABLES)
      this.addSql(
        `create index ${table}_org_id_user_id_created_at_index on ${table} (org_id, user_id, created_at)`,
      );
  }

  override down(): void {
    for (const table of TABLES) this.addSql(`drop index ${table}_org_id_user_id_created_at_index`);
  }
}

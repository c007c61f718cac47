// The planner learns that organisation and person go together. It took them for independent, so that "all rows of this
// person" looked like less than one, and as cheap to go through as one row by its id.
import { Migration } from '@mikro-orm/migrations';

/** Tables, and what their rows hang on beside their person. */
const PERSONAL: [table: string, parent?: string][] = [
  ['api_keys'],
  ['conversations'],
  ['dispatch_log', 'task_id'],
  ['goals'],
  ['idempotency_keys'],
  ['messages', 'conversation_id'],
  ['notification_log', 'task_id'],
  ['plan_drafts', 'goal_id'],
  ['push_subscriptions'],
  ['specialist_findings', 'goal_id'],
  ['task_events', 'task_id'],
  ['task_rules', 'goal_id'],
  ['tasks', 'goal_id'],
];

export class Migration20261129151000 extends Migration {
  override up(): void {
    for (const [table, ...parents] of PERSONAL) {
      const columns = ['org_id', 'user_id', ...parents].join(', ');
      this.addSql(
        `create statistics ${table}_of_a_person (ndistinct, dependencies) on ${columns} from ${table}`,
      );
      this.addSql(`analyze ${table}`);
    }
  }

  override down(): void {
    for (const [table] of PERSONAL) this.addSql(`drop statistics ${table}_of_a_person`);
  }
}

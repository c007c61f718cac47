// What lets retention find the oldest rows of a table without reading it whole, and delete what others refer to.
import { Migration } from '@mikro-orm/migrations';

const INDEXES: [name: string, on: string][] = [
  ['specialist_findings_created_at_index', 'specialist_findings (created_at)'],
  // What belongs to no task is kept: it is not to be passed over in every batch.
  ['notification_log_of_tasks', 'notification_log (created_at) where task_id is not null'],
  ['dispatch_log_created_at_index', 'dispatch_log (created_at)'],
  // All that the foreign key asks for every dispatch that goes: the planner takes no other index, whatever it knows of the table.
  ['notification_log_org_id_user_id_dispatch_id_index', 'notification_log (org_id, user_id, dispatch_id)'],
  ['sessions_ended', 'sessions (least(revoked_at, expires_at))'],
  ['invitations_ended', 'invitations (least(accepted_at, revoked_at, expires_at))'],
  ['api_keys_ended', 'api_keys (least(revoked_at, expires_at))'],
];

export class Migration20261121120000 extends Migration {
  override up(): void {
    for (const [name, on] of INDEXES) this.addSql(`create index ${name} on ${on}`);
  }

  override down(): void {
    for (const [name] of INDEXES) this.addSql(`drop index ${name}`);
  }
}

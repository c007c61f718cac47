// What lets the reconciler find what waits without reading a table whole, however many tasks and people there are.
import { Migration } from '@mikro-orm/migrations';

const OPEN = `status in ('pending', 'rescheduled')`;

const TO_REMIND = `${OPEN} and reminded_generation is distinct from generation and reminded_generation is distinct from 0`;
const REMINDED = `${OPEN} and reminded_generation = generation`;

/** `reminded_generation` is 0 where the person had left: nobody looks at the task again before they are back. */
const INDEXES: [name: string, on: string][] = [
  ['tasks_to_remind', `tasks (starts_at, id) where ${TO_REMIND}`],
  ['tasks_reminded', `tasks (starts_at, id) where ${REMINDED}`],
  // For whoever wants to know far ahead.
  ['tasks_to_remind_of_a_person', `tasks (org_id, user_id, starts_at, id) where ${TO_REMIND}`],
  ['tasks_reminded_of_a_person', `tasks (org_id, user_id, starts_at, id) where ${REMINDED}`],
  ['tasks_parked', `tasks (org_id, user_id) where ${OPEN} and reminded_generation = 0`],
  ['profiles_long_lead', 'profiles (reminder_lead_ms) where reminder_lead_ms > 3600000'],
  ['members_created_at_index', 'members (created_at)'],
  ['goals_negotiating', `goals (created_at, id) where status = 'negotiating'`],
  ['notification_log_heard', `notification_log (external_id) where direction = 'in'`],
];

export class Migration20261128092000 extends Migration {
  override up(): void {
    this.addSql('drop index tasks_without_reminder');
    for (const [name, on] of INDEXES) this.addSql(`create index ${name} on ${on}`);
    // The worker hears what the API missed, and knows a person by their number, as the API does.
    this.addSql('grant execute on function find_phone_owner(text) to flux_worker');
  }

  override down(): void {
    this.addSql('revoke execute on function find_phone_owner(text) from flux_worker');
    for (const [name] of INDEXES) this.addSql(`drop index ${name}`);
    this.addSql(
      `create index tasks_without_reminder on tasks (starts_at) where ${OPEN} and reminded_generation is distinct from generation`,
    );
  }
}

// Rungs of which nobody knows whether they were sent are looked for every minute, however many were.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261129180000 extends Migration {
  override up(): void {
    this.addSql(
      `create index dispatch_log_unclear on dispatch_log (last_sent_at, id)
         where state in ('sending', 'unknown') and reason is distinct from 'never_confirmed'`,
    );
  }

  override down(): void {
    this.addSql('drop index dispatch_log_unclear');
  }
}

// When nobody could be asked about a send: what was under way then may arrive once the provider can be reached again.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261129170000 extends Migration {
  override up(): void {
    this.addSql('alter table dispatch_log add column doubted_at timestamptz(3)');
  }

  override down(): void {
    this.addSql('alter table dispatch_log drop column doubted_at');
  }
}

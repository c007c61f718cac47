// When a person told a turn of theirs to stop: what it asked for is owed to nobody any more.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201080000 extends Migration {
  override up(): void {
    this.addSql('alter table messages add column stopped_at timestamptz(3) null');
  }

  override down(): void {
    this.addSql('alter table messages drop column stopped_at');
  }
}

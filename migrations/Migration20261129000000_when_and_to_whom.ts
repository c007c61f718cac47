// To whom a rung was sent, so that it is looked for there; and when a wish was said, so that its words are read by that day.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261129000000 extends Migration {
  override up(): void {
    this.addSql('alter table dispatch_log add column sent_to text');
    this.addSql('alter table goals add column said_at timestamptz(3)');
  }

  override down(): void {
    this.addSql('alter table goals drop column said_at');
    this.addSql('alter table dispatch_log drop column sent_to');
  }
}

// What the coach asked and did stands with what it said, so that the next words are read against it.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201060000 extends Migration {
  override up(): void {
    this.addSql('alter table messages add column dialogue jsonb null');
  }

  override down(): void {
    this.addSql('alter table messages drop column dialogue');
  }
}

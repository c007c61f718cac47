// What is owed although no message asks for it: another draft in the place of one that no longer holds.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261128120000 extends Migration {
  override up(): void {
    this.addSql('alter table goals add column outdated_draft integer');
  }

  override down(): void {
    this.addSql('alter table goals drop column outdated_draft');
  }
}

// A session that was moved keeps the zone in whose time of day it was moved; until then it has its rule's.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261128140000 extends Migration {
  override up(): void {
    this.addSql('alter table tasks add column zone text');
  }

  override down(): void {
    this.addSql('alter table tasks drop column zone');
  }
}

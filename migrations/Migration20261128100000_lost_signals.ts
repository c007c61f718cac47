// Lets the reconciler find what changed lately: whoever waits may not have heard of it.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261128100000 extends Migration {
  override up(): void {
    this.addSql('create index profiles_updated_at_index on profiles (updated_at)');
    this.addSql(
      `create index goals_decided on goals (updated_at, id) where status in ('active', 'abandoned')`,
    );
  }

  override down(): void {
    this.addSql('drop index goals_decided');
    this.addSql('drop index profiles_updated_at_index');
  }
}

// The plan that a conversation has seen last is found at once, however much was said since.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261129160000 extends Migration {
  override up(): void {
    this.addSql(
      'create index messages_of_plans on messages (org_id, conversation_id, created_at, id) where draft_number is not null',
    );
  }

  override down(): void {
    this.addSql('drop index messages_of_plans');
  }
}

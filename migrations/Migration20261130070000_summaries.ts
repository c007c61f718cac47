// What was said long ago is condensed into a message of role summary: where it stands in for others, and what of it
// has to survive the next one.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130070000 extends Migration {
  override up(): void {
    this.addSql('alter table messages add column covers_to uuid null, add column content jsonb null');
    this.addSql(
      `create index messages_summaries on messages (org_id, conversation_id, created_at, covers_to) where role = 'summary'`,
    );
  }

  /** Summaries stay, as what was said at their moment: the code of before reads them so. */
  override down(): void {
    this.addSql('drop index messages_summaries');
    this.addSql('alter table messages drop column covers_to, drop column content');
  }
}

// A page of a conversation, and what the coach looks back at, cost the same however much was said in it.
import { Migration } from '@mikro-orm/migrations';

const BY_TIME = 'messages_org_id_conversation_id_created_at_id_index';
const BY_ID = 'messages_org_id_conversation_id_id_index';

export class Migration20261129150000 extends Migration {
  override up(): void {
    this.addSql(`create index ${BY_TIME} on messages (org_id, conversation_id, created_at, id)`);
    this.addSql(`drop index ${BY_ID}`);
  }

  override down(): void {
    this.addSql(`create index ${BY_ID} on messages (org_id, conversation_id, id)`);
    this.addSql(`drop index ${BY_TIME}`);
  }
}

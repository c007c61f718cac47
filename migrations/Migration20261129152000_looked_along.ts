// Whose a number was is looked up by the person, in whichever organisation; and no write keeps an index that nobody reads.
import { Migration } from '@mikro-orm/migrations';

const BY_PERSON = 'verified_phones_user_id_org_id_index';
const BY_ORG = 'verified_phones_org_id_user_id_index';

export class Migration20261129152000 extends Migration {
  override up(): void {
    this.addSql(`create index ${BY_PERSON} on verified_phones (user_id, org_id)`);
    this.addSql(`drop index ${BY_ORG}`);
    this.addSql('drop index goals_being_planned');
  }

  override down(): void {
    this.addSql(
      `create index goals_being_planned on goals (updated_at) where status = 'negotiating' and planning = 'working'`,
    );
    this.addSql(`create index ${BY_ORG} on verified_phones (org_id, user_id)`);
    this.addSql(`drop index ${BY_PERSON}`);
  }
}

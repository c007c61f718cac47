// The worker counts as well: what it sends by WhatsApp and whom it calls costs money.
import { Migration } from '@mikro-orm/migrations';

const TAKE_TOKENS = 'take_tokens(text[], bigint[], bigint[], int[])';

export class Migration20261128210000 extends Migration {
  override up(): void {
    this.addSql('set local role flux_identity');
    this.addSql(`grant execute on function ${TAKE_TOKENS} to flux_worker`);
    this.addSql('reset role');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    this.addSql(`revoke execute on function ${TAKE_TOKENS} from flux_worker`);
    this.addSql('reset role');
  }
}

// Says of a mail's address that nothing goes there any more, without knowing the address.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system; harmless when repeated. For 90 days: `src/retention/policies.ts`. */
export async function suppressAddress(em: EntityManager, emailId: string): Promise<void> {
  await em.execute(SUPPRESS, [emailId]);
}

const SUPPRESS = `
  insert into email_suppressions (address_hash, scope, reason)
  select address_hashes[1], 'all', 'bounced' from emails where id = ? on conflict do nothing`;

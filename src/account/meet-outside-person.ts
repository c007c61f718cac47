// Who a token of the outside issuer speaks of; at first sight a person with an organisation of their own is made.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { queryAsLogin } from '../kernel/sql.ts';
import type { OutsideClaims } from './outside-issuer.ts';

/**
 * An address that somebody here has already stays with them: who may name it elsewhere must not get their account. `orgId` is the
 * person's home; null for somebody who belongs nowhere any more.
 */
export async function meetOutsidePerson(
  orm: MikroORM,
  { issuer, subject, email, name, zone }: OutsideClaims,
): Promise<Omit<Person, 'orgId'> & { orgId: string | null }> {
  const [met] = await queryAsLogin<{ user_id: string; org_id: string | null }>(orm, {
    name: 'meet_outside_person',
    text: 'select * from meet_outside_person($1, $2, $3, $4, $5, $6, $7)',
    values: [issuer, subject, newId(), newId(), email, name, zone],
  });
  return { userId: met!.user_id, orgId: met!.org_id };
}

// Who a token of the outside issuer speaks of; at first sight a person with an organisation of their own is made.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { OutsideClaims } from './outside-issuer.ts';

/**
 * An address that somebody here has already stays with them: who may name it elsewhere must not get their account.
 * `orgId` is the person's home; null for somebody who belongs nowhere any more.
 */
export async function meetOutsidePerson(
  orm: MikroORM,
  { issuer, subject, email, name, zone }: OutsideClaims,
): Promise<Omit<Person, 'orgId'> & { orgId: string | null }> {
  const claims = [issuer, subject, newId(), newId(), email, name, zone];
  const [met] = await callAsLogin<{ user_id: string; org_id: string | null }>(
    orm,
    'meet_outside_person',
    ...claims,
  );
  return { userId: met!.user_id, orgId: met!.org_id };
}

// Who acts, for which organisation, in which transaction. Every verb takes one; no verb can be called without.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';

/** The person on whose behalf something happens; both are UUIDs. Row level security lets nothing else through. */
export interface Person {
  orgId: string;
  userId: string;
}

export interface Ctx extends Person {
  em: EntityManager;
}

/**
 * Runs `work` in one transaction as `person`: the role switch and the two settings are local to it, so nothing can
 * leak into the next user of the connection. A throw rolls back. No network call belongs inside.
 */
export async function asPerson<T>(orm: MikroORM, person: Person, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  // The role is a setting as well (`set local role`), and so all three are one statement.
  const session = {
    variables: { 'app.org_id': person.orgId, 'app.user_id': person.userId, role: 'flux_tenant' },
  };
  return orm.em
    .fork({ session })
    .transactional((em) => work({ em, orgId: person.orgId, userId: person.userId }));
}

/** Runs `work` across organisations. Only the worker's login may take this role; sweeps and retention use it. */
export async function asSystem<T>(orm: MikroORM, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return orm.em.fork({ session: { role: 'flux_system' } }).transactional((em) => work(em));
}

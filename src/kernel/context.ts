// Who acts, for which organisation, by which door, in which transaction. Every verb takes one; no verb can be called
// without.
import {
  FlushMode,
  IsolationLevel,
  type EntityManager,
  type MikroORM,
  type TransactionOptions,
} from '@mikro-orm/postgresql';
import { blameDatabase } from './database-outage.ts';
import type { Fact } from './facts.ts';
import type { Via } from './via.ts';

/** The person on whose behalf something happens; both are UUIDs. Row level security lets nothing else through. */
export interface Person {
  orgId: string;
  userId: string;
}

/** A person at a door. */
export interface Actor extends Person {
  via: Via;
}

export interface Ctx extends Actor {
  em: EntityManager;
  /**
   * Says what becomes true with this transaction. What follows from it is performed after the commit, and only then.
   */
  tell(fact: Fact, person?: Person): void;
}

/** A fact, whose it is, and the door by which it became true. */
export interface Told {
  person: Person;
  fact: Fact;
  via: Via;
}

/** Where what is true is kept, and who performs what follows from it. */
export interface Store {
  orm: MikroORM;
  /** Never throws, and holds nobody up for long: what it cannot do, the reconciler does later. */
  perform: (told: readonly Told[]) => Promise<void>;
}

/**
 * Runs `work` in one transaction as `actor`, and performs what it told once that is committed. The role switch and
 * the settings are local to it, so nothing can leak into the next user of the connection. A throw rolls back, and
 * nothing was told. No network call belongs inside.
 */
export async function asPerson<T>(
  { orm, perform }: Store,
  { orgId, userId, via }: Actor,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  // The role is a setting as well (`set local role`), and so all of them are one statement.
  const session = {
    variables: { 'app.org_id': orgId, 'app.user_id': userId, 'app.via': via, role: 'flux_tenant' },
  };
  const told: Told[] = [];
  const tell: Ctx['tell'] = (fact, person = { orgId, userId }) => void told.push({ person, fact, via });
  const result = await unmanaged(orm.em.fork({ session }), (em) => work({ em, orgId, userId, via, tell }));
  if (told.length > 0) await perform(told);
  return result;
}

/**
 * Runs `work` across organisations. Only the worker's login may take this role: to reconcile, to delete, and to take
 * back what is out for somebody who has left.
 */
export async function asSystem<T>(orm: MikroORM, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return unmanaged(orm.em.fork({ session: { role: 'flux_system' } }), work);
}

/**
 * As `asSystem`, reading only: all of it as of one moment, however long it takes (REPEATABLE READ). Between two
 * statements may lie 15 s at most.
 */
export async function asSystemAtOneMoment<T>(
  orm: MikroORM,
  work: (em: EntityManager) => Promise<T>,
): Promise<T> {
  return unmanaged(orm.em.fork({ session: { role: 'flux_system' } }), work, {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
}

/**
 * A transaction in which a write is where it stands: what is assigned to a row that was read is never flushed. What
 * `work` throws is its own; what opening, committing or rolling back throws is the database's.
 */
async function unmanaged<T>(
  fork: EntityManager,
  work: (em: EntityManager) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  let own: { error: unknown } | undefined;
  try {
    return await fork.transactional(
      async (em) => {
        const result = await work(em).catch((error: unknown) => {
          own = { error };
          throw error;
        });
        em.clear();
        return result;
      },
      { ...options, flushMode: FlushMode.COMMIT },
    );
  } catch (error) {
    throw own?.error === error ? error : blameDatabase(error);
  }
}

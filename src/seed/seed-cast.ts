// Puts the whole cast into a database. Twice, and two at once, leave the same as once.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Actor, Store } from '../kernel/context.ts';
import { CAST, type CastMember, type CastName } from './cast.ts';
import { inTurn } from './in-turn.ts';
import { seedGoal } from './seed-goal.ts';
import { seedPerson } from './seed-person.ts';
import { seedTasks } from './seed-tasks.ts';
import { seedTeam, type SeededTeam } from './seed-team.ts';

export interface SeededCast {
  /** Each in their own organisation. */
  people: Record<CastName, Actor>;
  team: SeededTeam;
}

/** `orm`: opened with the API's login, with two connections or more. Needs no Temporal and no model of a vendor. */
export async function seedCast(orm: MikroORM): Promise<SeededCast> {
  // Nothing runs here that could start a reminder: the reconciler finds them.
  const store = { orm, perform: async () => {} };
  return inTurn(orm, async () => {
    const people = {
      ana: await seed(store, CAST.ana),
      ben: await seed(store, CAST.ben),
      chloe: await seed(store, CAST.chloe),
      dora: await seed(store, CAST.dora),
    };
    return { people, team: await seedTeam(store, people) };
  });
}

async function seed(store: Store, member: CastMember): Promise<Actor> {
  const person = await seedPerson(store, member);
  await seedTasks(store, person, member);
  if (member.wish !== null) await seedGoal(store, person, member.wish);
  return person;
}

// Puts the whole cast into a database. Twice, and two at once, leave the same as once.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { CAST, type CastMember, type CastName } from './cast.ts';
import { inTurn } from './in-turn.ts';
import { seedGoal } from './seed-goal.ts';
import { seedPerson } from './seed-person.ts';
import { seedTasks } from './seed-tasks.ts';
import { seedTeam, type SeededTeam } from './seed-team.ts';

export interface SeededCast {
  /** Each in their own organisation. */
  people: Record<CastName, Person>;
  team: SeededTeam;
}

/** `orm`: opened with the API's login, with two connections or more. Needs no Temporal and no model of a vendor. */
export async function seedCast(orm: MikroORM): Promise<SeededCast> {
  return inTurn(orm, async () => {
    const people = {
      ana: await seed(orm, CAST.ana),
      ben: await seed(orm, CAST.ben),
      chloe: await seed(orm, CAST.chloe),
      dora: await seed(orm, CAST.dora),
    };
    return { people, team: await seedTeam(orm, people) };
  });
}

async function seed(orm: MikroORM, member: CastMember): Promise<Person> {
  const person = await seedPerson(orm, member);
  await seedTasks(orm, person, member);
  if (member.wish !== null) await seedGoal(orm, person, member.wish);
  return person;
}

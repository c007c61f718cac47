// An account with preferences, or the one that is there already.
import type { MikroORM } from '@mikro-orm/postgresql';
import { changePreferences } from '../account/change-preferences.ts';
import { passwordMatches } from '../account/password.ts';
import { readProfile } from '../account/read-profile.ts';
import { registerPerson } from '../account/register-person.ts';
import { findCredentials } from '../account/sign-in.ts';
import { waveOffOnboarding } from '../account/wave-off-onboarding.ts';
import { asPerson, type Actor, type Person, type Store } from '../kernel/context.ts';
import { PASSWORD, type CastMember } from './cast.ts';

/** Throws where somebody else has the address: then this is no database to seed. */
export async function seedPerson(store: Store, member: CastMember): Promise<Actor> {
  const { orgId, userId } = (await findSeeded(store.orm, member)) ?? (await register(store.orm, member));
  const person = { orgId, userId, via: 'rest' as const };
  await asPerson(store, person, async (ctx) => {
    // What was changed since stays so.
    const isUntouched = (await readProfile(ctx)).sleepFrom === null;
    if (!isUntouched) return;
    await changePreferences(ctx, member.preferences);
    await waveOffOnboarding(ctx);
  });
  return person;
}

async function findSeeded(orm: MikroORM, { email }: CastMember): Promise<Person | null> {
  const known = await findCredentials(orm, email);
  if (!known) return null;
  if (!(await passwordMatches(PASSWORD, known.password_hash)))
    throw new Error(`${email} exists here with another password: this is not a database of the seed's.`);
  return { orgId: known.org_id, userId: known.user_id };
}

async function register(orm: MikroORM, { email, name, zone }: CastMember): Promise<Person> {
  const { person } = await registerPerson(
    { orm, limiter: UNUSED, networkNames: () => [] },
    { email, name, zone, password: PASSWORD, network: 'none' },
  );
  return person;
}

/** Only a registration that is repeated under a key is counted. */
const UNUSED = {
  take: () => Promise.reject(new Error('the seed repeats no registration')),
  giveBack: async () => {},
  close: async () => {},
};

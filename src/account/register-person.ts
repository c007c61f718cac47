// Makes an account: the person, an organisation of their own, and an empty profile, in one step.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { hashPassword } from './password.ts';

export interface RegisterPerson {
  /** Trimmed and in lower case. */
  email: string;
  password: string;
  name: string | null;
  /** IANA name. */
  zone: string;
}

/** Throws EMAIL_TAKEN. Nobody is signed in yet, so a function of the database does it and nothing else. */
export async function registerPerson(orm: MikroORM, input: RegisterPerson): Promise<Person> {
  const person: Person = { orgId: newId(), userId: newId() };
  const passwordHash = await hashPassword(input.password);
  const [row] = await orm.em
    .fork()
    .execute<{ registered: boolean }[]>('select register_person(?, ?, ?, ?, ?, ?) as registered', [
      person.userId,
      person.orgId,
      input.email,
      passwordHash,
      input.name,
      input.zone,
    ]);
  if (row?.registered !== true) throw new FluxError('EMAIL_TAKEN');
  return person;
}

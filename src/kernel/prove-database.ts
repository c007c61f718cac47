// Whether a process can work with its database, asked once before it says that it is ready: one that cannot says why,
// and ends.
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { errorCode } from './error-code.ts';
import { LOGIN_REFUSALS } from './refused-login.ts';
import { queryAsLogin } from './sql.ts';

export interface Proof {
  /** The variable that the connection was read from, for whoever has to set it right. */
  variable: string;
  login: 'flux_api' | 'flux_worker';
  /** The folder of the migrations that this process was written for. */
  migrations: string;
  /** How long a database that is not there may take to come: it may start together with us. */
  patienceMs?: number;
  /** How long one that lets us in may take to answer. */
  answerMs?: number;
}

const PATIENCE_MS = 30_000;
const ANSWER_MS = 5000;
const PAUSE_MS = 500;

/** Where it may be the login itself, or its password. */
const MADE_BY_US = ['28P01', '28000'];

/**
 * Throws an Error of one sentence that names the variable and no value of it: for a database that cannot be reached in
 * time, a login that is refused or another than it should be, and a schema that is older than this process.
 */
export async function proveDatabase(orm: MikroORM, proof: Proof): Promise<void> {
  const state = await askUntil(performance.now() + (proof.patienceMs ?? PATIENCE_MS), orm, proof);
  if (state.is_superuser)
    throw unfit(proof, 'is a superuser, whom no row security holds: name the login it is meant for');
  if (!state.is_login) throw unfit(proof, `is not the login ${proof.login}, or has not its rights`);
  const applied = new Set(state.applied?.split(' '));
  const missing = namesIn(proof.migrations).filter((name) => !applied.has(name));
  if (missing.length > 0)
    throw unfit(
      proof,
      `leads to a schema that lacks ${missing.length} migrations of this version: run \`npm run migrate -- up\` first`,
    );
}

interface State {
  is_superuser: boolean;
  is_login: boolean;
  /** Names of migrations; null where none was ever noted. */
  applied: string | null;
}

async function askUntil(endMs: number, orm: MikroORM, proof: Proof): Promise<State> {
  for (;;)
    try {
      const question = { ...ASK, values: [proof.login] };
      const [state] = await queryAsLogin<State & Row>(orm, question, proof.answerMs ?? ANSWER_MS);
      return state!;
    } catch (error) {
      const code = errorCode(error) ?? '';
      const refusal = LOGIN_REFUSALS.get(code);
      if (refusal !== undefined) throw unfit(proof, `${refusal}${remedyOf(code)} (${code})`, error);
      if (performance.now() >= endMs)
        throw unfit(proof, `leads to a database that cannot be reached (${code || 'no answer'})`, error);
      await setTimeout(PAUSE_MS);
    }
}

type Row = Record<string, unknown>;

const remedyOf = (code: string): string =>
  MADE_BY_US.includes(code)
    ? '; `npm run migrate -- up` makes both logins, with the passwords of their URLs'
    : '';

const ASK = {
  name: 'prove_database',
  text: `select rolsuper or rolbypassrls as is_superuser,
    exists (select from pg_roles l where l.rolname = $1 and pg_has_role(l.oid, 'usage')) as is_login,
    obj_description(to_regclass('public.flux_migrations'), 'pg_class') as applied
    from pg_roles where rolname = current_user`,
};

const namesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((file) => /^(Migration\w+)\.ts$/.exec(file)?.[1] ?? []);

const unfit = ({ variable }: Proof, why: string, cause?: unknown): Error =>
  new Error(`${variable} ${why}.`, { cause });

// The owner's own connection, for what migrations do beside the mapper; what is in its way is said in one sentence.
import pg from 'pg';
import { errorCode } from '../src/kernel/error-code.ts';
import { LOGIN_REFUSALS } from '../src/kernel/refused-login.ts';

/** Throws an Error that names DATABASE_URL and no value of it. */
export async function connectOwner(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    const code = errorCode(error) ?? 'no answer';
    const why = LOGIN_REFUSALS.get(code) ?? 'leads to a database that cannot be reached';
    throw new Error(`DATABASE_URL ${why} (${code}).`, { cause: error });
  }
}

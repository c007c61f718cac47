// Where the database of this clone's `npm run dev` is, for commands that are run beside it.
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { findRunning } from './running.ts';
import { devSecrets } from './secrets.ts';

const DIRECTORY = fileURLToPath(new URL('../../.flux', import.meta.url));

/** The address with the login of the API or of the worker; null where no `npm run dev` runs. */
export async function findDevLogin(
  config: Pick<Config, 'DATABASE_URL' | 'DEV_POSTGRES_PORT'>,
  login: 'api' | 'worker',
): Promise<string | null> {
  if (!(await findRunning(DIRECTORY))) return null;
  const { apiPassword, workerPassword } = await devSecrets(DIRECTORY);
  const url = new URL(config.DATABASE_URL ?? `postgres://127.0.0.1:${config.DEV_POSTGRES_PORT}/flux`);
  url.username = `flux_${login}`;
  url.password = login === 'api' ? apiPassword : workerPassword;
  return url.href;
}

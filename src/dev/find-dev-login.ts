// Where the database of this clone's `npm run dev` is, for commands that are run beside it.
import { fileURLToPath } from 'node:url';
import { findRunning } from './running.ts';
import { devSecrets } from './secrets.ts';

const DIRECTORY = fileURLToPath(new URL('../../.flux', import.meta.url));

/** The address with the login of the API or of the worker; null where no `npm run dev` runs. */
export async function findDevLogin(login: 'api' | 'worker'): Promise<string | null> {
  const running = await findRunning(DIRECTORY);
  if (!running) return null;
  const { apiPassword, workerPassword } = await devSecrets(DIRECTORY);
  const url = new URL(running.databaseUrl);
  url.username = `flux_${login}`;
  url.password = login === 'api' ? apiPassword : workerPassword;
  return url.href;
}

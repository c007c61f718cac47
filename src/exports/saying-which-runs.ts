// Says which export of a person is being written, in whichever of their organisations they asked for it.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';

/** EXPORT_RUNNING with `export_id` and `org_id` of that one; any other error as it is. */
export async function sayingWhichRuns<T>(orm: MikroORM, userId: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'EXPORT_RUNNING') throw error;
    const [running] = await callAsLogin<Running>(orm, 'find_running_export', userId);
    throw new FluxError('EXPORT_RUNNING', { fields: { ...running }, cause: error });
  }
}

interface Running {
  export_id: string;
  org_id: string;
}

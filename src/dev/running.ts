// Where the development set-up of this clone runs, for whoever wants to join it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const place = z.object({
  apiUrl: z.url(),
  phoneUrl: z.url(),
  temporalUiUrl: z.string(),
  /** Without a login. */
  databaseUrl: z.string(),
});

export type Place = z.infer<typeof place>;

/** Writes where it runs; returns what takes that back. */
export async function announce(directory: string, where: Place): Promise<() => Promise<void>> {
  const file = fileOf(directory);
  await writeFile(file, JSON.stringify(where));
  return () => rm(file, { force: true });
}

/** Null where none runs; what a killed one left behind does not count. */
export async function findRunning(directory: string): Promise<Place | null> {
  try {
    const found = place.parse(JSON.parse(await readFile(fileOf(directory), 'utf8')));
    const alive = await fetch(`${found.apiUrl}/livez`, { signal: AbortSignal.timeout(2000) });
    return alive.ok ? found : null;
  } catch {
    return null;
  }
}

const fileOf = (directory: string): string => join(directory, 'running.json');

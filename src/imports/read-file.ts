// Reads a file that somebody brings, whichever it is. It may take a processor for long: see read-aside.ts.
import type { Found } from './found.ts';
import { readFlux } from './read-flux.ts';
import { readIcs } from './read-ics.ts';
import { readText } from './read-text.ts';
import { readTodoist } from './read-todoist.ts';
import type { Source } from './sources.ts';

export interface BroughtFile {
  source: Source;
  bytes: Uint8Array;
  /** "09:00", for what has a day and no time; null: such things are refused. */
  allDayAt: string | null;
  /** The person's zone. */
  home: string;
}

/** Throws IMPORT_UNREADABLE and IMPORT_TOO_LARGE. */
export async function readFile({ source, bytes, allDayAt, home }: BroughtFile): Promise<Found> {
  if (source === 'flux') return readFlux(bytes);
  const text = readText(bytes);
  return source === 'ics' ? readIcs(text, { home, allDayAt }) : readTodoist(text, { home, allDayAt });
}

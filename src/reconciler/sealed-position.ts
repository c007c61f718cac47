// A position as Temporal keeps it from run to run: its moments stand open, the id of the row in it is sealed, so that
// no history leads to somebody whose account was erased since.
import { deriveKeys } from '../account/token-keys.ts';
import { openBy, sealBy } from '../kernel/sealed-text.ts';
import { LAST_ID, NIL_ID } from './in-pages.ts';

/** Positions are words with a space between them: a moment, an id where a page ended, since when somebody is untold. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const keysOf = (secret: string) => deriveKeys({ secret }, 'flux reconciler positions v1');

const isOfARow = (word: string): boolean => UUID.test(word) && word !== NIL_ID && word !== LAST_ID;
const isOpen = (word: string): boolean => UUID.test(word) || !Number.isNaN(Date.parse(word));

/** What a look leaves, for a history. */
export function sealPosition(secret: string, position: string | null): string | null {
  if (position === null) return null;
  const [key] = keysOf(secret);
  return eachWord(position, (word) => (isOfARow(word) ? sealBy(key!, word) : word));
}

/**
 * What a look starts from. An id that stands open, as versions before this one left it, is taken as it is. One that was
 * sealed by another secret is before all of its moment: what is looked at twice is harmless.
 */
export function openPosition(secret: string, position: string | null): string | null {
  if (position === null) return null;
  const keys = keysOf(secret);
  return eachWord(position, (word) => (isOpen(word) ? word : (openBy(keys, word) ?? NIL_ID)));
}

const eachWord = (position: string, change: (word: string) => string): string =>
  position.split(' ').map(change).join(' ');

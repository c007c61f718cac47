// What counts as text that a person wrote: what PostgreSQL keeps, what can be seen, how addresses are folded.

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** What of it can be kept. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

// Letters, numbers, marks of punctuation and symbols; what combines with a letter needs one. Two of them are drawn as
// nothing: the empty pattern of Braille and the null note head. So are those that Unicode says to ignore.
const DRAWN = /[\p{L}\p{N}\p{P}\p{S}]/u;
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu;

/** Whether there is anything to see: zero-width, control and filler characters alone are nothing. */
export const isVisible = (text: string): boolean => DRAWN.test(text.replaceAll(BLANK, ''));

/** How many characters it has as JSON Schema counts them: code points, so that an emoji is no two. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};

/**
 * An e-mail address by which people are found. Only A to Z have a lower case here: Unicode folds other letters into
 * them (KELVIN SIGN to k), and so one address would open another's account.
 */
export const foldAddress = (address: string): string =>
  address.trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

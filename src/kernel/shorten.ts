// Long words of a person cut to what fits.

/** At most `longest` characters as people count them: no emoji is cut in two. */
export function shorten(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}

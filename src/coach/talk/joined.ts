// What was taken for granted, in one sentence.

/** Each of them, for one sentence; null where there is none. */
export function joined(...parts: (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join('; ');
}

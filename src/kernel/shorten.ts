// Long words of a person cut to what fits.

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters as people count them: a family of emoji is one, and so is a letter with its accent. */
export const charactersOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** At most `longest` UTF-16 units, with an ellipsis for what is missing. No character is cut in two. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${cutTo(text, longest - 1).trimEnd()}…` : text;
}

/** The same without the ellipsis. */
export function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

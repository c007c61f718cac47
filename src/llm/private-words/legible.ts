// A text as it is read: without what is not seen, and with wide or ornate letters as plain ones, so that nothing
// private hides behind them.

export interface Legible {
  text: string;
  /** Where a stretch of it stands in the original. */
  original: (start: number, end: number) => { start: number; end: number };
}

const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u;

/** White space stays, whatever it is. */
export function legible(raw: string): Legible {
  // oxlint-disable-next-line no-control-regex
  if (/^[\n\r\t\x20-\x7e]*$/.test(raw)) return { text: raw, original: (start, end) => ({ start, end }) };
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const character of raw) {
    const plain = /\s/u.test(character) ? ' ' : IGNORED.test(character) ? '' : character.normalize('NFKC');
    for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
    text += plain;
    at += character.length;
  }
  return {
    text,
    // What is not seen at the end of a stretch belongs to what follows.
    original: (start, end) => ({ start: from[start] ?? raw.length, end: endOf(raw, from[end - 1] ?? 0) }),
  };
}

const endOf = (raw: string, last: number): number => last + (raw.codePointAt(last)! > 0xff_ff ? 2 : 1);

// A text as it is read: without what is not seen, wide or ornate letters as plain ones, and accents as part of their
// letter, so that nothing private hides behind them.

export interface Legible {
  text: string;
  /** Where a stretch of it stands in the original. */
  original: (start: number, end: number) => { start: number; end: number };
}

const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u;
/** What makes one letter with what stands before it: accents, and the parts of a syllable of Hangul. */
const JOINED = /[\p{M}\u1160-\u11FF]/u;
/** Of one letter: nobody writes more, and to put them in order takes longer than they are long. */
const MOST_JOINED = 16;

/** Figures in a key's cap, or struck through. */
const MARKED = /^(\p{N}+)\p{M}+$/u;

/** White space stays, whatever it is. */
export function legible(raw: string): Legible {
  // oxlint-disable-next-line no-control-regex
  if (/^[\n\r\t\x20-\x7e]*$/.test(raw)) return { text: raw, original: (start, end) => ({ start, end }) };
  let text = '';
  const from: number[] = [];
  const until: number[] = [];
  for (const { letter, start, end } of lettersOf(raw)) {
    const plain = letter.normalize('NFKC').replace(MARKED, '$1');
    for (let unit = 0; unit < plain.length; unit += 1) {
      from.push(start);
      until.push(end);
    }
    text += plain;
  }
  return {
    text,
    // What is not seen at the end of a stretch belongs to what follows.
    original: (start, end) => ({ start: from[start] ?? raw.length, end: until[end - 1] ?? 0 }),
  };
}

interface Letter {
  letter: string;
  /** UTF-16 units of the original, the end excluded. */
  start: number;
  end: number;
}

/** All that is seen. */
function lettersOf(raw: string): Letter[] {
  const letters: Letter[] = [];
  let at = 0;
  for (const character of raw) {
    const start = at;
    at += character.length;
    const isSpace = /\s/u.test(character);
    if (!isSpace && IGNORED.test(character)) continue;
    const last = letters.at(-1);
    if (last && JOINED.test(character) && last.letter.length < MOST_JOINED) {
      last.letter += character;
      last.end = at;
    } else letters.push({ letter: isSpace ? ' ' : character, start, end: at });
  }
  return letters;
}

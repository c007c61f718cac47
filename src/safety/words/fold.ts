// Words as people write them at such a moment (typos, no accents, letters replaced or spaced) in one plain form.
import { mend } from './mend.ts';

/** Marks what stands in quotation marks, as words of their own. */
export const QUOTE = { opens: 'qqopen', closes: 'qqclose' } as const;

const EMOJI: readonly [RegExp, string][] = [
  [/[\u{1F52A}\u{1F5E1}]/gu, ' emojiblade '],
  [/\u{1F48A}/gu, ' emojipill '],
  [/\u{1F52B}/gu, ' emojigun '],
  [/[\u{26B0}\u{1FAA6}]/gu, ' emojigrave '],
  [/[\u{1FA78}]/gu, ' emojiblood '],
];

/** Whom somebody calls is not whom they speak of: "mum, I ...". */
const CALLS =
  /(?<=^|[.!?\n]\s*)(\s*(?:(?:hi|hey|hello|dear|oh|ok|liebe|lieber|hallo|hola|oi|salut|ma|mon|chere?|querid[ao]|minha|meu) )?(?:mum|mom|mama|mami|mamie|dad|papa|papi|maman|mae|pai|madre|padre|brother|bruder|bro|sis|schwester|doctor|doktor|coach|mutti|vati|amig[ao]|hermano|hermana|mec|frere|pote|mano|mana|amiga|tio|tia|maninho))(?:\s*[,:]|(?= (?:i|im|i m|ive|ich|je|j|yo|eu) ))/g;

/** Longer than what anybody writes at such a moment; of more the beginning and the end are read. UTF-16 units. */
const LONGEST = 6000;

/** Sentences of lower-case words without accents and signs, each with one space between words and one at both ends. */
export function fold(text: string, apostrophe: '' | ' '): string[] {
  const read = text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}\n${text.slice(-LONGEST / 2)}`;
  let plain = read
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '')
    // What is looked for below would be looked for at each place of a long gap.
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\n[ \n]+/g, '\n');
  for (const [sign, word] of EMOJI) plain = plain.replaceAll(sign, word);
  plain = plain
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll(/["«„“]([^"»”“«„]{1,400})["»”“]/g, ` ${QUOTE.opens} $1 ${QUOTE.closes} `)
    .replaceAll(/['’‘`´ʼ]/g, apostrophe)
    .replaceAll(/…|\.{2,}/g, ' ')
    .replaceAll(CALLS, '$1. ')
    // "No, I want to die": an answer is a sentence of its own, and takes nothing back.
    .replaceAll(/(?<=^|[.!?\n]\s*)(\s*(?:no|nope|nah|nein|nee|ne|non|nan|nao)\s*),/g, '$1. ');
  return (
    plain
      // A point between single letters hides a word; elsewhere it ends a sentence.
      .split(/[!?](?=\s|[!?]|$)|(?<!(?:^|[^\p{L}])\p{L})\.(?=\s|$)|(?<=[^\p{L}])\.(?=\s|$)|[\n;]+/u)
      .map(mend)
      .filter((sentence) => sentence !== '')
      .flatMap(inPieces)
      .map((piece) => ` ${piece} `)
  );
}

/** Words of a sentence that are read together, and how many of them again with the next ones. */
const PIECE = 80;
const AGAIN = 20;

/** Whoever writes without a stop: what is looked at costs as much as the square of a sentence. */
function inPieces(sentence: string): string[] {
  const words = sentence.split(' ');
  if (words.length <= PIECE) return [sentence];
  const pieces = Math.ceil((words.length - AGAIN) / (PIECE - AGAIN));
  return Array.from({ length: pieces }, (_, at) =>
    words.slice(at * (PIECE - AGAIN), at * (PIECE - AGAIN) + PIECE).join(' '),
  );
}

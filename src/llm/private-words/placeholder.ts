// What stands for private words while a vendor has them: "[person 1]". Found again however a model writes it.

/** What a person reads where a model made up a placeholder that stands for nothing. */
const NEUTRAL = {
  person: 'somebody',
  email: 'that address',
  phone: 'that number',
  number: 'that number',
  address: 'that place',
  link: 'that link',
} as const;

export type Kind = keyof typeof NEUTRAL;

export const KINDS = Object.keys(NEUTRAL) as Kind[];

export const placeholderOf = (kind: Kind, number: number): string => `[${kind} ${number}]`;

const NAMED = `(${KINDS.join('|')})[\\s_#-]{0,3}(\\d{1,4})`;

/** With both brackets or one of them, or a person with none; in whatever case. Without a number; cut off at the end. */
const WRITTEN = [
  `\\[\\s{0,3}${NAMED}(?!\\d)(?:\\s{0,3}\\])?`,
  `(?<![\\p{L}\\d])${NAMED}\\s{0,3}\\]`,
  `(?<![\\p{L}\\d])(person) (\\d{1,4})(?!\\d)`,
  `\\[\\s{0,3}(${KINDS.join('|')})\\s{0,3}\\]`,
  `\\[\\s{0,3}(\\p{L}{2,7})\\s{0,3}$`,
].join('|');

export interface Written {
  kind: Kind;
  /** Null where it has none. */
  number: number | null;
  /** With a bracket: nobody writes that by chance. */
  isMarked: boolean;
}

/** `text` with what `read` makes of each placeholder in it. */
export function replaceWritten(text: string, read: (written: Written, as: string) => string): string {
  if (!/[[\]]|person/iu.test(text)) return text;
  return text.replaceAll(new RegExp(WRITTEN, 'giu'), (as: string, ...groups: (string | undefined)[]) => {
    const [name, figures] = groups.slice(0, GROUPS).filter((group) => typeof group === 'string');
    const kind = KINDS.find((one) => one.startsWith(name?.toLowerCase() ?? '-'));
    if (!kind) return as;
    return read({ kind, number: figures ? Number(figures) : null, isMarked: /[[\]]/.test(as) }, as);
  });
}

/** How many of the pattern's groups there are. */
const GROUPS = 8;

const BEGUN =
  /(?:\[\s{0,3}\p{L}{0,7}|(?<!\p{L})(?:person|email|phone|number|address|link))[\s_#-]{0,3}\d{0,4}\s{0,3}$/iu;

/** Where one may begin at the end of a piece, whose rest comes with the next; else the end of the text. */
export function beginningOf(text: string): number {
  const begun = BEGUN.exec(text);
  return begun ? begun.index : text.length;
}

export const neutralWords = (kind: Kind): string => NEUTRAL[kind];

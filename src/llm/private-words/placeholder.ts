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

/** What a model makes of them. */
const NAMES: Record<Kind, readonly string[]> = {
  person: ['person'],
  email: ['email', 'email address', 'e-mail', 'e-mail address'],
  phone: ['phone', 'phone number'],
  number: ['number'],
  address: ['address'],
  link: ['link'],
};

const EITHER = Object.values(NAMES)
  .flat()
  .join('|')
  .replaceAll(' ', String.raw`\s`);

/**
 * With its bracket, in whatever case: without one it is English ("in person 2 times a week"). The one behind it may be
 * missing; it may have no number; it may be cut off at the end.
 */
const WRITTEN = [
  `\\[\\s{0,3}(${EITHER})[\\s_#-]{0,3}(\\d{1,6})(?!\\d)(?:\\s{0,3}\\])?`,
  `\\[\\s{0,3}(${EITHER})\\s{0,3}\\]`,
  `\\[\\s{0,3}(\\p{L}[\\p{L}-]{1,7}(?:\\s\\p{L}{0,7})?)\\s{0,3}$`,
].join('|');

export interface Written {
  kind: Kind;
  /** Null where it has none. */
  number: number | null;
  /** The words of a link in Markdown: "[link](https://...)". */
  isLabel: boolean;
}

/** `text` with what `read` makes of each placeholder in it. */
export function replaceWritten(text: string, read: (written: Written, as: string) => string): string {
  if (!text.includes('[')) return text;
  return text.replaceAll(
    new RegExp(WRITTEN, 'giu'),
    (as: string, ...rest: (string | number | undefined)[]) => {
      const [numbered, figures, named, begun] = rest.slice(0, GROUPS) as (string | undefined)[];
      const kind = kindOf(numbered ?? named ?? begun ?? '');
      if (!kind) return as;
      const isLabel = text[(rest[GROUPS] as number) + as.length] === '(';
      return read({ kind, number: figures ? Number(figures) : null, isLabel }, as);
    },
  );
}

/** How many of the pattern's groups there are. Behind them it says where it was found. */
const GROUPS = 4;

/** Of a name, or of what one begins with. */
function kindOf(name: string): Kind | undefined {
  const said = name.toLowerCase().replaceAll(/\s/g, ' ');
  return KINDS.find((kind) => NAMES[kind].some((one) => one.startsWith(said)));
}

const BEGUN = /\[\s{0,3}[\p{L}-]{0,8}(?:\s\p{L}{0,7})?[\s_#-]{0,3}\d{0,6}\s{0,3}\]?$/u;

/** Where one may begin at the end of a piece, whose rest comes with the next; else the end of the text. */
export function beginningOf(text: string): number {
  const begun = BEGUN.exec(text);
  return begun ? begun.index : text.length;
}

export const neutralWords = (kind: Kind): string => NEUTRAL[kind];

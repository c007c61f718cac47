// What a language says of despair and danger, as data. How the patterns are written: src/safety/words/compile.ts.
import type { Language } from '../../kernel/languages.ts';

/** What a sign speaks of. */
export type Concept =
  | 'wish'
  | 'plan'
  | 'means'
  | 'act'
  | 'goodbye'
  | 'burden'
  | 'noWayOut'
  | 'selfHarm'
  /** Somebody else harms them, or is about to. */
  | 'danger';

export interface Signs {
  /** Nothing else is meant by it, where somebody says it of themselves and of now. */
  sure?: readonly string[];
  /** It may be meant so: the person is asked. Two of different concepts are sure. */
  unsure?: readonly string[];
}

export interface Doses {
  remedy: string;
  taking: string;
  lots: string;
  rhythm: readonly string[];
  timed: readonly string[];
  tooMuch: readonly string[];
}

export interface Lexicon {
  language: Language;
  /** What an apostrophe is in this language: part of a word ("dont"), or the end of one ("j ai"). */
  apostrophe: '' | ' ';
  /** Words by which a text is known to be of this language. */
  common: string;
  /** Dialect, slang and haste, word by word: each as the patterns have it. */
  spoken: ReadonlyMap<string, string>;
  /** Named alternatives for the patterns below. */
  sets: Readonly<Record<string, string>>;
  /** What sounds like it and is none: taken out before anything is looked for. */
  harmless: readonly string[];
  signs: Readonly<Record<Concept, Signs>>;
  /** The parts of signs, in any order: src/safety/words/nets.ts. */
  net: Readonly<Record<Concept, Signs>>;
  /** Kinds of what is nothing alone, as words and as patterns: src/safety/words/heat.ts. */
  heat: { kinds: Readonly<Record<string, string>>; hint: readonly string[]; leaving: readonly string[] };
  /** How medicine is spoken of: src/safety/words/doses.ts. */
  doses: Doses;
  /** Somebody else is in despair. */
  another: readonly string[];
  /** Who speaks, and of whom: the last one before a sign is who it is about. */
  first: string;
  third: string;
  speech: string;
  /** Films, books, games, songs. */
  fiction: string;
  /** Helping, learning and writing about it. */
  work: string;
  /** Over for long. */
  past: readonly string[];
  /** Over, but not for long: asked about. */
  lately: readonly string[];
  present: string;
  /** In a sign: it is meant of now, however long ago something else was. */
  now: string;
  /** Well again, yet not free of it. */
  still: string;
  /** Somebody died or left: who despairs of that is the one who speaks. */
  bereaved: string;
  recovered: string;
  /** What people cannot stand any more without despairing of life: takes back what is unsure. */
  everyday: string;
}

// Reads what a language says of despair and danger from its table: "name: value" first, then sections of patterns.
import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../kernel/languages.ts';
import type { Concept, Lexicon, Signs } from './lexicon.ts';

export const CONCEPTS: readonly Concept[] = [
  'wish',
  'plan',
  'means',
  'act',
  'goodbye',
  'burden',
  'noWayOut',
  'selfHarm',
  'danger',
];

/** Throws where the table lacks something: a process without it shall not start. */
export function readLexicon(language: Language): Lexicon {
  const { head, lists } = readTable(`${language}.txt`);
  const net = readTable(`net/${language}.txt`).lists;
  const named = pairs(head);
  const word = (name: string): string => {
    const value = named[name];
    if (value === undefined) throw new Error(`${language}.txt says nothing of ${name}`);
    return value;
  };
  const list = (name: string): string[] => lists.get(name) ?? [];
  const inNet = (name: string): string[] => net.get(name) ?? [];
  return {
    language,
    apostrophe: word('apostrophe') === 'ends a word' ? ' ' : '',
    common: word('common'),
    spoken: new Map(
      entries(list('spoken')).flatMap(([plain, forms]) =>
        forms.split('|').map((form): [string, string] => [form, plain.replaceAll('_', ' ')]),
      ),
    ),
    first: word('first'),
    third: word('third'),
    speech: word('speech'),
    fiction: word('fiction'),
    work: word('work'),
    present: word('present'),
    now: word('now'),
    still: word('still'),
    bereaved: word('bereaved'),
    recovered: word('recovered'),
    everyday: word('everyday'),
    sets: pairs([...list('sets'), ...inNet('sets')].join('\n')),
    harmless: [...list('harmless'), ...inNet('harmless')],
    signs: signs(list),
    net: signs(inNet),
    heat: readHeat(language),
    doses: readDoses(language),
    another: list('another'),
    past: list('past'),
    lately: list('lately'),
  };
}

const readHeat = (language: Language): Lexicon['heat'] => {
  const { head, lists } = readTable(`heat/${language}.txt`);
  return { kinds: pairs(head), hint: lists.get('hint') ?? [], leaving: lists.get('leaving') ?? [] };
};

const readDoses = (language: Language): Lexicon['doses'] => {
  const { head, lists } = readTable(`doses/${language}.txt`);
  const { remedy = '', taking = '', lots = '' } = pairs(head);
  const list = (name: string): string[] => lists.get(name) ?? [];
  return { remedy, taking, lots, rhythm: list('rhythm'), timed: list('timed'), tooMuch: list('too much') };
};

/** The signs of all concepts. */
const signs = (of: (name: string) => string[]) =>
  Object.fromEntries(CONCEPTS.map((concept) => [concept, signsOf(concept, of)])) as Lexicon['signs'];

/** What one concept's sections of a table hold. */
const signsOf = (concept: Concept, of: (name: string) => string[]): Signs => ({
  sure: of(`${concept} sure`),
  unsure: of(`${concept} unsure`),
});

/** The sections of a table by their names, each in lines. */
function readTable(file: string): { head: string; lists: Map<string, string[]> } {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const [head = '', ...sections] = text.split(/^\[(.+)\]$/m);
  const lists = new Map<string, string[]>();
  for (let index = 0; index < sections.length; index += 2)
    lists.set(sections[index]!, linesOf(sections[index + 1]!));
  return { head, lists };
}

export const readLexicons = (): Lexicon[] => LANGUAGES.map(readLexicon);

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const entries = (lines: readonly string[]): [string, string][] =>
  lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });

const pairs = (text: string): Record<string, string> => Object.fromEntries(entries(linesOf(text)));

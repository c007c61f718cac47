// Names of people. What English grammar knows is asked of a library; what is said just before a name finds others.
import { setImmediate } from 'node:timers/promises';
import nlp from 'compromise';
import { BEHIND_TITLES, NAMES_TOO, NO_NAMES } from './names-and-words.ts';
import { sentencesOf } from './sentences.ts';
import { joined, spansOf, type Span } from './span.ts';

const NAME = String.raw`\p{Lu}[\p{L}\p{M}'’-]{1,30}`;
const INITIAL = String.raw`\p{Lu}\.?`;
const PARTICLES = String.raw`(?:(?:van|von|vom|zu|und|de|da|del|der|den|des|di|du|dos|la|le|las|los|el|y|bin|bint|ibn|al|ter|ten) ){0,3}`;
/** "Anna B. Quux", "J. K. Quux", "Jan van der Quux", "de Quux" */
const NAMES = String.raw`(?:${INITIAL}[ -]?){0,3}${PARTICLES}${NAME}(?:(?: ${INITIAL}){0,2} ${PARTICLES}${NAME}){0,3}`;

const TITLE =
  '[Mm]rs?|MRS?|[Mm]s|Miss|Mx|[Dd]r|DR|[Pp]rof|[Pp]rofessor|Sir|Lady|Herrn?|Hr|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Signora?|[Aa]unt(?:ie|y)?|[Uu]ncle|[Gg]rand(?:ma|pa|mother|father)|[Cc]oach|[Cc]ousin';
/** Behind a title it is a name, whatever it is else; titles may have their subjects between them: "Dr. med." */
const TITLED = new RegExp(
  String.raw`(?<![\p{L}])(?:${TITLE})(?:\. ?| ) ?(?:(?:${TITLE}|med|phil|rer|nat|jur|habil)(?:\. ?| )){0,4}(${NAMES})`,
  'gu',
);
/** "mr patel", "dr. okafor": in haste all of it is written small. "the dr appointment" names nobody. */
const TITLED_SMALL = /(?<![\p{L}])(?:mrs?|dr|prof)(?:\. ?| )(\p{Ll}[\p{L}\p{M}'’-]{2,30})/gu;
const KIN =
  'boss|wife|husband|fianc[eé]e?|partner|girlfriend|boyfriend|ex|son|daughter|brother|sister|twin|mother|father|mum|mom|dad|nephew|niece|grandson|granddaughter|friend|mate|buddy|neighbour|neighbor|colleague|co-?worker|manager|client|landlord|landlady|therapist|trainer|tutor|mentor|coach|doctor|dentist|nurse|lawyer|teacher|student|roommate|flatmate|teammate|dog|puppy|cat|kitten|horse';
const SOMEBODY = 'guy|girl|boy|man|woman|kid|baby|person';
/** "best", "little", "ex-" */
const WHICH = String.raw`(?:\p{Ll}{2,12}[ -]){0,2}`;
/** What is done with people, or said of them. */
const CUES = [
  String.raw`(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir) ${WHICH}(?:${KIN})(?:,|:| \(| is (?:called|named))? ?(${NAMES})`,
  // Of somebody, or of nothing that is said before it: "Goal name: Marathon" is none.
  String.raw`(?:(?:(?<=(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|['’]s|[Ff]ull|[Ff]amily|[Mm]aiden) )|(?<![\p{L}\p{N}] ))[Nn]ame(?:['’]s| is|:|=)|[Nn]ickname(?: is|:)|(?:[Ff]irst|[Ll]ast) name(?: is|:)?|[Ss]urname(?: is|:)?) ?(${NAMES})`,
  String.raw`(?:[Cc]all|[Rr]ing|[Pp]hone|[Tt]ext|[Mm]essage|[Ee]-?mail|[Mm]eet|[Vv]isit|[Tt]hank|[Aa]sk|[Tt]ell|[Ii]nvite|[Rr]emind|[Mm]arry|[Bb]abysit|[Rr]uf|[Aa]ppeler|[Ll]lamar a|[Rr]eply to|[Ww]rite to|[Pp]ing|[Hh]elp|[Tt]alk to|[Ss]peak to|[Ss]orry to|[Pp]romised|[Oo]we) (${NAMES})`,
  String.raw`(?:[Ww]ith|[Ww]/|[Nn]ée|[Aa]ka|[Cc]ontact:) ?(${NAMES})`,
  String.raw`(?:${SOMEBODY}|${KIN})(?: (?!(?:an?|some)\b)[\p{L}'’]{1,12}){0,4} (?:is|was) (?:called|named) (${NAMES})`,
  String.raw`(?:${SOMEBODY})(?: (?!(?:an?|the|some)\b)[\p{L}'’]{1,12}){0,3},? called (${NAMES})`,
  String.raw`(?:[Tt]his is) (${NAMES})(?= (?:here|speaking|again|from)\b)`,
  String.raw`(?<=^\s{0,4}(?:(?:[Hh]i|[Hh]ello|[Hh]ey)(?: \p{L}{2,12})?[,!.]? )?)[Tt]his is (${NAMES})(?=,)`,
  String.raw`(?:I'm|I’m|I am|[Cc]alls? me|[Nn]amed|[Ii]ch heiße|[Mm]e llamo|[Jj]e m'appelle) (${NAMES})`,
  String.raw`(${NAMES}) (?:said|says|told|thinks|wants|asked|recommended|suggested|invited|called|wrote)\b`,
  String.raw`(?<=[\p{L}\p{N},;] )(${NAMES})['’]s`,
].map((cue) => new RegExp(String.raw`(?<![\p{L}])${cue}`, 'gu'));

/** "Anna and Tom", "Ahmed, Lucy": who is named beside a name. */
const BEHIND = new RegExp(String.raw`^(?:,| and| &|, and) (${NAME})`, 'u');
const BEFORE = new RegExp(String.raw`(?<=[\p{L}\p{N},] )(${NAME})(?:,| and| &|, and) $`, 'u');

/** English. Titles and kinship stay where they stand: "Grandma [person 1]" is still a grandmother. */
export async function findPeople(text: string): Promise<Span[]> {
  if (!/\p{L}{2}/u.test(text)) return [];
  const titled = spansOf(text, 'person', TITLED, 1).map((span) => trimmed(text, span));
  const small = spansOf(text, 'person', TITLED_SMALL, 1).filter((span) => isNoWord(text, span));
  const cued = CUES.flatMap((cue) => spansOf(text, 'person', cue, 1)).flatMap((span) => known(text, span));
  const all = [...titled, ...small, ...(await grammatical(text)), ...cued].filter(
    ({ start, end }) => end - start > 1,
  );
  const found = joined(all);
  return joined([...found, ...found.flatMap((span) => beside(text, span))]);
}

/** Only where there is a name to be expected: grammar takes milliseconds for a sentence, and others go first. */
async function grammatical(text: string): Promise<Span[]> {
  const people: Span[] = [];
  for (const { start: at, words } of sentencesOf(text)) {
    if (!mayHoldName(words)) continue;
    await setImmediate();
    for (const { start, end } of peopleIn(words))
      people.push(trimmed(text, { kind: 'person', start: start + at, end: end + at }));
  }
  return people.flatMap((span) =>
    isCapital(text.slice(span.start)) ? known(text, whole(text, span)) : written(text, span),
  );
}

/** With what is written large beside it, where the library knows that as no other word: "Yuki" before "Tanaka". */
function whole(text: string, { kind, start, end }: Span): Span {
  let [from, to] = [start, end];
  for (let count = 0; count < MOST_NAMES; count += 1) {
    from -= lengthOf(LAST.exec(text.slice(Math.max(0, from - 40), from)));
    to += lengthOf(NEXT.exec(text.slice(to, to + 60)));
  }
  return { kind, start: from, end: to };
}

const MOST_NAMES = 3;
const LAST = /(?<![\p{L}\p{N}])(\p{Lu}[\p{L}\p{M}'’]{1,30})(?:-| {1,2})$/u;
const NEXT = new RegExp(
  String.raw`^(?:-| {1,2})(?:${INITIAL} ){0,2}${PARTICLES}(\p{Lu}[\p{L}\p{M}'’]{1,30})`,
  'u',
);

/** Nought where it is another word. "Jean" before "-Luc" is none. */
function lengthOf(beside: RegExpExecArray | null): number {
  if (!beside) return 0;
  const [all, name] = beside;
  const word = name!.toLowerCase();
  const isWord = NO_NAMES.has(word) || (Object.hasOwn(LEXICON, word) && !isListed(word));
  return isWord && !all.includes('-') ? 0 : all.length;
}

/** A name, or no word that the library knows. */
function isNoWord(text: string, { start, end }: Span): boolean {
  const word = text
    .slice(start, end)
    .toLowerCase()
    .replace(/['’]s$/, '');
  return isListed(word) || !(NO_NAMES.has(word) || BEHIND_TITLES.has(word) || Object.hasOwn(LEXICON, word));
}

/** In small letters, only what is a name and no word. */
function written(text: string, span: Span): Span[] {
  const words = text.slice(span.start, span.end).toLowerCase();
  const isName = !NO_NAMES.has(words) && !NAMES_TOO.has(words) && words.split(' ').some(isListed);
  return isName ? [span] : [];
}

/** Without what the library would derive from it: parts of sentences, first and last names, the sex. */
function peopleIn(words: string): { start: number; end: number }[] {
  const read = nlp.tokenize(words);
  read.compute(TAGGING);
  const people = read.people() as unknown as Tagged;
  const found = people.toView().json({ offset: true, terms: false });
  return found.map(({ offset: { start, length } }) => ({ start, end: start + length }));
}

/** What its types leave out. */
interface Tagged {
  toView(): { json(shown: object): { offset: { start: number; length: number } }[] };
}

/** Without what it does last, which takes three quarters of its time, mostly for verbs. */
const TAGGING = ['index', 'freeze', 'lexicon', 'preTagger', 'contractionTwo'];

/** A word that is written large though no sentence begins with it, or one that the library knows as a name. */
function mayHoldName(text: string): boolean {
  const large = /(?<=[\p{L}\p{N},;:)"'’] {1,3})\p{Lu}[\p{L}\p{M}]/u;
  return (
    large.test(text) ||
    Array.from(text.matchAll(/[\p{L}\p{M}'’]{2,}/gu)).some(([word]) => isListed(word.toLowerCase()))
  );
}

/** The library's own list. */
const LEXICON = (nlp.model() as { one: { lexicon: Record<string, string | string[]> } }).one.lexicon;

const isListed = (word: string): boolean =>
  /Person|FirstName|MaleName|FemaleName|LastName/.test(String(LEXICON[word.replace(/['’]s$/, '')] ?? ''));

/** What is written large, up to the first word that is none, or no name: "with Anna Monday", "Grant application". */
function known(text: string, span: Span): Span[] {
  const words = text.slice(span.start, span.end).split(' ');
  const none = words.findIndex(
    (word) => /^\p{Ll}{4}/u.test(word) || NO_NAMES.has(word.toLowerCase().replace(/['’]s$/, '')),
  );
  if (none === 0) return [];
  const name = none < 0 ? words : words.slice(0, none);
  return [trimmed(text, { ...span, end: span.start + name.join(' ').length })];
}

function beside(text: string, span: Span): Span[] {
  const found: Span[] = [];
  for (let last: Span | null = span; last && found.length < MOST_BESIDE;) {
    last = behind(text, last);
    if (last) found.push(last);
  }
  const before = BEFORE.exec(text.slice(Math.max(0, span.start - 60), span.start));
  const first = before && named(text, span.start - before[0].length, before[1]!);
  return first ? [first, ...found] : found;
}

const MOST_BESIDE = 8;

function behind(text: string, { end }: Span): Span | null {
  const next = BEHIND.exec(text.slice(end, end + 60));
  return next && named(text, end + next[0].length - next[1]!.length, next[1]!);
}

const named = (text: string, start: number, name: string): Span | null =>
  NO_NAMES.has(name.toLowerCase())
    ? null
    : whole(text, trimmed(text, { kind: 'person', start, end: start + name.length }));

const LEAD =
  /^(?:(?:my|mr|mrs|ms|mx|miss|dr|prof|professor|sir|lady|herrn?|frau|aunt|auntie|aunty|uncle|grandma|grandpa|grandmother|grandfather|mum|mom|dad|mama|papa|coach|cousin|president|king|queen|saint)\b\.?\s*)+/i;

/** Without its title, without "'s" and without what ends a sentence. */
function trimmed(text: string, { kind, start, end }: Span): Span {
  const words = text.slice(start, end);
  const lead = LEAD.exec(words)?.[0].length ?? 0;
  const name = words
    .slice(lead)
    .replace(/(?:['’]s)?[^\p{L}\p{N}\p{M}]*$/u, '')
    .replace(/['’]s$/, '');
  return { kind, start: start + lead, end: start + lead + name.length };
}

const isCapital = (words: string): boolean => /^\p{Lu}/u.test(words);

// What is private does not reach a vendor, keeps its sense, and is there again in what comes back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AGENTS } from '../../../src/agents.ts';
import type { Agent } from '../../../src/llm/agent.ts';
import { mask } from '../../../src/llm/private-words.ts';
import { apart } from '../../../src/llm/private-words/span.ts';
import { findPrivate } from '../../../src/llm/private-words/find-private.ts';
import { LATER_SENTENCES, PRIVATE_SENTENCES } from './private-sentences.ts';

interface Marked {
  text: string;
  spans: { kind: string; start: number; end: number }[];
}

/** "Call {person:Anna}" → "Call Anna", with where Anna stands. */
function read(line: string): Marked {
  const spans: Marked['spans'] = [];
  let text = '';
  let at = 0;
  for (const match of line.matchAll(/\{(\w+):([^}]+)\}/g)) {
    text += line.slice(at, match.index);
    spans.push({ kind: match[1]!, start: text.length, end: text.length + match[2]!.length });
    text += match[2]!;
    at = match.index + match[0].length;
  }
  return { text: text + line.slice(at), spans };
}

/** How much of what is private was found whole, how much of what was found is private, and which lines went wrong. */
async function score(lines: readonly string[]) {
  const marked = lines.map(read);
  const wrong: string[] = [];
  let [all, hit, found, right] = [0, 0, 0, 0];
  for (const { text, spans } of marked) {
    const hidden = await findPrivate(text);
    const missed = spans.filter(({ start, end }) => !isHidden(text, hidden, start, end));
    const needless = hidden.filter(
      (one) => !spans.some(({ start, end }) => start < one.end && one.start < end),
    );
    [all, hit] = [all + spans.length, hit + spans.length - missed.length];
    [found, right] = [found + hidden.length, right + hidden.length - needless.length];
    if (missed.length + needless.length > 0) wrong.push(text);
  }
  return { recall: hit / all, precision: right / found, wrong };
}

const isHidden = (
  text: string,
  hidden: readonly { start: number; end: number }[],
  from: number,
  to: number,
) =>
  Array.from({ length: to - from }, (_, index) => from + index)
    .filter((at) => /[\p{L}\p{N}]/u.test(text[at]!))
    .every((at) => hidden.some(({ start, end }) => start <= at && at < end));

test('of two hundred sentences all but two are read as they are meant', async () => {
  expect(PRIVATE_SENTENCES.length).toBeGreaterThanOrEqual(200);
  const { recall, precision, wrong } = await score(PRIVATE_SENTENCES);
  expect(wrong).toHaveLength(2);
  expect(recall).toBeGreaterThanOrEqual(0.98);
  expect(precision).toBeGreaterThanOrEqual(0.97);
});

test('of sixty that were written later, nine of ten private words are found', async () => {
  const { recall, precision } = await score(LATER_SENTENCES);
  expect(recall).toBeGreaterThan(0.9);
  expect(precision).toBeGreaterThan(0.9);
});

test.each([
  ['Dentist 28.11.2026 0176 12345678', /12345678/],
  ['Dentist 2026-11-28 - 415 555 0132', /0132/],
  ['From 12/05/2026 14/05/2026 020 7946 0958', /7946/],
  ['4111 1111 1111 1111 2026-11-28', /4111/],
  [`email ${'.'.repeat(80)}jane.doe@example.com`, /jane\.doe/],
  [`email ${'字'.repeat(100)}jane.doe@example.com`, /jane\.doe/],
])('what stands before it hides nothing less: %s', async (text, leaked) => {
  expect(JSON.stringify((await mask({ text })).masked)).not.toMatch(leaked);
});

test.each([
  // Numbers behind no space, in every hyphen that a word processor makes, and in small letters.
  ['Tel:0176 12345678', /\d{3}/],
  ['(ID:12345678)', /\d{3}/],
  ['home,0176 1234567,0151 7654321', /\d{3}/],
  ['mobile-0176 1234567', /\d{3}/],
  ['Ring 0176–1234567 or 0151‑765‑4321', /\d{3}/],
  ['0176·123·4567, 0151_765_4321, + 49 176 7654321', /\d{3}/],
  ["044'123'45'67, 043’765’43’21", /\d{2}/],
  ['0️⃣1️⃣7️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣', /\d[^]{0,3}\d/],
  ['de89370400440532013000', /\d{3}/],
  ['DE89-3704-0044-0532-0130-00', /\d{3}/],
  ['gb82 west 1234 5698 7654 32', /west|\d{3}/],
  ['my DNI is 12345678z, the other x1234567l, and AB 12 34 56 C', /\d\d/],
  // Mailboxes by all that they may hold, hosts in every script, and what is meant to fool a machine.
  ['"jane doe"@example.com', /jane|doe/],
  ['john.smith#home@example.com, john.smith/home@example.com', /smith/],
  ['jane’quux@example.com and quux&jane@my_host.example', /jane|quux|host/],
  ['राम.कुमार@उदाहरण.भारत', /राम|कुमा|उदा/],
  ['jane@example。com', /example/],
  ['jane[at]example[dot]com, jane (at) example (dot) com', /example/],
  ['write to jane at example dot com', /example/],
  ['jane.quux@gmail,com or quux@gmail', /quux/],
  ['see münchen.example/quux and example.com:8080/quux', /quux/],
  // Streets in haste and in capitals, and houses that are several.
  ['I live at 12 high street, london sw1a 1aa', /high|london|1aa/],
  ['12 HIGH STREET, 10 Downing street', /HIGH|Downing/],
  ['home:12-14 High Street, then 350 5th Avenue', /High|350/],
  ['SW1A1AA, or zip 62704, or my postcode is m1 1aa', /SW1|62704|1aa/],
  ['Springfield, IL 62704', /Spring|627/],
  ['I am at 51.5074, -0.1278 or 51.5075° N, 0.1279° W', /5\d{3}|12\d/],
  ['Lange Straße 5, Karl-Marx-Straße 12, Hauptstraße 12-14', /Lange|Marx|\d/],
  ['3 Elm Grove', /Elm/],
  // Names behind more than one title, with their initials and particles.
  ['Prof. Dr. Brzeczyk', /Brze/],
  ['Dr. med. Brzeczyk', /Brze/],
  ['Mr. J. Brzeczyk and dr Brzeczyk, Dr.Brzeczyk', /Brze/],
  ['meet J. K. Brzeczyk', /Brze/],
  ['Anna B. Brzeczyk', /Brze/],
  ['call van Brzeczyk', /Brze/],
  ['My name’s Brzeczyk. Name: Brzeczyk', /Brze/],
  ['first name Quuxia, surname Brzeczyk', /Quux|Brze/],
  ['my wife’s name is Quuxia', /Quux/],
  ['my dog is called Quuxia', /Quux/],
  ['my best friend Quuxia', /Quux/],
  ['for my wife (Quuxia)', /Quux/],
  ['my older brother, Quuxia, rang', /Quux/],
  ['my ex-wife Quuxia', /Quux/],
  ['my manager: Quuxia', /Quux/],
  ['lunch w/ Quuxia', /Quux/],
  ['my name is Anna  Brzeczyk', /Brze/],
  ['meet Jan van der Meer', /Meer/],
  ['the new guy on my team is called Quuxia', /Quux/],
  ['a woman named Quuxia, a man I met, called Brzeczyk', /Quux|Brze/],
  ['everyone calls me Quuxia', /Quux/],
  ['this is Quuxia Brzeczyk, can we move it', /Quux|Brze/],
  ['Hi, this is Quuxia speaking', /Quux/],
  ['our neighbours, Anna and Quuxia Brzeczyk', /Quux|Brze/],
  // In haste the title is small, and so is the name.
  ['ring mr quuxton and mrs. brzeczyk', /quux|brze/],
  ['see dr okafor at 5, dr. quuxia said no', /okafor|quux/],
  ['my visa ending in 8841, the card ends with 0042', /8841|0042/],
  // Births, beside what says so.
  ['I was born on 14/03/1987, my dob: 3 July 1991', /1987|July|1991/],
  ['Quux, born 2016-11-02, DOB 11.08.79', /2016|11/],
  ['My birthday is February 29th, 1992, date of birth (dd/mm/yyyy): 29/02/1992', /Feb|1992/],
  ['geboren am 7. Mai 1984, née le 7 mai 1984', /Mai|mai|1984/],
  // Secrets of few figures, and papers with letters, where they are announced.
  ['sort code 12-34-56, sort code: 123456', /\d\d/],
  ['cvv 737, CVC: 737, my PIN is 4471, the door code is 4471#', /\d{3}/],
  ['passport C01X00T47, Passport no: C01X00T47', /C01|T47/],
  ['PAN ABCDE1234F', /ABC|1234/],
  ["my driver's license is D123-4567-8901, licence number MORGA753116SM9IJ", /D123|8901|MORGA/],
  ['car reg AB12 CDE, number plate B-XY 1234', /AB12|CDE|XY|1234/],
  // Homes with a flat behind the street, a house's name or a number that is two.
  ['221 West Alder Street, Apt 5C, Portland, OR 97205', /Alder|5C|Port/],
  ['The Old Rectory, Church Lane, Upper Quux GL54 2JF', /Rectory|Church|Quux/],
  ['12 bis rue des Martyrs, 75009 Paris', /12|Mart|Paris/],
  ['Am Alten Markt 3a, 50667 Köln', /Alten|3a|Köln/],
])('in whatever way it is written: %s', async (text, leaked) => {
  const { masked, unmask } = await mask({ text });
  expect(masked.text.replaceAll(/\[\w+ \d+\]/g, '')).not.toMatch(leaked);
  expect(unmask(masked)).toEqual({ text });
});

test.each([
  'book the dr appointment, dr visit at 5, dr appt thurs, ask the dr about it',
  'a run ending in 2000 steps, the week ending 12 December',
  'Move the gym to 10.30 - 11.30 tomorrow',
  'Holidays 28.11. - 30.11.2026, or 28/11 10.30-11.30',
  'gym @ 7.30, squat 3x5 @ 82.5kg',
  'dumbbells 20.5 22.5 25.0',
  '30 minute walk to the road, then 2 more st',
  'approve goal 12345678-1234-4321-8765-123456789012, not 00000000-0000-4000-8000-0000deadbeef',
  'run 1.234 miles, 10.500 steps, zip the bag, post code review 2',
  'week w2 3pm, then d1 5km',
  'Change the name Goal 1 to Goal 2, Goal name: Marathon, my friend is American',
  'the app is called Quuxia, the plan is called Spring, this is Monday, and this is Quuxia',
  'The baby will be born on 3 March 2027, the birthday is on 3 March 2027, I was born in 1987',
  'pin 3 posts, code 12 minutes, born to run 10.10.2026, passport by 2026-12-01, passport in 2027',
  'the door code review at 10.30, license exam 28.11.2026, reg day 12, PAN 26 cm',
  'Forerunner 265, 10000 Steps',
  'my son loves a game called Quuxia, my dad called Tesco',
])('when and how much is no secret: %s', async (text) => {
  expect((await mask({ text })).masked).toEqual({ text });
});

test('a number leaves the day and the hour in front of it', async () => {
  const { masked } = await mask('Dentist 28.11. 10.30 0176 1234567, or 28/11 (0151) 7654321');
  expect(masked).toBe('Dentist 28.11. 10.30 [phone 1], or 28/11 [phone 2]');
});

const at = (start: number, end: number) => ({ kind: 'number' as const, start, end });

test('of two finds that overlap, neither shows the rest of the other', () => {
  expect(apart('4111 2222 3333', [at(5, 9), at(0, 7), at(6, 14), at(9, 10)])).toEqual([
    at(0, 5),
    at(5, 9),
    at(9, 14),
  ]);
});

test('days stay days', async () => {
  const text = 'From 28.11.2026 30.11.2026, 2026-12-01 - 2026-12-04, and on 2026-12-24 10';
  expect((await mask({ text })).masked).toEqual({ text });
});

test('a whole name that one text tells is hidden as a whole in the others', async () => {
  const { masked } = await mask([
    'Lunch with Anna Long',
    'Anna Long is my boss',
    'with Sara Baker',
    'Sara Baker is off',
  ]);
  expect(JSON.stringify(masked)).not.toMatch(/Long|Baker/);
});

test('equal words are one placeholder, in every text of a question', async () => {
  const { masked } = await mask({
    message: 'Call Siobhán at +1 202 555 0143, then mail siobhan@example.com',
    history: [{ text: 'SIOBHÁN@EXAMPLE.COM is not hers. Siobhan@example.com is; (+1) 202-555-0143 too' }],
    titles: ['Call Siobhán', "Siobhán's cake"],
  });
  expect(masked).toEqual({
    message: 'Call [person 1] at [phone 1], then mail [email 1]',
    history: [{ text: '[email 2] is not hers. [email 1] is; [phone 1] too' }],
    titles: ['Call [person 1]', "[person 1]'s cake"],
  });
});

test.each([
  ['Call mum tomorrow', 'Call mum tomorrow'],
  ['Visit Grandma Rose', 'Visit Grandma [person 1]'],
  ['Ask Dr. Okonkwo', 'Ask Dr. [person 1]'],
  ['Run 10 km by 2027-03-01, 07:30', 'Run 10 km by 2027-03-01, 07:30'],
  ["Feed Anna's cat", "Feed [person 1]'s cat"],
])('“%s” keeps its sense', async (plain, hidden) => {
  expect((await mask(plain)).masked).toBe(hidden);
});

test('ids, moments, zones and every word of a closed list stay as they are', async () => {
  const choices = Object.values(AGENTS).flatMap(({ input, output }: Agent) => [
    ...choicesOf(z.toJSONSchema(input)),
    ...choicesOf(z.toJSONSchema(output)),
  ]);
  expect(choices.length).toBeGreaterThan(40);
  const ids = Array.from({ length: 200 }, () => crypto.randomUUID());
  const ours = [
    ...choices,
    ...ids,
    ...Intl.supportedValuesOf('timeZone'),
    'UTC',
    '2026-11-28T07:05',
    '07:05',
  ];
  expect((await mask(ours)).masked).toEqual(ours);
});

function choicesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'enum' in schema && Array.isArray(schema.enum) ? (schema.enum as string[]) : [];
  return [...own, ...Object.values(schema).flatMap(choicesOf)];
}

test.each([
  ['Anna is glad', '[person 1] is glad'],
  ['Call Anna', '[Person 1]'.replace('[', 'Call [')],
  ['Anna, Tom', '[person_1], [ person 2 ]'],
  ['Call Anna', 'Call [person 1'],
  ['Call Anna', 'Call [PERSON-1]'],
  ['Call Anna', 'Call [person  1 ]'],
  ['Call person 1] and person 1', 'Call person 1] and person 1'],
  ['Meet Anna in person 2 times a week', 'Meet [person 1] in person 2 times a week'],
  ['Call [personne 1] and person_1', 'Call [personne 1] and person_1'],
  ['Call that number', 'Call [phone number 1]'],
  ['Mail that address', 'Mail [e-mail address 1]'],
  ['Call somebody', 'Call [Person 12345]'],
  [
    'See [link](https://example.com), [Link 2](https://example.com)',
    'See [link](https://example.com), [Link 2](https://example.com)',
  ],
  ['See that link.', 'See [link].'],
  ['Call somebody', 'Call [person 7]'],
  ['Call somebody', 'Call [person'],
  ['Call somebody', 'Call [person]'],
  ['Call somebody', 'Call [per'],
  ['Mail that address', 'Mail [email 1]'],
  ['see [1] and [a note]', 'see [1] and [a note]'],
  ['number 1 priority', 'number 1 priority'],
])('a person reads “%s” where a model says “%s”', async (read, said) => {
  const { unmask } = await mask('Call Anna and Tom');
  expect(unmask({ reply: [said] })).toEqual({ reply: [read] });
});

test('what somebody wrote that looks like a placeholder is theirs', async () => {
  const text = 'Call Anna about [person 1] and [phone 3] and [person';
  const { masked, unmask } = await mask(text);
  expect(masked).toBe('Call [person 2] about [person 1] and [phone 3] and [person');
  expect(unmask(masked)).toBe(text);
  expect(unmask('[person 1] [person 2] [person 3]')).toBe('[person 1] Anna somebody');
});

test('numbers that somebody typed are left out, however large, and others are given in their turn', async () => {
  const text = 'Meet Anna and Tom about [person 9999], [Person 1] and [person 999999]';
  const { masked, unmask } = await mask(text);
  expect(masked).toBe('Meet [person 2] and [person 3] about [person 9999], [Person 1] and [person 999999]');
  expect(unmask(masked)).toBe(text);
});

test('a telephone has two names', async () => {
  const { unmask } = await mask('Please call +1 202 555 0143');
  expect(unmask('I call [phone number 1].')).toBe('I call +1 202 555 0143.');
});

const ACCENTED = [
  'Please call Élodie tomorrow',
  'My friend Ángel said yes',
  'Phone Nguyễn Minh',
  'Meet Žofie at 9',
  'call Ελένη',
  'Ask Ọ̀ṣun about it',
];
test.each(ACCENTED)('“%s” is hidden, however its accents are encoded', async (said) => {
  const { masked } = await mask(said.normalize('NFC'));
  expect(masked).toContain('[person 1]');
  for (const encoded of [
    said.normalize('NFD'),
    mixed(said),
    mixed(said).replaceAll(/(?=\p{M})/gu, '\u200B'),
  ]) {
    const hidden = await mask(encoded);
    expect(hidden.masked.normalize('NFC').replaceAll('\u200B', '')).toBe(masked);
    expect(hidden.unmask(hidden.masked)).toBe(encoded);
  }
});

/** Each other letter with its accents beside it. */
const mixed = (text: string): string =>
  Array.from(text.normalize('NFC'), (letter, index) =>
    letter.normalize(index % 2 === 0 ? 'NFD' : 'NFC'),
  ).join('');

test('a name is one in both encodings, and found where nothing announces it', async () => {
  const [composed, apart] = ['Žofie', 'Žofie'].map((name, index) =>
    name.normalize(index === 0 ? 'NFC' : 'NFD'),
  );
  const { masked } = await mask([`Call ${composed} now`, `Call ${apart} now`, `so ${apart} it is`]);
  expect(masked).toEqual(['Call [person 1] now', 'Call [person 1] now', 'so [person 1] it is']);
});

test('a letter with accents without end is a letter', async () => {
  const said = `Call Anna, a${'\u0316\u0301'.repeat(20_000)}`;
  const { masked, unmask } = await mask(said);
  expect(masked.startsWith('Call [person 1], a')).toBe(true);
  expect(unmask(masked)).toBe(said);
});

test('what is put back has an end', async () => {
  const { unmask } = await mask(`Read https://example.com/${'a'.repeat(4000)}`);
  expect(unmask('[link 1] '.repeat(50_000)).length).toBeLessThan(2_000_000);
});

test('words that come in pieces are the same, wherever they are cut', async () => {
  const { unmask, unmaskWords } = await mask('Call Anna and Tom on +1 202 555 0143');
  const said =
    'I told [person 2] that [person 1] has [phone number 1], [person 9] not: [link](x). [Ok] [link] [person';
  for (const size of [1, 2, 3, 5, 7, 11, said.length]) {
    const words = unmaskWords();
    const pieces = said.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
    expect(pieces.map((piece) => words.push(piece)).join('') + words.end()).toBe(unmask(said));
  }
  // What cannot be one is not kept back.
  expect(unmaskWords().push('Good morning. ')).toBe('Good morning. ');
});

/** Private words as they are, or with what is not seen between their letters, or in wide letters. */
const TRICKS: ((word: string) => string)[] = [
  (word) => word,
  (word) => Array.from(word).join('\u200b'),
  (word) => Array.from(word).join('\u00ad'),
  (word) => `\u202e${word}\u202c`,
  (word) => word.replaceAll(/[\x21-\x7e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfe_e0)),
];
const PRIVATE = ['zoe.quux@example.com', '+12025550143', 'https://example.com/r?t=s3cr3t'];

test.each(TRICKS.map((trick, index) => [index, trick] as const))(
  'nothing private hides behind letters that are not seen or look odd (%i)',
  async (_, trick) => {
    for (const word of PRIVATE) {
      const said = `Please use ${trick(word)} for it`;
      const { masked, unmask } = await mask(said);
      expect(masked).toMatch(/^Please use \S*\[(?:email|phone|link) 1\]\S* for it$/u);
      expect(unmask(masked)).toBe(said);
    }
  },
);

test('whoever else has something to do is let in between the sentences of a long text', async () => {
  const sentences = Array.from(
    { length: 60 },
    (_, day) => `On day ${day} I am going to run with Anna again.`,
  );
  let turns = 0;
  let isOver = false;
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  await mask(sentences.join(' '));
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(sentences.length);
});

const words = fc.oneof(
  fc.constantFrom(...PRIVATE_SENTENCES.map((line) => read(line).text)),
  fc.constantFrom(
    '[person 1]',
    '[person',
    '1]',
    'person 2',
    '[email 3',
    '</data>',
    '\0',
    '\u202e',
    '﷽',
    '👩‍👩‍👧',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);
const texts = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(' '));

test('what comes back unchanged is what was asked, and all of it is well-formed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ message: texts, history: fc.array(texts, { maxLength: 3 }) }),
      async (question) => {
        const { masked, unmask } = await mask(question);
        expect(fold(unmask(masked))).toBe(fold(question));
      },
    ),
    { numRuns: 300 },
  );
});

/** One placeholder for "Anna" and "anna", and for a number however it is grouped: the first of them comes back. */
const fold = (value: unknown): string =>
  JSON.stringify(value)
    .toLowerCase()
    .replaceAll(/[\s()./-]/g, '');

test.each([
  'a',
  'Aa ',
  '1 ',
  '1-',
  '@',
  'a@',
  'a.',
  '[person ',
  'A1 ',
  '1 Aa ',
  "Aa's ",
  'http://',
  '( ',
  '\u200b',
  '[',
  'Anna ',
  'Anna and ',
  'with Zoe, ',
  'x-',
  '12 High ',
  'a.b/',
  '+1 ',
  'DE12 1234 ',
  'person ',
])('fifteen hundred times “%s” is read like any other text', async (part) => {
  const said = part.repeat(1500);
  const { masked, unmask } = await mask({ said, again: said });
  expect(fold(unmask(masked).said)).toBe(fold(said));
});

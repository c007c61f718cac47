// An embedding keeps the name of its space, and the one that needs no model is the same on every machine, for ever.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { embed } from '../../../src/llm/embed.ts';
import { DIMENSIONS, readVector, similarity, type Embedding } from '../../../src/llm/embedding.ts';
import { lexicalEmbedder } from '../../../src/llm/lexical-embedder.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import { NOBODY } from '../../harness/ask-builtin.ts';

const place = async (...texts: string[]): Promise<Embedding[]> =>
  embed({ person: NOBODY, embedders: [lexicalEmbedder], meter: noMeter }, texts, {});

const along = (...indexes: number[]): number[] =>
  Array.from({ length: DIMENSIONS }, (_, index) => (indexes.includes(index) ? 3 : 0));

describe('embeddings', () => {
  test('are of length 1, whatever length they came in', () => {
    const { vector } = readVector('x', along(1, 2, 3, 4))!;
    expect([vector[1], vector[4], vector[5]]).toEqual([0.5, 0.5, 0]);
  });

  test('are like each other from -1 to 1', () => {
    const [one, other] = [readVector('x', along(1, 2, 3, 4))!, readVector('x', along(3, 4, 5, 6))!];
    expect(similarity(one, one)).toBe(1);
    expect(similarity(one, other)).toBe(0.5);
    expect(similarity(one, readVector('x', along(9))!)).toBe(0);
    const against = along(1, 2, 3, 4).map((number) => -number);
    expect(similarity(one, readVector('x', against)!)).toBe(-1);
  });

  test('of two models are never compared', () => {
    const [one, other] = [readVector('small', along(1))!, readVector('large', along(1))!];
    expect(() => similarity(one, other)).toThrow('small and large share no space');
  });

  test.each([
    ['too few', along(1).slice(1)],
    ['too many', [...along(1), 1]],
    ['nothing but zeros', along()],
    ['what is no number', [...along(1).slice(1), Number.NaN]],
    ['what has no end', [...along(1).slice(1), Infinity]],
  ])('%s is no place', (_what, numbers) => {
    expect(readVector('x', numbers)).toBeNull();
  });
});

/** SHA-256 (hex, its beginning) of the 1,536 little-endian float32. Another number is another name of the model. */
const GOLDEN: [string, string][] = [
  ['Run 10 km', '4c2cb0a8fa5648ad'],
  ['I go running three mornings a week, before work.', '179ad618eccaf51b'],
  ['Café au lait à 9 h', 'd63b24731ab4972e'],
  ['毎朝早起きしたい', '27ca72f0e7a7201a'],
  ['🏃', 'f8d8ef16ab7b8306'],
  ['?!', '5b1ae5671676cb58'],
];

/** What people wrote down, and what they look for. */
const NOTES = [
  'My knee hurts when I run on asphalt',
  'I have dinner with the children at half past six',
  'The piano teacher comes every Tuesday afternoon',
  'Allergic to peanuts',
  'I want to save for a trip to Norway',
  'My sister gets married in June',
  'I sleep badly when I drink coffee in the evening',
  'The exam in statistics is on 14 December',
  'I prefer short sessions of twenty minutes',
  'Night shifts in the last week of each month',
  'I stopped smoking in spring',
  'The swimming pool is closed on Mondays',
];

describe('the lexical one', () => {
  test.each(GOLDEN)('%s is where it always was', async (text, golden) => {
    const [one] = await place(text);
    expect(one!.model).toBe('lexical-1536');
    const bytes = Buffer.alloc(4 * DIMENSIONS);
    one!.vector.forEach((number, index) => bytes.writeFloatLE(number, 4 * index));
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(golden);
  });

  test.each([
    ['running with a bad knee', 0],
    ['when do the children eat dinner', 1],
    ['piano lessons on tuesdays', 2],
    ['peanut allergy', 3],
    ['money saved for Norway', 4],
    ["my sister's marriage", 5],
    ['evening coffees and sleeping', 6],
    ['statistics exams', 7],
    ['how long should a session be: 20 minutes?', 8],
    ['which weeks have night shift', 9],
    ['quit smoking', 10],
    ['is the pool open on monday', 11],
    ['runing on asfalt', 0],
  ])('“%s” finds what it shares words with', async (query, index) => {
    const [asked, ...notes] = await place(query, ...NOTES);
    const near = notes.map((note) => similarity(asked!, note));
    expect(near.indexOf(Math.max(...near))).toBe(index);
  });

  test('it knows words and no meaning, as its name says', async () => {
    const [jog, run, asphalt] = await place('jogging', 'running', 'asphalt roads');
    expect(similarity(jog!, run!)).toBeLessThan(0.3);
    expect(Math.abs(similarity(jog!, asphalt!))).toBeLessThan(0.1);
  });

  test('case, accents and the order of words count for nothing; the same text lies in the same place', async () => {
    const [one, other, again] = await place(
      'Crème brûlée, please',
      'PLEASE: creme brulee',
      'Crème brûlée, please',
    );
    expect(similarity(one!, other!)).toBeGreaterThan(0.999);
    expect(again).toEqual(one);
  });

  test('what is strange has a place, too', async () => {
    const strange = ['\uD800', '\u0301', '\u200B', '<|endoftext|>', 'a'.repeat(100_000), 'x'];
    expect(await place(...strange)).toHaveLength(strange.length);
  });

  test('what is empty has none', async () => {
    await expect(place('one', ' \n')).rejects.toThrow('an empty text');
    expect(await place()).toEqual([]);
  });
});

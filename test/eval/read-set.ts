// Reads the set: one file for each kind, a case in each line, the first one saying what the file is.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CASES, KINDS, profiles, situations, type Case, type Kind } from './case.ts';

const header = z.strictObject({ kind: z.enum(KINDS), version: z.number().int(), about: z.string() });

const SET = new URL('set/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, SET), 'utf8');

export const SITUATIONS = situations.parse(JSON.parse(textOf('situations.json')));
export const PROFILES = profiles.parse(JSON.parse(textOf('profiles.json')));

/** In the order of the files. Throws Error that names file and line of what is no case. */
export function readSet(kinds: readonly Kind[] = KINDS): Case[] {
  return kinds.flatMap((kind) => readCases(kind, textOf(`${kind}.jsonl`)));
}

/** The first eight digits of the SHA-256 of all files: two runs of other cases are not compared case by case. */
export function nameOfSet(): string {
  const files = [...KINDS.map((kind) => `${kind}.jsonl`), 'situations.json', 'profiles.json'];
  return createHash('sha256').update(files.map(textOf).join('\n')).digest('hex').slice(0, 8);
}

/** Of the text of one file. */
export function readCases(kind: Kind, text: string): Case[] {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  if (header.parse(JSON.parse(first)).kind !== kind)
    throw new Error(`${kind}.jsonl says that it is another one`);
  return lines.map((line, index) => {
    const { data, error } = CASES[kind].safeParse(JSON.parse(line));
    if (error) throw new Error(`${kind}.jsonl:${index + 2}: ${z.prettifyError(error)}`);
    return { kind, asked: data } as Case;
  });
}

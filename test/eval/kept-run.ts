// A run as it is kept, so that the next one can say what has changed.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KINDS } from './case.ts';
import { GRADES } from './verdict.ts';

const keptRun = z.object({
  version: z.literal(1),
  /** Of the files of the set. */
  set: z.string(),
  model: z.string(),
  at: z.iso.datetime(),
  outcomes: z.array(
    z.object({
      kind: z.enum(KINDS),
      id: z.string(),
      grade: z.enum(GRADES),
      got: z.string(),
      faults: z.array(z.string()),
      latencyMs: z.number(),
      calls: z.number(),
      costNanos: z.number().nullable(),
    }),
  ),
});

export type KeptRun = z.infer<typeof keptRun>;

/** ".flux/eval/openai-gpt-6-luna.json" */
export const placeOf = (model: string): string => `.flux/eval/${model.replaceAll(/[^\w.-]+/g, '-')}.json`;

/** Whole or not at all. */
export function keepRun(path: string, run: KeptRun): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, `${JSON.stringify(run, null, 1)}\n`);
  renameSync(`${path}.part`, path);
}

/** Null where there is none. Throws Error of one sentence for what is no run. */
export function readRun(path: string): KeptRun | null {
  const text = textOf(path);
  if (text === null) return null;
  const { data } = keptRun.safeParse(parsed(text));
  if (!data) throw new Error(`${path} is no run that \`npm run eval\` kept.`);
  return data;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

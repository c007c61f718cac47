// What is known of every variable, gathered from where it is decided: schema, words, needs and docker-compose.yml.
import { z } from 'zod';
import { API_NEEDS, WORKER_NEEDS } from '../config.ts';
import { GROUPS } from './groups.ts';
import { words, type Words } from './words.ts';

export interface Variable extends Words {
  name: string;
  /** As one would write it in .env; null without one, or where it is empty. */
  fallback: string | null;
  /** The default of docker-compose.yml, where it is another one. */
  composeFallback: string | null;
  /** Who does not start without it. */
  neededBy: ('api' | 'worker' | 'compose')[];
}

export interface DescribedGroup {
  title: string;
  about: string | null;
  variables: Variable[];
}

/** `compose` is the text of docker-compose.yml. Throws Error for a variable that has no words. */
export function describeVariables(compose: string, groups = GROUPS): DescribedGroup[] {
  return groups.map(({ title, about, variables }) => ({
    title,
    about: about ?? null,
    variables: Object.entries(variables).map(([name, schema]) => describe(name, schema, compose)),
  }));
}

function describe(name: string, schema: z.ZodType, compose: string): Variable {
  const told = words.get(schema);
  if (told === undefined) throw new Error(`${name} has no words`);
  const fallback = fallbackOf(schema);
  const inCompose = readCompose(compose).filter((use) => use.name === name);
  const composeFallback = inCompose.find((use) => use.fallback)?.fallback ?? null;
  return {
    ...told,
    name,
    fallback,
    composeFallback: composeFallback === fallback ? null : composeFallback,
    neededBy: [
      ...(isIn(API_NEEDS, name) ? (['api'] as const) : []),
      ...(isIn(WORKER_NEEDS, name) ? (['worker'] as const) : []),
      ...(inCompose.some((use) => use.isNeeded) ? (['compose'] as const) : []),
    ],
  };
}

/** What is taken for one that is not given, before it is read. */
function fallbackOf(schema: z.core.$ZodType): string | null {
  if (schema instanceof z.ZodPipe) return fallbackOf(schema.def.in);
  const value: unknown = schema instanceof z.ZodDefault ? schema.def.defaultValue : '';
  return value === '' ? null : String(value);
}

const isIn = (names: readonly string[], name: string): boolean => names.includes(name);

interface ComposeUse {
  name: string;
  isNeeded: boolean;
  fallback: string | null;
}

/** Each `${NAME}`, `${NAME:-default}` and `${NAME:?sentence}` of docker-compose.yml. */
export function readCompose(compose: string): ComposeUse[] {
  const uses = compose.matchAll(/(?<!\$)\$\{(\w+)(?:(:?[-?])([^}]*))?\}/g);
  return Array.from(uses, ([, name, sign = '', rest]) => ({
    name: name!,
    isNeeded: sign.endsWith('?'),
    fallback: sign.endsWith('-') ? rest! : null,
  }));
}

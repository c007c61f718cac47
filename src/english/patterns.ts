// A small language of patterns over words and over what other rules have found.
import type { Class, Classes, Found } from './classes.ts';
import type { Here } from './here.ts';

type Item<I extends string> = I extends `=${string}` | `!${string}` | `~${string}`
  ? []
  : I extends `<${infer C extends Class}>?`
    ? [Classes[C] | undefined]
    : I extends `<${infer C extends Class}>+`
      ? [Classes[C][]]
      : I extends `<${infer C extends Class}>`
        ? [Classes[C]]
        : I extends `(${string})?`
          ? [string | undefined]
          : I extends `(${string})`
            ? [string]
            : [];
type Args<P extends string> = P extends `${infer I} ${infer Rest}` ? [...Item<I>, ...Args<Rest>] : Item<P>;
type Ways<P extends string> = P extends `${infer One} || ${infer Rest}` ? One | Ways<Rest> : P;

/**
 * Ways to say it, with ` || ` between them, each of steps: `a|b` one of these words · `a?` may be missing · `(a|b)`
 * the word is handed over · `<class>` something found
 * before · `<class>+` a list of it ("Mon, Wed and Fri") · `=x` and `!x` look ahead, `~x` back. · `;` ends a fact.
 */
export interface Rule {
  out: Class;
  ways: Step[][];
  make: (...args: never[]) => unknown;
}
export interface Step {
  kind: 'words' | 'class' | 'list' | 'split';
  words: Set<string>;
  className: Class | null;
  isOptional: boolean;
  isKept: boolean;
  look: '=' | '!' | '~' | null;
}

/** A rule that finds `out`: `make` gets what the pattern hands over, and says null where it is nothing after all. */
export function rule<O extends Class, P extends string>(
  out: O,
  pattern: P,
  make: (...args: [...Args<Ways<P>>, Here]) => Classes[O] | Found[] | null,
): Rule {
  return { out, ways: pattern.split(' || ').map((way) => way.split(' ').map(stepOf)), make };
}

function stepOf(item: string): Step {
  const look = (['=', '!', '~'] as const).find((sign) => item.startsWith(sign)) ?? null;
  const body = item.slice(look ? 1 : 0);
  const isOptional = body.length > 1 && body.endsWith('?');
  const isList = body.endsWith('>+');
  const [, className] = /^<(\w+)>/.exec(body) ?? [];
  const words = new Set(body.replace(/\?$/, '').replaceAll(/[()]/g, '').split('|'));
  return {
    kind: item === ';' ? 'split' : isList ? 'list' : className ? 'class' : 'words',
    words,
    className: (className as Class | undefined) ?? null,
    isOptional,
    isKept: body.startsWith('('),
    look,
  };
}

// What a model said in placeholders may be longer once the person's own words stand there: a shape that was promised
// holds for those, too.
import { shorten } from '../kernel/shorten.ts';
import type { Agent, OutputOf } from './agent.ts';

/**
 * `output` with each text cut, with an ellipsis, to what its agent's shape lets it be. Null where it has another shape
 * for any other reason.
 */
export function fitShape<A extends Agent>(agent: A, output: OutputOf<A>): OutputOf<A> | null {
  const { success, data, error } = agent.output.safeParse(output);
  if (success) return data as OutputOf<A>;
  const whole = { output: structuredClone(output) as unknown };
  for (const { path, ...issue } of error.issues)
    if (issue.code === 'too_big' && issue.origin === 'string')
      cutAt(whole, ['output', ...path], Number(issue.maximum));
  const fitted = agent.output.safeParse(whole.output);
  return fitted.success ? (fitted.data as OutputOf<A>) : null;
}

function cutAt(whole: object, path: readonly PropertyKey[], most: number): void {
  const place = path.slice(0, -1).reduce((at, key) => Reflect.get(at, key) as object, whole);
  const last = path.at(-1)!;
  Reflect.set(place, last, shorten(String(Reflect.get(place, last)), most));
}

// Whoever wants to keep the process busy: what is looked up grows with a text, and not with its square.
import { expect, test } from 'vitest';
import { judgeWords } from '../../../src/safety/judge-words.ts';

/** How often something is looked up in a map while a text is judged: a measure of work that no machine changes. */
function lookUps(text: string): number {
  const maps = Map.prototype;
  const get = Reflect.get(maps, 'get') as (this: Map<unknown, unknown>, key: unknown) => unknown;
  let all = 0;
  maps.get = function count(key) {
    all += 1;
    return get.call(this, key);
  };
  try {
    judgeWords(text);
  } finally {
    maps.get = get;
  }
  return all;
}

test.each([
  'pills. belt. rope. gun. ',
  'pills, belt, rope, gun, ',
  'pills belt rope gun ',
  'take my life and ',
  'I take all my pills at 8 and ',
  'tomorrow I will be gone and ',
  'he said I want to die in a movie last year ',
  'ich will nicht mehr und ',
  'me voy a tomar las pastillas y ',
  'a b ',
  's*',
  'k i l l ',
])('twice as much of "%s" is twice the work', (said) => {
  const [short, long] = [2000, 4000].map((length) => said.repeat(length).slice(0, length));
  expect(lookUps(long!)).toBeLessThan(lookUps(short!) * 2.5);
});

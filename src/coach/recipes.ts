// All recipes, and the choice among them: the first thing a person names is what they want.
import type { Recipe } from './recipe.ts';
import { ANYTHING, KINDS } from './recipes/anything.ts';
import { BODY } from './recipes/body.ts';
import { DISTANCE } from './recipes/distance.ts';
import { LEARNING } from './recipes/learning.ts';
import { MAKING } from './recipes/making.ts';
import { MIND } from './recipes/mind.ts';
import { MONEY_AND_WORK } from './recipes/money-and-work.ts';
import { PEOPLE_AND_HOME } from './recipes/people-and-home.ts';
import { UNSAFE } from './recipes/unsafe.ts';

export const RECIPES: readonly Recipe[] = [
  ...BODY,
  ...DISTANCE,
  ...MIND,
  ...LEARNING,
  ...MONEY_AND_WORK,
  ...PEOPLE_AND_HOME,
  ...MAKING,
  ...KINDS,
];

/** The recipe whose words come first in the lower-case topic; broad ones only where no narrow one is named. */
export function recipeFor(topic: string): Recipe {
  return recipesIn(topic)[0] ?? ANYTHING;
}

/** All recipes named, narrow before broad, in the order of their first mention. */
export function recipesIn(topic: string): Recipe[] {
  // What would harm somebody is never read as something else.
  if (UNSAFE.some(({ words }) => words.test(topic))) return UNSAFE;
  return RECIPES.map((recipe) => ({ recipe, at: topic.search(recipe.words) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => Number(a.recipe.broad ?? false) - Number(b.recipe.broad ?? false) || a.at - b.at)
    .map(({ recipe }) => recipe);
}

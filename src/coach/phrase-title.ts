// The person's own words as the title of the goal where they are short and plain; else those of the recipe.
import type { Goal } from './recipe.ts';

/** `goal.phrase`, or `title` where the phrase is too long, too vague or no phrase at all. */
export function titleOr(goal: Goal, title: string): string {
  const { phrase } = goal;
  const fits =
    phrase.length >= 5 &&
    phrase.length <= 44 &&
    phrase.split(' ').length <= 8 &&
    /^[A-Z][a-z]+ /.test(phrase);
  return fits && !NO_TITLE.test(phrase) ? phrase : title;
}

const NO_TITLE =
  /\b(?:you|i|is|are|was|have|has|am|things?|it|this|that|there|never|always|don't|can't|too|there's|it's|feel|be)\b|^(?:More|Better|The|A|An|In|With|For|By|On|At|No|Not|Because|Some|Every|Each)\b|[^\p{L}\p{N} '&%+.-]/iu;

// The builtin classifier: one to three tags of the closed list, from what the words of a goal name.
import type { AgentInput, AgentOutput } from '../agents.ts';
import type { Tag } from '../planning/tags.ts';
import { kindsMeant } from './kind-for.ts';
import type { Kind } from './kinds.ts';
import { readWish } from './read-goal.ts';
import { splitWishes, withoutOrders } from './split-wishes.ts';

/** The end that was named goes before the means; a second thing named adds its main tag. Pure. */
export function classify({ goal_text }: AgentInput<'classifier'>): AgentOutput<'classifier'> {
  // The day does not matter for what a goal is about.
  const { kind: main, phrase, topic } = readWish(goal_text, { now: '2000-01-03T10:00', zone: 'UTC' });
  const { means, end } = inOrderTo(phrase === '' || topic.includes('so ') ? topic : phrase);
  const { other } = splitWishes(withoutOrders(goal_text).wish);
  const kinds = [...kindsMeant(end), main, ...kindsMeant(means), ...kindsMeant(other)].filter(
    ({ key }) => key !== 'anything',
  );
  const narrow = kinds.filter(({ broad }) => !broad);
  const [first = main, second] = main.first ? [main] : narrow.length > 0 ? narrow : kinds;
  return {
    tags: [...new Set<Tag>([...tagsOf(first, topic), ...(second ? second.tags.slice(0, 1) : [])])].slice(
      0,
      3,
    ),
  };
}

/** "Cook at home so that I save": what would be different if it worked comes first. */
function inOrderTo(topic: string): { means: string; end: string } {
  const match = /\b(?:so that|in order to|so i can|to finally)\b/.exec(topic);
  if (!match) return { means: topic, end: '' };
  return { means: topic.slice(0, match.index), end: topic.slice(match.index + match[0].length) };
}

/** A first kind that no word named is a guess by common words; nothing at all is a thing to learn. */
function tagsOf({ key, tags }: Kind, topic: string): readonly Tag[] {
  if (key !== 'anything') return tags;
  const guessed = WORDS.find(([, words]) => words.test(topic));
  return guessed ? [guessed[0]] : tags;
}

const WORDS: [Tag, RegExp][] = [
  ['mindfulness', /\b(?:present|mind|self|habit|stop|quit|faith|relig\w*|spiritual\w*|myself)\b/],
  ['health', /\b(?:health\w*|medic\w*|body|blood|pain|hurts?)\b/],
  ['career', /\b(?:work|office|boss|meeting|team)\b/],
  ['finance', /\b(?:bank|rent|euros?|dollars?|pounds?|pay|buy|sell)\b/],
  ['home', /\b(?:house|home|flat|room|car|bike)\b/],
  ['creativity', /\b(?:art|design|create|make|magic)\b/],
  ['travel', /\b(?:country|city|train journey)\b/],
  ['relationships', /\b(?:love|people|meet)\b/],
  ['learning', /\b(?:know|understand|memory)\b/],
];

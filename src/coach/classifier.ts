// The builtin classifier: one to three tags of the closed list, from what the words of a goal name.
import type { AgentInput, AgentOutput } from '../agents.ts';
import type { Tag } from '../planning/tags.ts';
import { KINDS } from './recipes/anything.ts';
import { recipesIn } from './recipes.ts';
import { readTiming } from './read-timing.ts';
import { plainWords } from './words.ts';

/** The first thing named gives its tags; a second one adds its main tag. Pure. */
export function classify(input: AgentInput<'classifier'>): AgentOutput<'classifier'> {
  // Times are taken out first: "read before bed" is no goal of sleep. The day does not matter for what remains.
  const topic = readTiming(plainWords(input.goal_text), '2000-01-01', false).rest.toLowerCase();
  const all = recipesIn(topic);
  const [first, second] = all.filter(({ key }) => !KINDS.some((kind) => kind.key === key));
  const named = first
    ? [...first.tags.slice(0, 2), ...(second ? [second.tags[0]] : [])]
    : WORDS.filter(([, words]) => words.test(topic)).map(([tag]) => tag);
  const tags = [...new Set<Tag>(named)].slice(0, 3);
  return { tags: tags.length > 0 ? tags : [...(all[0]?.tags ?? (['learning'] as const))] };
}

// For goals that no recipe knows.
const WORDS: [Tag, RegExp][] = [
  [
    'health',
    /\b(?:doctor|dentist|therap\w*|health\w*|medic\w*|pills?|vitamins?|floss|teeth|skin|blood|bite|nails)\b/,
  ],
  ['fitness', /\b(?:sport\w*|train|body|balance|throw|jump|juggl\w*)\b/],
  ['nutrition', /\b(?:food|meal|lunch|breakfast|dinner|coffee|tea)\b/],
  [
    'mindfulness',
    /\b(?:happ(?:y|ier|iness)|calm|pray\w*|relig\w*|spiritual\w*|present|mind|self|habit|stop|quit)\b/,
  ],
  ['career', /\b(?:work|office|boss|client|project|meeting|colleague|team|skill)\b/],
  ['finance', /\b(?:bank|insurance|rent|mortgage|bills?|buy|sell|house|car)\b/],
  ['family', /\b(?:baby|child\w*|parents?|mother|father|family|ancest\w*|genealog\w*)\b/],
  ['relationships', /\b(?:love|marri\w*|partner|people|neighbou?rs?|listen)\b/],
  ['home', /\b(?:house|home|flat|room|kitchen|car|bike|fix)\b/],
  ['creativity', /\b(?:art|music|song|design|create|make|magic|theat\w*|act(?:ing)?|dj|compose)\b/],
  ['travel', /\b(?:country|city|abroad|flight|sail\w*|camp\w*)\b/],
  ['community', /\b(?:club|community|environment|climate|vot\w*|church|school board|refugees?)\b/],
  ['learning', /\b(?:learn|study|know|understand|course|history|science|math\w*|memor\w*)\b/],
];

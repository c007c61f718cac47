// What the builtin coach knows of kinds of goals: data in YAML, read once, and the choice among them by their words.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TAGS } from '../planning/tags.ts';

/** Which calculator makes its course. */
export const CALCULATORS = [
  'ramp',
  'weight',
  'money',
  'amount',
  'skill',
  'habit',
  'abstain',
  'dated',
  'project',
  'people',
] as const;

const step = z.string().transform((text, context) => {
  const [title, how, ...more] = text.split(' | ');
  if (title && how && more.length === 0) return { title, how };
  context.addIssue('a step is "title | how"');
  return z.NEVER;
});

const kind = z.strictObject({
  key: z.string(),
  /** A regular expression of whole words, in lower case. */
  words: z
    .string()
    .transform((words) => new RegExp(String.raw`(?<![\p{L}\d])(?:${words})(?![\p{L}\d])`, 'iu')),
  tags: z.array(z.enum(TAGS)).min(1).max(2),
  counts: z.enum(CALCULATORS),
  /** Where the person's words hold no title. */
  title: z.string().max(60).optional(),
  verb: z.string().optional(),
  /** Said nothing else: so often a week, so long, then. */
  week: z.number().int().min(1).max(7),
  minutes: z.number().int().min(5).max(120),
  when: z.enum(['any', 'waking', 'morning', 'evening', 'bedtime']).default('any'),
  /** What is counted, what a beginner usually does of it, minutes for one, and by how much it may grow in a week. */
  measure: z
    .strictObject({ unit: z.string(), usual: z.number(), pace: z.number(), growth: z.number() })
    .optional(),
  /** Tires the body: not late in the evening. */
  exertion: z.boolean().default(false),
  /** Falls on a free day where the person named none. */
  weekend: z.boolean().default(false),
  /** The length of the habit is the habit: a preferred length in the profile does not stretch it. */
  brief: z.boolean().default(false),
  /** Counts only where no narrower kind is named. */
  broad: z.boolean().default(false),
  /** Counts wherever it is named. */
  first: z.boolean().default(false),
  /** Words that make it more than six weeks can hold, and the parts that it then has. */
  big: z.string().optional(),
  parts: z.array(z.string()).optional(),
  steps: z.array(step).min(1),
  progress: z.string().default('Tick off every session; the row of ticks is your progress.'),
  note: z.string().optional(),
});

export type Kind = z.infer<typeof kind>;

const FILES = ['body', 'mind-and-learning', 'work-and-home'];

export const KINDS: readonly Kind[] = FILES.flatMap((name) =>
  z.array(kind).parse(parse(readFileSync(new URL(`kinds/${name}.yaml`, import.meta.url), 'utf8'))),
);

/** Throws where the data lacks it. */
export function kindOf(key: string): Kind {
  const found = KINDS.find((one) => one.key === key);
  if (!found) throw new Error(`no kind of goal: ${key}`);
  return found;
}

/** All kinds that the words name: those that always count, then narrow before broad, each by its first mention. */
export function kindsIn(words: string): Kind[] {
  const rank = ({ first, broad }: Kind): number => (first ? 0 : broad ? 2 : 1);
  return KINDS.map((one) => ({ one, at: words.search(one.words) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => rank(a.one) - rank(b.one) || a.at - b.at)
    .map(({ one }) => one);
}

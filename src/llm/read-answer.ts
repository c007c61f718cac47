// Whether what came is an answer: nothing of a model is believed before it has its agent's shape, and no word of it
// that could not be kept.
import { storable } from '../kernel/text.ts';
import type { Agent, OutputOf } from './agent.ts';
import type { Answered } from './model.ts';

/** `faults`: a line each, for asking again. They name places and what is expected there, and quote nothing. */
export type Read<A extends Agent> =
  { kind: 'usable'; output: OutputOf<A> } | { kind: 'unusable'; faults: string } | { kind: 'refused' };

/** Never throws, whatever came. Unknown keys are dropped, and of texts what no database keeps. */
export function readAnswer<A extends Agent>(agent: A, { output, ending }: Answered): Read<A> {
  if (ending === 'refused') return { kind: 'refused' };
  if (ending === 'cut') return unusable('It was cut off because it was too long: say it with fewer words.');
  if (output === undefined) return unusable('It is not one JSON object.');
  if (holdsMoreThan(MOST_VALUES, output)) return unusable('It holds far too much: say less.');
  try {
    const { data, error } = agent.output.safeParse(kept(output));
    if (!error) return { kind: 'usable', output: data as OutputOf<A> };
    return unusable(error.issues.slice(0, MOST_FAULTS).map(faultOf).join('\n'));
  } catch {
    // Nested so deeply that checking it takes more stack than there is.
    return unusable('It is not of the shape that was asked for.');
  }
}

/** Each wrong one becomes a fault before anybody can stop counting: a plan of six weeks has some hundreds. */
const MOST_VALUES = 5000;

/** Looks at no more than so many, however they are nested. */
function holdsMoreThan(most: number, value: unknown): boolean {
  const rest = [value];
  for (let seen = 0; rest.length > 0; seen += 1) {
    if (seen + rest.length > most) return true;
    const one = rest.pop();
    if (typeof one === 'object' && one !== null) rest.push(...Object.values(one).slice(0, most));
  }
  return false;
}

/** The same with every text in it as it can be kept. */
function kept(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(kept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [storable(name), kept(one)]));
}

/**
 * The JSON in a text, with the fence of Markdown around it that some models write, and behind what some think aloud;
 * undefined where it is none.
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(insideFence(behindThought(text.trim()))) as unknown;
  } catch {
    return undefined;
  }
}

/** Some templates swallow the first tag. */
function behindThought(said: string): string {
  if (/^[{`]/.test(said)) return said;
  const end = THOUGHT_ENDS.exec(said);
  return end ? said.slice(end.index + end[0].length).trim() : said;
}

const THOUGHT_ENDS = /<\/think(?:ing)?>/i;
const FENCE = '```';

/** Looked for from both ends and never by a pattern: one that gives back what it took would take seconds for it. */
function insideFence(said: string): string {
  const line = said.indexOf('\n');
  const isFenced = line > 0 && said.length > line + FENCE.length && said.endsWith(FENCE);
  return isFenced && OPENED.has(said.slice(0, line).trimEnd().toLowerCase())
    ? said.slice(line + 1, -FENCE.length)
    : said;
}

const OPENED = new Set([FENCE, `${FENCE}json`]);

const MOST_FAULTS = 20;

interface Issue {
  code?: string | undefined;
  path: readonly PropertyKey[];
  message: string;
}

/** "tags.0: Invalid option: expected one of ..." */
const faultOf = ({ code, path, message }: Issue): string =>
  `- ${path.map(String).join('.') || 'the whole'}: ${code === 'unrecognized_keys' ? 'it has other keys' : message}`;

const unusable = (faults: string) => ({ kind: 'unusable', faults }) as const;

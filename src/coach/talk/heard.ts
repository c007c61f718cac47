// One request of a message as the acts look at it: its words in plain form, its facts, and where each stands.
import type { Fact, Reading, Token } from '../../english/facts.ts';
import { readEnglish } from '../../english/read-english.ts';
import type { Input } from './answer.ts';
import { phrases } from './phrases.ts';

export interface Heard {
  text: string;
  tokens: Token[];
  facts: Fact[];
  /** Plain words of all tokens. */
  all: string[];
  /** Without greeting and politeness in front; `lead` says how many words that were. */
  words: string[];
  lead: number;
  input: Input;
}

/** Reads one request by the clock of whoever said it. Reasons and thanks behind it are left out before. */
export function hear(text: string, input: Input): Heard {
  const { now_local: now, zone } = input;
  const { tokens, facts } = withoutQuoted(readEnglish(text, { now, zone }));
  const all = tokens.map(({ word }) => word);
  const lead = leadOf(all);
  return { text, tokens, facts, all, words: all.slice(lead), lead, input };
}

/** The name of a film is no time: what stands in quotation marks says nothing of when. */
function withoutQuoted({ text, tokens, facts }: Reading): Reading {
  const quoted = [...text.matchAll(/["“][^"”]+["”]/g)].map(
    ({ index, 0: all }) => [index, index + all.length] as const,
  );
  if (quoted.length === 0) return { text, tokens, facts };
  const isIn = (from: number): boolean => quoted.some(([start, end]) => from >= start && from < end);
  const kept = facts.filter(({ from }) => !isIn(from));
  const indexOf = (claimed: number | null): number | null => {
    const index = claimed === null ? -1 : kept.indexOf(facts[claimed]!);
    return index < 0 ? null : index;
  };
  return {
    text,
    facts: kept,
    tokens: tokens.map((token) => ({ ...token, claimedBy: indexOf(token.claimedBy) })),
  };
}

const LEAD = phrases(`
  ^ hi|hey|hello|hiya|yo|ok|okay|so|well|please|and|also|then|now|actually|oh|ah|right|alright|righto|um|hmm|btw|plus|just|kindly|abeg|pls|flux|coach|,|:|-|!|…|.
  ^ by the way
  ^ one more thing
  ^ another thing
  ^ good morning|afternoon|evening|day
  ^ can|could|would|will you please|just|kindly|also?
  ^ i would like|love|need|want you to
  ^ i need|want you to
  ^ would|do you mind
  ^ is it possible to
  ^ i was wondering if you could
`);

function leadOf(all: readonly string[]): number {
  let lead = 0;
  for (let found = LEAD(all); found; found = LEAD(all.slice(lead))) {
    if (lead + found.end >= all.length) break;
    lead += found.end;
  }
  return lead;
}

/** Their tokens, of the whole request. */
export const tokensIn = ({ lead }: Heard, { start, end }: { start: number; end: number }) => ({
  start: lead + start,
  end: lead + end,
});

export const factsOf = <K extends Fact['value']['kind']>(
  facts: readonly Fact[],
  kind: K,
): (Fact & { value: Extract<Fact['value'], { kind: K }> })[] =>
  facts.filter(({ value }) => value.kind === kind) as never;

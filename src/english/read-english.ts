// Reads what a message says of times and amounts: tokens, a chart of all they may be, and the facts chosen of it.
import type { Fact, Kind, Reading, Said, Token } from './facts.ts';
import { AMOUNT_RULES, BARE_RULES, PER_RULES } from './amount-rules.ts';
import { BESIDE_CLOCK_RULES, CLOCK_RANGE_RULES } from './clock-range-rules.ts';
import { CLOCK_RULES, HOURISH_RULES, SIDED_CLOCK_RULES } from './clock-rules.ts';
import { MONTH_RULES } from './date-rules.ts';
import { DATES_RULES, SAID_TWICE_RULES } from './dates-rules.ts';
import { FEAST_RULES } from './feast-rules.ts';
import { BESIDE_DATE_RULES, DAY_RULES } from './day-rules.ts';
import { hereOf, type Here } from './here.ts';
import { LENGTH_RULES, OFFSET_RULES } from './length-rules.ts';
import { COMPOUND_RULES, COUNT_RANGE_RULES, HUNDRED_RULES, NUMBER_RULES } from './number-rules.ts';
import { PART_RULES } from './part-rules.ts';
import { fill, type Chart, type Node } from './chart.ts';
import type { Found } from './classes.ts';
import { COUNT_RULES, RHYTHM_RULES, SPLIT_RULES } from './rhythm-rules.ts';
import { DAYS_RULES, WEEKDAY_RULES } from './weekday-rules.ts';
import { readRoles, type Placed } from './roles.ts';
import { seed } from './seeds.ts';
import { settleEvents } from './settle-events.ts';
import { settleNumbers } from './settle-numbers.ts';
import { settleNeighbours } from './settle-neighbours.ts';
import { settleHalves, settlePassed } from './settle-halves.ts';
import { markWords } from './mark-words.ts';
import { tokensOf } from './tokens.ts';

/** Each layer builds upon what those before it have found. */
const LAYERS = [
  COMPOUND_RULES,
  NUMBER_RULES,
  HUNDRED_RULES,
  COUNT_RANGE_RULES,
  CLOCK_RULES,
  SIDED_CLOCK_RULES,
  HOURISH_RULES,
  CLOCK_RANGE_RULES,
  LENGTH_RULES,
  PART_RULES,
  WEEKDAY_RULES,
  DAYS_RULES,
  DAY_RULES,
  MONTH_RULES,
  FEAST_RULES,
  DATES_RULES,
  AMOUNT_RULES,
  COUNT_RULES,
  RHYTHM_RULES,
  PER_RULES,
  OFFSET_RULES,
  BESIDE_DATE_RULES,
  SAID_TWICE_RULES,
  SPLIT_RULES,
  BESIDE_CLOCK_RULES,
  BARE_RULES,
];

/** The facts of a message, in its order; they never overlap. Never throws, whatever the text is. */
export function readEnglish(text: string, said: Said): Reading {
  const here = hereOf(said);
  const chart = chartOf(tokensOf(text), here);
  const placed = choose(chart, here);
  const facts = placed.map((one, index) => settle(one, index, chart.tokens));
  return { text, tokens: chart.tokens, facts };
}

/** Everything that the tokens may be; its steps grow with the length of the text and no faster. */
export function chartOf(tokens: Token[], here: Here): Chart {
  const chart: Chart = {
    tokens,
    words: markWords(tokens.map(({ word }) => word)),
    at: tokens.map(() => []),
    ends: [],
    steps: 0,
  };
  seed(chart, here);
  for (const layer of LAYERS) fill(chart, layer, here);
  return chart;
}

/** Of equally long readings the one that says more goes first. */
const RANK: Kind[] =
  'rhythm per days dates date clock clock_range length amount part number impossible'.split(' ') as Kind[];
const rank = ({ made }: Node): number => {
  const index = RANK.indexOf((made as Found).value.kind);
  return index < 0 ? RANK.indexOf('length') : index;
};
const isFact = ({ made }: Node): boolean => typeof made === 'object' && 'value' in made;

/** The longest readings that do not overlap, each with the words of its role. */
function choose(chart: Chart, here: Here): Placed[] {
  const owner: (Placed | undefined)[] = [];
  const nodes = chart.at
    .flat()
    .filter((node) => isFact(node) && node.out !== 'hourish' && node.out !== 'pointed');
  nodes.sort((a, b) => b.weight - a.weight || rank(a) - rank(b) || a.start - b.start);
  let chosen: Placed[] = [];
  for (const { start, end, made } of nodes) {
    let isFree = true;
    for (let index = start; index < end; index++) isFree &&= owner[index] === undefined;
    if (!isFree) continue;
    const fact = {
      role: 'at',
      alternatives: [],
      certainty: 'said',
      negated: false,
      about: false,
      bound: null,
      ...(made as Found),
    } as Placed['fact'];
    const placed = { start, end, fact };
    for (let index = start; index < end; index++) owner[index] = placed;
    chosen.push(placed);
  }
  chosen.sort((a, b) => a.start - b.start);
  for (const placed of chosen) {
    readRoles(chart.words, (index) => owner[index] !== undefined, placed);
    for (let index = placed.start; index < placed.end; index++) owner[index] = placed;
  }
  // "every two to three days": what an unread "every" stands before is something else than it seems.
  const isEvery = ({ start }: Placed): boolean =>
    /^(every|each)$/.test(chart.words[start - 1] ?? '') && !owner[start - 1];
  chosen = chosen.filter(
    (placed) => !(isEvery(placed) && /^(span|length|date)$/.test(placed.fact.value.kind)),
  );
  chosen = settleEvents(chart.words, chosen);
  settleNumbers(chart.words, chosen, here);
  settleHalves(chart.words, chosen);
  settlePassed(chosen, here);
  settleNeighbours(chart.words, chosen);
  return apart(chosen);
}

/** A word of a role belongs to one fact: "at until twice 3/12". */
function apart(chosen: Placed[]): Placed[] {
  for (const [index, placed] of chosen.entries()) {
    const end = chosen[index - 1]?.end ?? 0;
    if (placed.start < end && end < placed.end) placed.start = end;
  }
  return chosen;
}

function settle({ start, end, fact }: Placed, index: number, tokens: Token[]): Fact {
  for (const token of tokens.slice(start, end)) token.claimedBy = index;
  return { from: tokens[start]!.from, to: tokens[end - 1]!.to, ...fact };
}

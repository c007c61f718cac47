// What facts say about each other: an exception that goes on, a correction, "a week" behind an amount, a free "not".
import { endsClause, isOneClause } from './clauses.ts';
import type { Kind } from './facts.ts';
import type { Placed } from './roles.ts';

const AND = new Set(['and', ',', 'or', 'nor', '&', '/']);
const RATHER = new Set(['but', 'rather', 'instead', 'make', 'it', ',', 'on', 'at', 'do', 'try']);
const NEGATIONS = new Set(['not', 'never', 'no', 'nothing', 'none']);
/** What a "not" belongs to that says nothing against the time: "don't forget", "not sure", "not only". */
const HARMLESS = new Set(
  'forget sure only just mind worry yet matter problem let idea excuse longer need exceptions doubt worries rush one end is'.split(
    ' ',
  ),
);
const MEASURED = new Set<Kind>(['amount', 'length', 'number', 'part']);

/** Goes once over the facts, in the order of the text, and mends each by what stands around it. */
export function settleNeighbours(words: string[], chosen: Placed[]): void {
  const taken = new Set<number>();
  for (const { start, end } of chosen) for (let index = start; index < end; index++) taken.add(index);
  for (const [index, placed] of chosen.entries()) {
    const before = chosen[index - 1];
    if (before) follow(words, before, placed);
    const { fact } = placed;
    if (fact.value.kind === 'clock' && fact.value.minute === 0 && /^(until|by|before)$/.test(fact.role)) {
      fact.value = { kind: 'clock', minute: 1440 };
    }
    const said = words.slice(placed.start, placed.end);
    if (fact.role === 'except' && ((placed.start === 0 && words[0] === 'no') || said.includes(',')))
      fact.certainty = 'open';
    if (fact.value.kind === 'days' && fact.role !== 'except' && said.includes('or')) {
      fact.alternatives = fact.value.days.map((day) => ({ kind: 'days', days: [day] }));
      fact.certainty = 'open';
    }
  }
  for (let index = chosen.length - 1; index > 0; index--)
    shareBack(words, chosen[index - 1]!, chosen[index]!);
  markNegated(words, chosen, taken);
}

/** "Christmas Eve, Christmas Day and Boxing Day off": the first as well as the last. */
function shareBack(words: string[], before: Placed, placed: Placed): void {
  const isSame = before.fact.value.kind === placed.fact.value.kind && before.fact.role === 'at';
  if (!placed.isBack || !isSame || !words.slice(before.end, placed.start).every((word) => AND.has(word)))
    return;
  before.fact.role = 'except';
  before.isBack = true;
}

function follow(words: string[], before: Placed, placed: Placed): void {
  const between = words.slice(before.end, placed.start);
  if (before.fact.value.kind === 'part' && before.fact.bound && placed.fact.value.kind === 'rhythm') {
    placed.fact.bound = before.fact.bound;
    before.fact.bound = null;
  }
  const isSame = before.fact.value.kind === placed.fact.value.kind;
  const isSide = isSame && before.fact.value.kind === 'date';
  const isJoined =
    between.length > (isSide ? -1 : 0) && between.length < 3 && between.every((word) => AND.has(word));
  const isOther = between.join() === ',' && words[before.start] === 'not';
  const goesOn = (isSame && !isOther) || between.includes('or') || between.includes('nor');
  if (before.fact.role === 'except' && placed.fact.role === 'at' && isJoined && goesOn)
    placed.fact.role = 'except';
  if (before.isTurned && isJoined && isSame && placed.fact.role === 'after') placed.fact.role = 'until';
  if (before.isTurned && isJoined && isSame && placed.fact.role === 'before') placed.fact.role = 'from';
  const { value } = before.fact;
  if (
    value.kind === 'length' &&
    between.length === 0 &&
    before.fact.alternatives.length === 0 &&
    before.fact.role !== 'each' &&
    /^(before|after)$/.test(placed.fact.role)
  ) {
    const minutes = placed.fact.role === 'before' ? value.least : -value.least;
    Object.assign(before.fact, { alternatives: [{ kind: 'lead', minutes }], certainty: 'usual' });
  }
  const corrects =
    between.length < 5 &&
    between.every((word) => RATHER.has(word)) &&
    (isOther || between.some((word) => word !== ','));
  if (before.fact.role === 'except' && isSame && corrects && !isAmong(before, placed)) {
    before.fact.role = 'instead';
    placed.fact.role = 'to';
    const lead = between.findIndex((word) => word !== ',');
    if (lead >= 0) placed.start = before.end + lead;
  }
  // "3 not 4 a week"
  if (value.kind === 'number' && placed.fact.value.kind === 'rhythm' && placed.fact.role === 'except') {
    before.fact.value = { ...placed.fact.value, least: value.least, most: value.most };
    before.fact.role = 'to';
    placed.fact.role = 'instead';
  }
  if (isPer(words, before, placed))
    placed.fact.value = { kind: 'per', unit: (placed.fact.value as { unit: 'week' }).unit };
}

/** "Not on Wednesdays, on weekdays": one of them, which is left out. */
function isAmong({ fact: { value: one } }: Placed, { fact: { value: all } }: Placed): boolean {
  return one.kind === 'days' && all.kind === 'days' && one.days.every((day) => all.days.includes(day));
}

/** "90 minutes of yoga a week", "three runs of an hour a week": "a week" is no length where something is measured. */
function isPer(words: string[], before: Placed, { start, end, fact }: Placed): boolean {
  if (fact.value.kind !== 'span' || fact.role !== 'at' || end - start !== 2 || words[start] !== 'a')
    return false;
  return (
    MEASURED.has(before.fact.value.kind) && isOneClause(words, before.end, start) && start - before.end < 6
  );
}

/** Marks every value that a free "not" of its clause stands before. */
function markNegated(words: string[], chosen: Placed[], taken: Set<number>): void {
  let isNegated = false;
  let isNothing = false;
  let next = 0;
  for (const placed of chosen) {
    for (; next < placed.start; next++) {
      const word = words[next]!;
      if (endsClause(word) || word === ',' || word === 'so' || word === 'because') isNegated = false;
      else if (NEGATIONS.has(word) && !taken.has(next) && !HARMLESS.has(words[next + 1] ?? ''))
        isNegated = words[next - 1] !== 'why';
      if (isNegated) isNothing = /^(nothing|none)$/.test(word) || (isNothing && !NEGATIONS.has(word));
    }
    placed.fact.negated =
      isNegated &&
      !/^(except|to)$/.test(placed.fact.role) &&
      !(isNothing && placed.fact.value.kind === 'span');
    // "Can't put away more than 300".
    if (placed.fact.negated && placed.fact.bound === 'least')
      Object.assign(placed.fact, { negated: false, bound: 'most' });
  }
}

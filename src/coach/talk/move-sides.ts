// Of a move: what says where the task stands, and what says where it goes.
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

export interface Sides {
  from: Fact[];
  to: Fact[];
}

const KINDS = new Set<Fact['value']['kind']>(
  'clock clock_range date dates days part offset shift length span impossible'.split(
    ' ',
  ) as Fact['value']['kind'][],
);
/** Somebody cannot, or does not feel like it. */
export const AWAY = phrases(`
  can|could|will|may|might not make|do|attend|come|be|get|manage|go|happen|face|train|run|work|play|join|fit  can not $  can|will not .|,|;|and|so|but|today|tonight|tomorrow|until  not able|going|gonna|up to to?  unable to
  do not think|feel|fancy * i|like|up|the|it|going  cba  can not be bothered|arsed  ^ not today|tonight|tomorrow|this  not walk|run|train $  too tired|busy|ill|sick|knackered|sore|hungover to|for  not feeling it|up|well|great
  will|have|going to? have? to? miss|skip  running late  can not make
`);
/** What goes before it says when it may be instead. */
const INSTEAD = phrases(`
  instead  same time|hour  how|what about  could|can|may|shall|should we|i|it|you  is|be? possible  rather  move  try again  until  maybe  push  shift  do it
`);

export function sidesOf(heard: Heard): Sides {
  const { facts, text, tokens, words, lead } = heard;
  const away = AWAY(words);
  const times = facts.filter(({ value: { kind }, negated }) => KINDS.has(kind) && (away || !negated));
  if (away)
    return asideOf(
      times,
      tokens[lead + away.end - 1]?.to ?? 0,
      INSTEAD(words.slice(away.end - 1)) !== null || times.some(({ value: { kind } }) => kind === 'shift'),
    );
  const isOwner = (fact: Fact): boolean =>
    fact.role === 'instead' ||
    /^\s*['’]s?\s/.test(text.slice(fact.to)) ||
    /\b(?:my|the|from)\s+$/i.test(text.slice(0, fact.from)) ||
    isFollowed(fact, tokens, facts);
  const aimed = times.filter(
    ({ role, from, to }) => role === 'to' && !text.slice(from, to).endsWith('instead'),
  );
  if (aimed.length > 0) {
    const first = aimed[0]!.from;
    return {
      from: times.filter((fact) => fact.from < first && fact.value.kind !== 'length'),
      to: times.filter((fact) => fact.from >= first || fact.value.kind === 'length'),
    };
  }
  const from = times.filter((fact) => isOwner(fact) && fact.value.kind !== 'length');
  return { from, to: times.filter((fact) => !from.includes(fact)) };
}

/** "I can't make it on Saturday, Sunday same time instead?" */
function asideOf(times: readonly Fact[], end: number, isInstead: boolean): Sides {
  const [first, ...more] = times.filter(({ from }) => from >= end);
  const before = times.filter(({ from }) => from < end);
  if (!isInstead || !first) return { from: [...times], to: [] };
  // The first behind it says when it stands, where something follows that says when it goes.
  const kinds =
    first.value.kind === 'part' && first.value.date !== null ? ['part', 'date'] : [first.value.kind];
  const isOwn = before.length === 0 && more.some(({ value: { kind } }) => kinds.includes(kind));
  return isOwn ? { from: [first], to: more } : { from: before, to: [first, ...more] };
}

/** "Move the 6 pm run": its word comes next. */
function isFollowed(fact: Fact, tokens: Heard['tokens'], facts: readonly Fact[]): boolean {
  const next = tokens.find(({ from }) => from >= fact.to);
  const isOther = next && next.claimedBy !== null && facts[next.claimedBy] !== fact;
  return (
    fact.role === 'at' &&
    Boolean(next) &&
    !isOther &&
    /^\p{L}{3,}$/u.test(next!.word) &&
    !ENDS.has(next!.word)
  );
}
const ENDS = new Set(
  'instead please thanks because since and but for with when then because later earlier sharp rather back forward same just only this once now possible'.split(
    ' ',
  ),
);

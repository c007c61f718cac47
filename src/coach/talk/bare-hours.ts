// Numbers that are times of day where a task is named: "dentist fri 2.40", "8 and 8 every day", "at 3, 4 and 5".
import { readValue } from '../../english/read-value.ts';
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';

const POINTED = /^(?:[01]?\d|2[0-3])[.:][0-5]\d$/;
const bare = (said: string): string => said.replace(/^(?:at|for|say|by|around|about) /i, '');
const SMALL = /^(?:at )?(?:[1-9]|1\d|2[0-3])$/;

/** The same with such numbers as clocks: pointed ones beside a day, bare ones beside a clock or a list of them. */
export function withBareHours(heard: Heard): Heard {
  const { facts, tokens, text, input } = heard;
  const isDayed = facts.some(({ value: { kind } }) => /^(?:date|days|rhythm|offset|part|dates)$/.test(kind));
  let isClocked = facts.some(({ value: { kind } }) => kind === 'clock' || kind === 'clock_range');
  const all: Fact[] = [];
  for (const [index, fact] of facts.entries()) {
    if (isOfName(heard, fact)) continue;
    const said = text.slice(fact.from, fact.to);
    const next = facts[index + 1];
    const isOfPart =
      next?.value.kind === 'part' &&
      next.from - fact.to < 2 &&
      SMALL.test(said) &&
      /^(?:at|in)\b/.test(text.slice(next.from, next.to));
    const isHour =
      fact.value.kind === 'number' &&
      ((POINTED.test(bare(said)) && (isDayed || facts.length === 1) && !isClocked) ||
        (isOfPart && isClocked) ||
        (SMALL.test(said) && (isAtItem(heard, fact) || (isClocked && isBesideDay(heard, index)))) ||
        (SMALL.test(said) && isJoined(heard, index, all) && (isClocked || isDayed)));
    const minutes = fact.value.kind === 'number' && isInMinutes(heard, fact) ? Number(said.slice(3)) : null;
    if (minutes !== null) {
      all.push({ ...fact, value: { kind: 'offset', minutes, date: null } });
      continue;
    }
    const clock = isHour
      ? readValue(`at ${bare(said)}`, 'clock', { now: input.now_local, zone: input.zone })
      : null;
    const late = isOfPart && next?.value.kind === 'part' && !/morning/.test(next.value.part);
    if (clock?.value.kind === 'clock' && isOfPart)
      Object.assign(clock, {
        alternatives: [],
        value: { kind: 'clock', minute: (clock.value.minute % 720) + (late ? 720 : 0) },
      });
    all.push(clock === null ? fact : { ...clock, from: fact.from, to: fact.to });
    isClocked ||= clock !== null && !SMALL.test(said);
  }
  if (all.length === facts.length && all.every((fact, index) => fact === facts[index])) return heard;
  const owner = ({ from, to }: { from: number; to: number }): number | null => {
    const index = all.findIndex((fact) => fact.from <= from && fact.to >= to);
    return index < 0 ? null : index;
  };
  return { ...heard, facts: all, tokens: tokens.map((token) => ({ ...token, claimedBy: owner(token) })) };
}

/** "The Christmas party on 11 December": a feast in front of a noun, where another day is named. */
function isOfName({ facts, tokens, text }: Heard, fact: Fact): boolean {
  if (fact.value.kind !== 'date' || !FEAST.test(text.slice(fact.from, fact.to))) return false;
  const next = tokens.find(({ from }) => from >= fact.to);
  const isNoun =
    next?.claimedBy === null && /^\p{L}{3,}$/u.test(next.word) && !/^(?:and|for|with|when)$/.test(next.word);
  return isNoun && facts.some((other) => other !== fact && other.value.kind === 'date');
}
const FEAST = /^(?:christmas|xmas|easter|halloween|thanksgiving|diwali|eid|new year'?s?)$/i;

/** "Remind me in 20 to check the oven". */
const isInMinutes = ({ text }: Heard, { from, to }: Fact): boolean =>
  /\b(?:remind|ping|nudge|tell|wake) me $/i.test(text.slice(0, from)) &&
  /^in \d{1,2}$/i.test(text.slice(from, to)) &&
  /^(?: to\b| that\b| about\b|\W*$)/i.test(text.slice(to));

/** "Tomorrow: 9 standup, 11 dentist, 15:30 play": each item begins with its hour, one of them plainly. */
function isAtItem({ facts, tokens, text }: Heard, fact: Fact): boolean {
  const begins = ({ from }: Fact): boolean => /(?:^|[:;,\n])\s*$/.test(text.slice(0, from));
  const isItem = (one: Fact): boolean => {
    const next = tokens.find(({ from }) => from >= one.to);
    return begins(one) && next?.claimedBy === null && /^\p{L}{3}/u.test(next.word);
  };
  return isItem(fact) && facts.some((one) => one.value.kind === 'clock' && isItem(one));
}

/** "5:45 on weekdays and 7 on Saturday". */
function isBesideDay({ facts, text }: Heard, index: number): boolean {
  const [fact, next] = [facts[index]!, facts[index + 1]];
  return (
    next !== undefined &&
    /^(?:date|days)$/.test(next.value.kind) &&
    next.from - fact.to < 2 &&
    /^on\b/i.test(text.slice(next.from, next.to))
  );
}

/** Behind a clock and "and", or in front of "and" and another such number, and nothing that it could count. */
function isJoined({ facts, tokens, text }: Heard, index: number, before: readonly Fact[]): boolean {
  const fact = facts[index]!;
  const next = tokens.find(({ from }) => from >= fact.to);
  const isFree = !next || /^(?:and|&|,|\.|to|every|daily|on|today|tomorrow)$/.test(next.word);
  if (!isFree) return false;
  const last = before.at(-1);
  const isList = (from: number, to: number): boolean =>
    /^\s*(?:,|and|&|, and)\s*$/i.test(text.slice(from, to));
  if (last?.value.kind === 'clock' && isList(last.to, fact.from)) return true;
  const following = facts[index + 1];
  return (
    following?.value.kind === 'number' &&
    isList(fact.to, following.from) &&
    SMALL.test(text.slice(following.from, following.to))
  );
}

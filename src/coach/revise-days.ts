// Days and parts of the day in a later word: which are ruled out by what stands around them, which take the place of
// others, and which get an hour or a length of their own.
import type { Fact, Reading } from '../english/facts.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Group } from './goal.ts';
import { PLAIN } from './group-days.ts';

/** The reading without what is used up here; the rest with the roles that it has in a change. */
export function reviseDays(goal: Goal, reading: Reading, words: string): Reading {
  const facts = withRefused(reading);
  const used = [
    ...swapped(goal, facts, words),
    ...added(goal, reading.text, facts),
    ...ownHours(goal, reading.text, facts, words),
    ...byMuch(goal, reading.text, facts),
  ];
  return { ...reading, facts: facts.filter((fact) => !used.includes(fact)) };
}

const DROPPED =
  /\b(?:drop|scratch|scrap|skip|lose|cut|remove|cancel|ditch|bin|axe|kill|leave out|take out|get rid of|without|minus|forget|avoid|i work|working|busy|i am away|i'm away)(?: out)?(?: (?:the|my|all|every|on|that))*\s*$/i;
const REFUSED =
  /^(?:'s)?(?: (?:one|ones|session|sessions|class|slot))?,? *(?:no\b|not\b|never\b|nope\b|(?:is|are|r|im|i'm|i am|am|get|gets)(?: \w+)? (?:no|not|bad|out|off|busy|full|impossible|tricky|useless|rubbish|hopeless|taken|packed|hard|awful|tough|a (?:no|nightmare|struggle|problem))\b|(?:do|does|did|will|can|could)(?:n't| not|nt)\b|(?:won't|can't|cant|dont|doesnt|wont|cannot)\b|(?:i|i'm|i am|we|i've|ive) (?:work|busy|have|am|can|away|got)\b|never (?:work|suit)|hopeless|useless|out\b|off\b(?! to))/i;

/** "Thursday is choir", "evenings are chaos": something else fills it. What else is said of a day rules nothing out. */
const TAKEN =
  /^(?:'s| is| are) (?:my |her |his |our |their |the |a |always |usually |pure |total |absolute )*(?:choir|church|mass|prayers?|sabbath|football|soccer|rugby|hockey|cricket|golf|tennis|swimming|gym|yoga|training|practice|rehearsals?|class(?:es)?|lessons?|school|uni|work|shifts?|overtime|night shifts?|date night|family (?:day|time|dinner)|bowling|bingo|darts|quiz|pub|club|scouts|brownies|meetings?|band|ballet|dance|karate|judo|market|court|therapy|physio|laundry|chaos|mayhem|bedlam|madness|hectic|manic|mad|crazy|busy)\b(?! free)/iu;

/** "Saturday no", "scratch Sundays", "mornings I'm useless", "Not Thursday. Thursdays are for prayer". */
function withRefused({ text, facts }: Reading): Fact[] {
  const gone = new Set<Day>();
  return facts.flatMap((fact, index): Fact[] => {
    // "Mornings, not evenings": the "not" is of what follows.
    const next = facts[index + 1];
    const isOfNext = next !== undefined && next.from - fact.to < 4 && next.role !== 'at';
    const days = daysOf(fact);
    if (days.length === 0 && fact.value.kind !== 'part') return [fact];
    const isOut = fact.role === 'except' || fact.negated;
    const isPlain = fact.role === 'at' || fact.role === 'for';
    const behind = text.slice(fact.to);
    const isRefused =
      DROPPED.test(text.slice(0, fact.from)) || (!isOfNext && (REFUSED.test(behind) || TAKEN.test(behind)));
    if (isOut || (isPlain && isRefused)) {
      for (const day of days) gone.add(day);
      return [isOut ? fact : { ...fact, role: 'except' }];
    }
    // What was ruled out is spoken of once more, and not wished for.
    return isPlain && days.length > 0 && days.every((day) => gone.has(day)) ? [] : [fact];
  });
}

function daysOf({ value }: Fact): Day[] {
  if (value.kind === 'days') return value.days;
  return value.kind === 'date' && value.day !== null ? [value.day] : [];
}

/** "Move Wednesday to Thursday", "scratch Sundays, Wednesday instead", "Wednesday instead of Monday". */
function swapped(goal: Goal, facts: readonly Fact[], words: string): Fact[] {
  const [out, come] = /\b(?:only|just)\b/i.test(words) ? [] : exchanged(facts);
  if (!out || !come) return [];
  const gone = daysOf(out);
  const [day] = daysOf(come);
  if (gone.some((one) => goal.days.includes(one)))
    goal.days = DAYS.filter((one) => one === day || (!gone.includes(one) && goal.days.includes(one)));
  else goal.notDays = [...new Set([...goal.notDays.filter((one) => one !== day), ...gone])];
  return [out, come];
}

/** The day that goes, and the one that comes; empty where no day takes the place of another. */
function exchanged(facts: readonly Fact[]): Fact[] {
  const single = facts.filter((fact) => daysOf(fact).length === 1);
  const index = single.findIndex(({ role }) => role === 'to');
  if (index < 0) {
    const out = single.filter(({ role }) => role === 'instead' || role === 'except');
    const come = single.filter(({ role, negated }) => role === 'at' && !negated);
    return out.length === 1 && come.length === 1 ? [...out, ...come] : [];
  }
  const before = single.slice(0, index);
  const out = before.filter(({ role }) => role === 'except' || role === 'instead');
  const moved = out.length > 0 ? out : before.slice(-1).filter(({ value }) => value.kind === 'date');
  return moved.slice(0, 1).concat(moved.length > 0 ? [single[index]!] : []);
}

const MORE = /\b(?:add|include|plus|also|extra|another)(?: (?:a|an|on|one|another|every|extra|the))*\s*$/i;

/** "Add Sundays", where the others are known. */
function added(goal: Goal, text: string, facts: readonly Fact[]): Fact[] {
  const more = facts.filter(
    (fact) => fact.role === 'at' && daysOf(fact).length > 0 && MORE.test(text.slice(0, fact.from)),
  );
  const known = knownDays(goal);
  if (more.length === 0) return [];
  if (!known) goal.notes = [...goal.notes, NAME_DAYS];
  else
    goal.days = DAYS.filter((day) => known.includes(day) || more.some((fact) => daysOf(fact).includes(day)));
  goal.notDays = goal.notDays.filter((day) => !goal.days.includes(day));
  if (goal.rhythm?.per === 'week' && goal.days.length > goal.rhythm.count)
    goal.rhythm = { ...goal.rhythm, count: goal.days.length };
  return more;
}

const ALONE = /\b(?:only|just|instead|all|make it|do|every|rather)\b/i;
const SHORTER = /\b(?:shorter|less|lighter|easier)\b/i;
const LONGER = /\b(?:longer|more time)\b/i;

/** "On weekends can it be 11?", "make the Tuesday one shorter": these days alone are changed, where all are known. */
function ownHours(goal: Goal, text: string, facts: readonly Fact[], words: string): Fact[] {
  const named = facts.filter((fact) => daysOf(fact).length > 0);
  const [fact] = named;
  const clock = facts.find(isHour);
  const length = facts.find(({ value, role }) => value.kind === 'length' && role === 'at');
  const shift = facts.find(({ value }) => value.kind === 'shift' && value.minutes !== null);
  const factor = SHORTER.test(words) ? 2 / 3 : LONGER.test(words) ? 1.5 : null;
  if (!fact || named.length > 1 || fact.role !== 'at') return [];
  if (!clock && !length && !shift && factor === null) return [];
  const days = daysOf(fact);
  const known = knownDays(goal);
  const isOne =
    /\b(?:the|on|my)\s+$/i.test(text.slice(0, fact.from)) ||
    /^(?:on|the)\b/i.test(text.slice(fact.from, fact.to));
  const isSome = known !== null && known.length > days.length && days.every((day) => known.includes(day));
  if (!isOne && !isSome) return [];
  if (ALONE.test(text.slice(0, fact.from)) && clock && !days.every((day) => known?.includes(day))) return [];
  const minutes = lengthOf(goal, length, factor);
  if (!known || (minutes === null && !clock && !shift) || !days.some((day) => known.includes(day))) {
    goal.notes = [...goal.notes, NAME_DAYS];
    return [fact, clock, length, shift].filter((one) => one !== undefined);
  }
  const later = shift?.value.kind === 'shift' ? (shift.value.minutes ?? 0) : 0;
  const hoursOf = ({ hours }: Group): Group['hours'] =>
    clock
      ? { ...NO_HOURS, at: minuteOf(clock, goal) }
      : hours.at === null
        ? { ...hours, shift: hours.shift + later }
        : { ...hours, at: hours.at + later };
  const former: Group[] =
    goal.groups.length > 0
      ? goal.groups
      : [{ ...PLAIN, days: known, minutes: goal.minutes, hours: goal.hours }];
  goal.groups = former
    .flatMap((group) => {
      const some = group.days.filter((day) => days.includes(day));
      const rest = group.days.filter((day) => !days.includes(day));
      return [
        { ...group, days: rest },
        { ...group, days: some, minutes: minutes ?? group.minutes, hours: hoursOf(group) },
      ];
    })
    .filter((group) => group.days.length > 0);
  return [fact, ...facts.filter(({ value }) => /^(?:clock|length|number|shift)$/.test(value.kind))];
}

/** "15 minutes shorter", of a length that is known. */
function byMuch(goal: Goal, text: string, facts: readonly Fact[]): Fact[] {
  const fact = facts.find(({ value }) => value.kind === 'length' && value.least === value.most);
  const [, how] = fact ? (/^ (shorter|less|longer|more)\b/i.exec(text.slice(fact.to)) ?? []) : [];
  if (fact?.value.kind !== 'length' || how === undefined || goal.minutes === null) return [];
  const minutes = goal.minutes + (/^(?:longer|more)$/i.test(how) ? 1 : -1) * fact.value.least;
  Object.assign(goal, { minutes: Math.max(5, Math.min(240, minutes)), load: 0 });
  return [fact];
}

/** "At 11", and where no unit stands behind it "11" alone. */
const isHour = ({ value, role, negated }: Fact): boolean =>
  (value.kind === 'clock' || (value.kind === 'number' && value.least >= 1 && value.least < 24)) &&
  role !== 'except' &&
  role !== 'instead' &&
  !negated;

/** A bare number lies in the daytime. */
function minuteOf({ value }: Fact, { hours }: Goal): number {
  if (value.kind === 'clock') return value.minute;
  const hour = value.kind === 'number' ? value.least : (hours.at ?? 0) / 60;
  return (hour < 7 ? hour + 12 : hour) * 60;
}

/** Said where an hour of single days was named, and the calendar chooses the days. */
export const NAME_DAYS =
  'Single days get hours or a length of their own once I know all days: say them together, for example “Mon and Wed at 18:00, Sun at 11:00”.';

function lengthOf(goal: Goal, length: Fact | undefined, factor: number | null): number | null {
  if (length?.value.kind === 'length') return Math.max(5, Math.min(240, length.value.least));
  if (factor === null || goal.minutes === null) return null;
  return Math.max(5, Math.round((goal.minutes * factor) / 5) * 5);
}

/** Null where the calendar chooses them. */
function knownDays({ days, notDays, rhythm }: Goal): Day[] | null {
  const open = DAYS.filter((day) => !notDays.includes(day));
  if (days.length > 0) return days.filter((day) => open.includes(day));
  return rhythm?.per === 'week' && rhythm.count >= open.length ? open : null;
}

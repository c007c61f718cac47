// Days in a later word: which take the place of others, which come to them, and which get an hour or a length of their
// own.
import type { Fact, Reading } from '../english/facts.ts';
import { addDays, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Group } from './goal.ts';
import { PLAIN } from './group-days.ts';
import { daysOf, withRefused } from './refused-days.ts';

/** The reading without what is used up here; the rest with the roles that it has in a change. */
export function reviseDays(goal: Goal, reading: Reading, words: string, today: string): Reading {
  const away = absent(goal, reading, today);
  const facts = withRefused({
    ...reading,
    facts: reading.facts.filter((fact) => !away.includes(fact)),
  });
  const used = [
    ...swapped(goal, facts, words, reading.text),
    ...added(goal, reading.text, facts),
    ...ownHours(goal, reading.text, facts, words),
    ...byMuch(goal, reading.text, facts),
  ];
  return { ...reading, facts: facts.filter((fact) => !used.includes(fact)) };
}

/** "I'll be in Denver Wednesday to Friday, so no reading those nights": the next days of these names stay free. */
function absent(goal: Goal, { text, facts }: Reading, today: string): Fact[] {
  const gone = facts.filter(
    (fact) =>
      daysOf(fact).length > 0 &&
      IN_PLACE.test(text.slice(0, fact.from)) &&
      NOT_THEN.test(text.slice(fact.to)),
  );
  if (gone.length === 0) return [];
  const week = Array.from({ length: 7 }, (_, day) => addDays(today, day));
  const dates = week.filter((date) => gone.flatMap(daysOf).includes(weekdayOf(date)));
  goal.datesOff = [...new Set([...goal.datesOff, ...dates])].toSorted();
  return facts.filter((fact) => gone.includes(fact) || fact.value.kind === 'part');
}
const IN_PLACE = /\b(?:be|am|'m|are|'re) (?:in|at|away|off|out|abroad)\b[^,.;]*$/i;
const NOT_THEN = /\b(?:no|not|nothing|skip|without)\b[^.;]{0,25}\b(?:those|these|them|then)\b/i;

/** "Move Wednesday to Thursday", "scratch Sundays, Wednesday instead", "Wednesday instead of Monday". */
function swapped(goal: Goal, facts: readonly Fact[], words: string, text: string): Fact[] {
  const [out, come] = /\b(?:only|just)\b/i.test(words) ? [] : exchanged(facts);
  if (!out || !come) return [];
  const gone = daysOf(out);
  const [day] = daysOf(come);
  if (gone.some((one) => goal.days.includes(one)))
    goal.days = DAYS.filter((one) => one === day || (!gone.includes(one) && goal.days.includes(one)));
  else goal.notDays = [...new Set([...goal.notDays.filter((one) => one !== day), ...gone])];
  const own = ownHour(goal, facts, text, come);
  return [out, come, ...own];
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
  return [...more, ...more.flatMap((fact) => ownHour(goal, facts, text, fact))];
}

const ALONE = /\b(?:only|just|instead|all|make it|do|every|rather)\b/i;
/** So many times in place of the former: all days are named anew. */
const CUT_TO =
  /\b(?:cut|bring|take|reduce|drop) (?:\w+ )?(?:back |down )?to\b|\b(?:times|twice|days)\b[^,.;]*\bweek\b/i;
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
  if (!fact || named.length > 1 || fact.role !== 'at' || CUT_TO.test(words)) return [];
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
  setApart(goal, days, known, (group) => ({
    ...group,
    minutes: minutes ?? group.minutes,
    hours: hoursOf(group),
  }));
  return [fact, ...facts.filter(({ value }) => /^(?:clock|length|number|shift)$/.test(value.kind))];
}

/** Gives some of the days that are known something of their own; the others stay. */
function setApart(goal: Goal, days: readonly Day[], known: Day[], own: (group: Group) => Group): void {
  const usual = { ...PLAIN, days: known, minutes: goal.minutes, hours: goal.hours };
  const former: Group[] = goal.groups.length > 0 ? goal.groups : [usual];
  const groups = former.flatMap((group) => [
    { ...group, days: group.days.filter((day) => !days.includes(day)) },
    own({ ...group, days: group.days.filter((day) => days.includes(day)) }),
  ]);
  goal.groups = groups.filter((group) => group.days.length > 0);
}

/** The hour that stands right behind the day that comes is its own: "Sat change to Sun 10am"; empty where none does. */
function ownHour(goal: Goal, facts: readonly Fact[], text: string, come: Fact): Fact[] {
  const clock = facts.find((one) => one.value.kind === 'clock' && one.from >= come.to && isHour(one));
  const days = daysOf(come);
  const known = knownDays(goal);
  const isNext = clock && /^(?: at|,| @)? ?$/.test(text.slice(come.to, clock.from));
  if (!clock || !isNext || known?.every((day) => days.includes(day))) return [];
  if (known)
    setApart(goal, days, known, (group) => ({ ...group, hours: { ...NO_HOURS, at: minuteOf(clock, goal) } }));
  return [clock];
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

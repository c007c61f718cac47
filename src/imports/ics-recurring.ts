// What recurs in a calendar becomes a rule of ours: with dates that it leaves out, those beside it, and those moved.
import { FluxError } from '../kernel/errors.ts';
import { localDayOf } from '../kernel/time.ts';
import { checkRecurrence, FIRST_DATE, nextOccurrence } from '../planning/recurrence.ts';
import type { Found, Refusal, RuleFound } from './found.ts';
import { dayIn, momentsOf, type Moment } from './ics-moment.ts';
import { singleOf, taskOf, type Single } from './ics-single.ts';
import { textOf, type Component, type Reading } from './ics-component.ts';

export interface Recurring {
  master: Component;
  /** Its occurrences that differ. */
  overrides: readonly Component[];
}

/** `origin`: by what the rule is known. What cannot be kept as a rule of ours is refused whole, with the reason. */
export function readRecurring(found: Found, origin: string, recurring: Recurring, reading: Reading): void {
  const single = singleOf(recurring.master, reading);
  if ('reason' in single) return void found.refused.push(single);
  const refuse = (reason: Refusal['reason'], detail: string): void =>
    void found.refused.push({ line: null, what: single.title, reason, detail });
  const { zone } = single.moment;
  if (zone === null) return refuse('zone_unknown', 'It recurs in a zone that we do not know.');
  const fault = beyondUs(recurring);
  if (fault !== null) return refuse('recurrence', fault);
  const days = daysOf(recurring, single, { zone, home: reading.home });
  if (days === null) return refuse('recurrence', 'It has further dates (RDATE) at another time of day.');
  try {
    found.rules.push(ruleOf(origin, single, { zone, ...days }));
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'RULE_INVALID') throw error;
    return refuse('recurrence', saidOf(error));
  }
  for (const [date, one] of days.moved) {
    const moved = singleOf(one, reading);
    if ('reason' in moved) found.refused.push(moved);
    else found.tasks.push({ ...taskOf(one, moved), rule: origin, ruleDate: date });
  }
}

interface Days {
  rrule: string;
  exdates: string[];
  rdates: string[];
  /** By the date for which it stands. */
  moved: [string, Component][];
}

/** Null where a date beside the rule is at another time of day. */
function daysOf(
  { master, overrides }: Recurring,
  single: Single,
  { zone, home }: { zone: string; home: string },
): Days | null {
  const datesOf = (name: string) => master.getAllProperties(name).flatMap((one) => momentsOf(one, home));
  const changed = overrides.map((one) => [changedDay(one, zone, home), one] as [string, Component]);
  const gone = changed.filter(([, one]) => isGone(one)).map(([date]) => date);
  const beside = datesOf('rdate');
  if (beside.some((one) => !isAtItsTime(one, single, zone))) return null;
  return {
    rrule: textOf(master, 'rrule') || 'FREQ=DAILY;COUNT=1',
    exdates: [...datesOf('exdate').map((one) => dayIn(one, zone)), ...gone],
    rdates: beside.map((one) => dayIn(one, zone)),
    moved: changed.filter(([, one]) => !isGone(one)),
  };
}

/** Throws RULE_INVALID. One of which nothing comes any more has ended. */
function ruleOf(
  origin: string,
  { moment, time, ...words }: Single,
  { zone, ...days }: Days & { zone: string },
): RuleFound {
  const recurrence = { ...days, startDate: moment.date, time, zone };
  const { rrule, exdates, rdates } = checkRecurrence(recurrence, FIRST_DATE);
  const { title, description, durationMinutes } = words;
  return {
    origin,
    line: null,
    title,
    description,
    durationMinutes,
    rrule,
    zone,
    exdates: [...exdates],
    rdates: [...rdates],
    startDate: moment.date,
    localTime: time,
    zoneIsFixed: moment.isFixed,
    goal: null,
    endedAt: nextOccurrence(recurrence, localDayOf(new Date(), zone)) ? null : new Date().toISOString(),
    occurrences: 'made',
  };
}

/** Null, or what of it we keep no rule of. */
function beyondUs({ master, overrides }: Recurring): string | null {
  if (master.name === 'vtodo') return 'It is a to-do that recurs: make a rule of it by hand.';
  if (master.getAllProperties('rrule').length > 1 || master.hasProperty('exrule'))
    return 'It has several rules at once.';
  const isRange = overrides.some((one) => one.getFirstProperty('recurrence-id')?.getParameter('range'));
  return isRange ? 'It changes from one date on (THISANDFUTURE).' : null;
}

const isGone = (one: Component): boolean => textOf(one, 'status') === 'CANCELLED';

function changedDay(one: Component, zone: string, home: string): string {
  const [moment] = momentsOf(one.getFirstProperty('recurrence-id')!, home);
  return moment ? dayIn(moment, zone) : '';
}

const isAtItsTime = (one: Moment, { time }: Single, zone: string): boolean =>
  one.time === null || timeIn(one, zone) === time;

const timeIn = ({ startsAt }: Moment, zone: string): string =>
  startsAt.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

function saidOf({ fields }: FluxError): string {
  const errors = fields['errors'];
  const [first] = Array.isArray(errors) ? (errors as { message: string }[]) : [];
  return first?.message ?? 'We keep no such rule.';
}

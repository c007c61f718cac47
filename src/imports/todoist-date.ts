// When a task of Todoist is: in figures, or in the words that its person typed. What is not read is never guessed.
import { readEnglish } from '../english/read-english.ts';
import type { Fact, RhythmValue, ValueOf } from '../english/facts.ts';
import { isValidZone, timeOf, utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import type { Refusal } from './found.ts';

export interface When {
  startsAt: Date;
  /** RFC 5545, where it recurs; counted from `date`. */
  rrule: string | null;
  date: string;
  time: string;
  zone: string;
}

type No = Pick<Refusal, 'reason' | 'detail'>;
const no = (reason: Refusal['reason'], detail: string): No => ({ reason, detail });

export interface DateCells {
  date: string;
  language: string;
  /** Of the row; "" where it names none. */
  zone: string;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** `allDayAt`: for a date without a time; null: that is refused. */
export function readTodoistDate(
  { date: text, language, zone: named }: DateCells,
  { home, allDayAt, now }: { home: string; allDayAt: string | null; now: Date },
): When | No {
  if (text === '') return no('date_unsaid', 'It has no date.');
  const zone = named === '' ? home : currentZoneName(named);
  if (!isValidZone(zone)) return no('zone_unknown', `There is no zone ${zone}.`);
  const [, day, clock, offset] = ISO.exec(text) ?? [];
  if (day !== undefined) {
    if (Number.isNaN(Date.parse(day))) return no('date_unread', `There is no day ${day}.`);
    if (clock !== undefined && offset !== undefined) {
      const startsAt = new Date(text.replace(' ', 'T'));
      const local = utcToWallClock(startsAt, zone);
      return { startsAt, rrule: null, ...local, zone };
    }
    return at(day, clock ?? allDayAt, zone, null);
  }
  if (language !== '' && language !== 'en')
    return no('language', `It is said in "${language}", of which we read no dates.`);
  return readWords(text, { zone, allDayAt, now });
}

function at(date: string, time: string | null, zone: string, rrule: string | null): When | No {
  if (time === null)
    return no('all_day', 'It has a day and no time: say by all_day_at when such things are.');
  return { startsAt: wallClockToUtc(date, time, zone).startsAt, rrule, date, time, zone };
}

function readWords(
  text: string,
  { zone, allDayAt, now }: { zone: string; allDayAt: string | null; now: Date },
): When | No {
  const local = utcToWallClock(now, zone);
  const { facts, tokens } = readEnglish(text, { now: `${local.date}T${local.time}`, zone });
  const unread = no('date_unread', `"${text}" is no date that we read.`);
  const isSure = facts.every(
    (one) => one.role === 'at' && !one.negated && !one.about && one.certainty !== 'open',
  );
  if (!isSure || tokens.some(({ claimedBy }) => claimedBy === null)) return unread;
  const kinds = facts
    .map(({ value }) => value.kind)
    .toSorted()
    .join(' ');
  const time = valueOf(facts, 'clock');
  const clock = time ? timeOf(time.minute) : allDayAt;
  const date = valueOf(facts, 'date');
  const rhythm = valueOf(facts, 'rhythm');
  if (/^(clock )?date$/.test(kinds) && date) return at(date.date, clock, zone, null);
  const rrule = /^(clock )?rhythm$/.test(kinds) && rhythm ? ruleOf(rhythm) : null;
  return rrule === null ? unread : at(local.date, clock, zone, rrule);
}

const valueOf = <K extends Fact['value']['kind']>(facts: readonly Fact[], kind: K): ValueOf<K> | undefined =>
  facts.map(({ value }) => value).find((value): value is ValueOf<K> => value.kind === kind);

/** Null for a rhythm that leaves a day open: "every week", "twice a month". */
function ruleOf({ least, most, per, interval, days, nth, monthDays }: RhythmValue): string | null {
  const every = interval > 1 ? `;INTERVAL=${interval}` : '';
  const isEach =
    least === most && least === Math.max(1, days.length * Math.max(1, nth.length), monthDays.length);
  if (!isEach) return null;
  if (per === 'day' && days.length + monthDays.length === 0) return `FREQ=DAILY${every}`;
  if (per === 'week' && days.length > 0 && nth.length === 0)
    return `FREQ=WEEKLY${every};BYDAY=${days.join(',')}`;
  if (per !== 'month') return null;
  if (monthDays.length > 0 && days.length === 0)
    return `FREQ=MONTHLY${every};BYMONTHDAY=${monthDays.join(',')}`;
  const each = nth.flatMap((number) => days.map((day) => `${number}${day}`));
  return each.length > 0 ? `FREQ=MONTHLY${every};BYDAY=${each.join(',')}` : null;
}

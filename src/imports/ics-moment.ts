// A moment of iCalendar (RFC 5545, 3.3.4 and 3.3.5): a day, a time in a zone, a time in UTC, or one that floats.
import ICAL from 'ical.js';
import { isValidZone, utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';

type Property = InstanceType<typeof ICAL.Property>;
type Time = InstanceType<typeof ICAL.Time>;

export interface Moment {
  /** In its own zone, or in that of the person where it has none. */
  date: string;
  /** "06:30"; null: all of the day. */
  time: string | null;
  /** IANA. Null where the file names one that nobody knows: then only `startsAt` is sure. */
  zone: string | null;
  /** The zone was named, so that it stays wherever its person travels. */
  isFixed: boolean;
  startsAt: Date;
}

/** Each value of the property. `home`: the zone of what floats. */
export function momentsOf(property: Property, home: string): Moment[] {
  const named = property.getParameter('tzid');
  const tzid = typeof named === 'string' ? named : null;
  return property.getValues().flatMap((value: unknown) => {
    const time = startOf(value);
    return time ? [momentOf(time, tzid, home)] : [];
  });
}

/** A period begins with its start. */
function startOf(value: unknown): Time | null {
  if (value instanceof ICAL.Time) return value;
  return value instanceof ICAL.Period ? value.start : null;
}

function momentOf(value: Time, tzid: string | null, home: string): Moment {
  const date = [value.year, value.month, value.day]
    .map((part, at) => String(part).padStart(at ? 2 : 4, '0'))
    .join('-');
  const time = value.isDate ? null : `${pad(value.hour)}:${pad(value.minute)}`;
  if (time !== null && tzid === null && value.zone === ICAL.Timezone.utcTimezone)
    return { date, time, zone: 'UTC', isFixed: true, startsAt: value.toJSDate() };
  const known = tzid === null ? home : zoneOf(tzid);
  if (known !== null)
    return {
      date,
      time,
      zone: known,
      isFixed: tzid !== null,
      startsAt: wallClockToUtc(date, time ?? '00:00', known).startsAt,
    };
  // What the file itself says of the zone.
  return { date, time, zone: null, isFixed: true, startsAt: new Date(value.toUnixTime() * 1000) };
}

const pad = (part: number): string => String(part).padStart(2, '0');

/** "/mozilla.org/20070129_1/Europe/Berlin" and "Europe/Berlin" are one; "W. Europe Standard Time" is none. */
function zoneOf(tzid: string): string | null {
  const [, tail = tzid] = /^\/.*?\/([A-Z][\w+-]*(?:\/[A-Z][\w+-]*)+)$/.exec(tzid) ?? [];
  const zone = currentZoneName(tail);
  return isValidZone(zone) ? zone : null;
}

/** The day of a moment on the clocks of a zone: by it an occurrence of a rule is known. */
export const dayIn = ({ date, time, startsAt }: Moment, zone: string): string =>
  time === null ? date : utcToWallClock(startsAt, zone).date;

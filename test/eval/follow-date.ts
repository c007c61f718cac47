// How a date follows from the day on which something was said, by a library that the product does not use: a slip of
// whoever wrote the set shows here.
import {
  addDays,
  addWeeks,
  endOfMonth,
  format,
  nextFriday,
  nextMonday,
  nextSaturday,
  nextSunday,
  nextThursday,
  nextTuesday,
  nextWednesday,
  parse,
  parseISO,
  setDate,
  addMonths,
  addYears,
} from 'date-fns';

const NEXT = {
  MO: nextMonday,
  TU: nextTuesday,
  WE: nextWednesday,
  TH: nextThursday,
  FR: nextFriday,
  SA: nextSaturday,
  SU: nextSunday,
};

/**
 * "today", "tomorrow", "+3d", "+2w", "FR" (the next one, never today), "FR+1w", "12-24" (the next one, today included),
 * "day 15" (the same of the month), "last of month"; each may end in " from 2026-11-20". Throws RangeError.
 */
export function followDate(how: string, saidOn: string): string {
  const [, form = how, from = saidOn] = /^(.*) from (.*)$/.exec(how) ?? [];
  return format(follow(form, parseISO(from)), 'yyyy-MM-dd');
}

function follow(form: string, day: Date): Date {
  if (form === 'today') return day;
  if (form === 'tomorrow') return addDays(day, 1);
  if (form === 'last of month') return endOfMonth(day);
  const stretch = /^\+(\d+)([dw])$/.exec(form);
  if (stretch) return (stretch[2] === 'd' ? addDays : addWeeks)(day, Number(stretch[1]));
  const weekday = /^(MO|TU|WE|TH|FR|SA|SU)(?:\+(\d+)w)?$/.exec(form);
  if (weekday) return addWeeks(NEXT[weekday[1] as keyof typeof NEXT](day), Number(weekday[2] ?? 0));
  const ofMonth = /^day (\d+)$/.exec(form);
  if (ofMonth) return ahead(setDate(day, Number(ofMonth[1])), day, addMonths);
  return ahead(parse(form, 'MM-dd', day), day, addYears);
}

const ahead = (date: Date, day: Date, later: typeof addYears): Date => (date < day ? later(date, 1) : date);

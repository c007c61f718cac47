// From "before work" to 06:45-08:15: the part of the day a person means, in the hours they really keep.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { DAY_MINUTES, minutesOf } from '../kernel/time.ts';
import type { Part, Window } from './read-window.ts';

export interface Hours {
  /** Minutes since midnight; the session has ended by `latest`, which may be midnight (1440). */
  earliest: number;
  latest: number;
  /** The person named it. */
  firm: boolean;
  /** The days it makes sense on: "before work" is no Saturday. */
  days: readonly Day[];
  part: Part | null;
}

/** Why a session of this length cannot be held is left to code; the words of the person are passed on as they are. */
export function chooseWindow(
  want: Window,
  fallback: Part | 'any',
  session: { minutes: number; exertion: boolean; dayOff: boolean },
  profile: PlanningProfile,
): Hours {
  // On a day off nobody gets up for work.
  const kept = session.dayOff ? { ...profile, work_hours: null } : profile;
  const day = hoursOf(kept, session);
  const named = want.part !== null || want.at !== null || want.from !== null || want.to !== null;
  const part = want.part ?? (named ? null : usualPart(fallback, want.notParts, session, kept));
  const weekendOnly =
    session.dayOff &&
    !named &&
    ['any', 'after_work', 'morning', 'before_dinner'].includes(fallback) &&
    want.notParts.length === 0;
  const base: [number, number] = weekendOnly
    ? [Math.max(day.wake + 60, 570), Math.max(day.wake + 60, 570) + 390]
    : part
      ? day.parts[part]
      : [day.wake + 30, day.bed - 30];
  const [earliest, latest] = roomFor(
    narrow(base, want, session.minutes, day, day.parts[usualPart(fallback, want.notParts, session, kept)]),
    session.minutes,
  );
  const atWork = part !== null && ['before_work', 'after_work', 'lunch'].includes(part) && !weekendOnly;
  return {
    earliest,
    latest,
    firm: named && !want.soft,
    days: atWork && !session.dayOff ? day.workDays : DAYS,
    part: weekendOnly ? null : part,
  };
}

function usualPart(
  fallback: Part | 'any',
  notParts: readonly Part[],
  session: { minutes: number; exertion: boolean; dayOff: boolean },
  profile: PlanningProfile,
): Part {
  const day = hoursOf(profile, session);
  const fits = (part: Part): boolean => day.parts[part][1] - day.parts[part][0] >= session.minutes;
  const early: Part[] = profile.work_hours && fits('before_work') ? ['before_work', 'morning'] : ['morning'];
  const late: Part[] =
    profile.work_hours && session.exertion
      ? ['after_work', 'evening', 'after_dinner']
      : ['evening', 'after_dinner'];
  const byType = profile.chronotype === 'morning' ? [...early, ...late] : [...late, ...early];
  const order: Part[] = fallback === 'any' ? byType : [fallback, ...byType];
  const unwanted = new Set(notParts.flatMap((part) => KIN[part] ?? [part]));
  return order.find((part) => !unwanted.has(part)) ?? 'afternoon';
}

// Who says "not in the morning" does not want it before work either.
const KIN: Partial<Record<Part, Part[]>> = {
  morning: ['morning', 'before_work', 'after_waking'],
  evening: ['evening', 'after_work', 'after_dinner', 'before_bed', 'children_asleep'],
};

const OFFICE = { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] as Day[] };

function hoursOf(profile: PlanningProfile, session: { minutes: number; exertion: boolean; dayOff: boolean }) {
  const { minutes, exertion } = session;
  const work = profile.work_hours ?? OFFICE;
  const wake = minutesOf(profile.sleep_window.to);
  const to = minutesOf(profile.sleep_window.from);
  // A bedtime after midnight, or that of somebody who works at night: the evening ends with the day.
  const bed = to > wake ? to : DAY_MINUTES;
  const workFrom = minutesOf(work.from);
  const workTo = minutesOf(work.to);
  // 45 minutes to get ready; half an hour where nothing else leaves room.
  const roomy: [number, number] = [wake + 30, workFrom - 45];
  const tight: [number, number] = [wake + 15, workFrom - 30];
  const beforeWork = roomy[1] - roomy[0] >= minutes ? roomy : tight;
  const startsLater = workFrom > wake + 45;
  const evening = exertion ? Math.min(bed - 90, 1245) : Math.min(bed - 30, 1305);
  const home = workTo > workFrom && workTo < evening - 30 ? workTo + 30 : workTo < wake ? wake + 60 : 1080;
  const parts: Record<Part, [number, number]> = {
    before_work: startsLater ? beforeWork : [workFrom - 30 - minutes, workFrom - 30],
    after_work: [workTo + 30 < 1380 ? workTo + 30 : 1080, Math.max(evening, workTo + 30 + minutes)],
    lunch: [720, 810],
    after_waking: [
      wake + 15,
      Math.max(wake + 15 + minutes, Math.min(wake + 90, startsLater ? workFrom - 20 : wake + 90)),
    ],
    morning:
      profile.work_hours && startsLater && beforeWork[1] - beforeWork[0] >= minutes
        ? beforeWork
        : [Math.max(wake + 30, session.dayOff ? 510 : 300), 720],
    afternoon:
      workTo > 780 && workTo <= 1050 && profile.work_hours
        ? [workTo + 15, Math.max(1110, workTo + 15 + minutes)]
        : [810, 1080],
    before_dinner: [Math.max(990, Math.min(home, 1110)), Math.max(1140, Math.min(home, 1110) + minutes)],
    after_dinner: [1170, exertion ? evening : Math.min(bed - 30, 1320)],
    children_asleep: [1215, Math.min(bed - 15, 1350)],
    before_bed: [bed - Math.max(75, minutes + 30), bed - 15],
    evening: [Math.max(exertion ? 1080 : 1110, Math.min(home, 1170)), evening],
  };
  return { wake, bed, parts, workDays: work.days.length > 0 ? work.days : OFFICE.days };
}

function narrow(
  [earliest, latest]: [number, number],
  want: Window,
  minutes: number,
  day: { wake: number; bed: number },
  usual: [number, number],
): [number, number] {
  if (want.at !== null) return [want.at + want.shift, want.at + want.shift + minutes];
  let [from, to] = [earliest, latest];
  if (want.from !== null && want.to !== null) [from, to] = [want.from, want.to];
  else if (want.from !== null)
    [from, to] = [want.from, Math.max(want.from + minutes, Math.min(want.from + 180, day.bed - 15))];
  else if (want.to !== null && usual[0] + minutes <= want.to && want.part === null)
    [from, to] = [Math.max(usual[0], want.to - 180), want.to];
  else if (want.to !== null)
    [from, to] = [
      want.to - minutes >= day.wake + 15
        ? Math.max(Math.min(from, want.to - minutes), want.to - 180, day.wake + 15)
        : want.to - minutes,
      want.to,
    ];
  if (want.shift === 0) return [from, to];
  return want.shift < 0 ? [from + want.shift, to + want.shift] : [from + want.shift, to + want.shift];
}

/** A session begins and ends within its day. */
function roomFor([earliest, latest]: [number, number], minutes: number): [number, number] {
  const from = Math.max(0, Math.min(DAY_MINUTES - minutes, Math.round(earliest)));
  return [from, Math.min(DAY_MINUTES, Math.max(Math.round(latest), from + minutes))];
}

// Which half of the day an hour means by the sense of the thing, and what a part of the day is on the clock.
import type { Part, PartValue } from '../../english/facts.ts';
import { phrases } from './phrases.ts';

const LATE = phrases(`
  night|nights|evening|evenings|tonight|bedtime|dinner|supper|tea|drinks|pint|pints|pub|bar|film|movie|cinema|theatre|theater|concert|gig|party|telly|disco|quiz|choir|bingo|poker|takeaway|homework|charge|guests|restaurant|reservation|table|takeaway|club|rehearsal|choir|practice|slow
`);
const EARLY = phrases(`
  morning|mornings|breakfast|church|mass|wake|alarm|standup|porridge|dawn|sunrise  school run  packed? lunch|lunches  stand - up  before work|school|college  i|we leave|go  up at|by|before  get|be|getting|being up  rise
`);
const OFFICE = phrases(`
  check - up  nurse|checkup|scan|jab|midwife|consultant  dentist|doctor|doctors|gp|vet|bank|council|surgery|plumber|electrician|meeting|interview|office|appointment|appt|haircut|hairdresser|barber|mot|garage|lecture|clinic|hospital|optician|physio|landlord|solicitor|lawyer|accountant|insurance|lunch|nursery|library|parcel|delivery
`);

/** The likelier of two times of day that are twelve hours apart; null where the words do not tell. */
export function likelier(words: readonly string[], one: number, other: number): number | null {
  const [early, late] = [Math.min(one, other), Math.max(one, other)];
  if (EARLY(words)) return early < 240 ? late : early;
  if (LATE(words)) return late;
  if (!OFFICE(words)) return null;
  const open = [early, late].filter((minute) => minute >= 480 && minute < 1080);
  return open.length === 1 ? open[0]! : null;
}

const USUAL: Record<Part, number> = {
  early_morning: 480,
  morning: 540,
  late_morning: 660,
  lunch: 750,
  afternoon: 900,
  late_afternoon: 1020,
  evening: 1140,
  late_evening: 1260,
  night: 1260,
  waking: 420,
  breakfast: 480,
  work: 540,
  school: 480,
  dinner: 1110,
  bedtime: 1320,
  daytime: 600,
};
const AFTER: Partial<Record<Part, number>> = {
  work: 1080,
  school: 960,
  lunch: 810,
  dinner: 1200,
  breakfast: 510,
};
const BEFORE: Partial<Record<Part, number>> = {
  work: 450,
  school: 450,
  lunch: 720,
  dinner: 1050,
  bedtime: 1290,
};

/** What most people would set a clock to. */
export function usualTime({ part }: PartValue, role: string): number {
  const beside = role === 'after' ? AFTER[part] : role === 'before' ? BEFORE[part] : undefined;
  return beside ?? USUAL[part];
}

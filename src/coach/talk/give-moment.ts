// An answer that says when: put into the task or the move that was asked about, with all that was known of it before.
import type { Fact, Part, PartValue } from '../../english/facts.ts';
import { readValue } from '../../english/read-value.ts';
import { addDays, minutesOf, timeOf, weekdayOf } from '../../kernel/time.ts';
import { askFor, type Asks, type Input, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { later, moved } from './move-to.ts';
import { keptOf } from './once.ts';
import { readRule } from './rule.ts';
import { usualTime } from './sense.ts';
import { readWhen, startOf, type When } from './when.ts';

type Answer = Pick<Heard, 'text' | 'words' | 'facts' | 'input'>;

/** The act at its moment, or the question for it; null where the answer says nothing of when. */
export function giveMoment(heard: Answer, act: Output, asks: Asks): Output | null {
  const { input } = heard;
  const facts = clocked(heard);
  const when = readWhen(heard, facts);
  const rule = act.intent === 'NEW_TASK' ? ruleIn(facts, input.now_local.slice(0, 10)) : null;
  if (rule === 'vague')
    return askFor(`On which days exactly: ${act.payload.task_title}?`, 'time', act, keptOf(when));
  const isNew = rule !== null;
  const [shift] = factsOf(facts, 'shift');
  const part = factsOf(facts, 'part')[0]?.value.part ?? halfIn(heard);
  const isOfTime = when.date ?? when.minute ?? when.inMinutes ?? when.vague ?? when.minutes ?? part ?? shift;
  if (isOfTime === undefined && !isNew) return null;
  if (act.intent === 'RESCHEDULE_TASK') return toMoment({ ...heard, facts }, act, asks);
  const known = act.payload.task_starts_local;
  if (known !== null && shift) {
    const task_starts_local = later(known, shift.value.minutes ?? (shift.value.days ?? 0) * 1440);
    return { ...act, payload: { ...act.payload, task_starts_local } };
  }
  const today = input.now_local.slice(0, 10);
  const date = known?.slice(0, 10) ?? asks.date;
  when.date ??= date !== null && date >= today ? date : null;
  takePart(when, (known === null ? asks.times : [known.slice(11)]).map(minutesOf), part);
  const payload = {
    ...act.payload,
    duration_minutes: when.minutes ?? act.payload.duration_minutes,
    ...(isNew && { rrule: rule.rrule, exdates: rule.exdates }),
  };
  if (isNew) when.date = rule.startOn ?? when.date;
  return withMoment({ ...act, payload }, when, { ...heard, facts });
}

/** "Every two weeks from 14 April": on the weekday of that day. */
function ruleIn(facts: readonly Fact[], today: string): ReturnType<typeof readRule> {
  const rule = readRule(facts, today);
  const [date] = factsOf(facts, 'date').filter(({ negated }) => !negated);
  if (rule !== 'vague' || !date) return rule;
  const days = { kind: 'days' as const, days: [weekdayOf(date.value.date)] };
  return readRule([...facts, { ...date, role: 'at', value: days }], today);
}

/** "AM, obviously". */
const halfIn = ({ words, facts }: Answer): Part | undefined =>
  facts.length > 0 ? undefined : words[0] === 'am' ? 'morning' : words.includes('pm') ? 'evening' : undefined;

const isSaid = ({ negated, role }: Fact): boolean => !negated && role !== 'except' && role !== 'instead';

/** "7" alone, or "7 not 6", is a time where one is spoken of. */
export function clocked({ text, facts, input }: Answer): Fact[] {
  const numbers = factsOf(facts, 'number').filter(isSaid);
  const [number] = numbers;
  const isMade = number && /\b(?:make|call) it\s+$/i.test(text.slice(0, number.from));
  if (
    !number ||
    numbers.length > 1 ||
    (!isMade && facts.some(({ value: { kind } }) => /^(?:clock|offset|shift|length)/.test(kind)))
  )
    return [...facts];
  const clock = readValue(text.slice(number.from, number.to), 'clock', {
    now: input.now_local,
    zone: input.zone,
  });
  return facts.map((fact) =>
    fact === number && clock
      ? { ...fact, value: clock.value, alternatives: clock.alternatives, certainty: clock.certainty }
      : fact,
  );
}

function toMoment(heard: Answer, act: Output, asks: Asks): Output | null {
  const task = heard.input.upcoming_tasks.find(({ id }) => id === act.task_id);
  if (!task) return null;
  const known = act.payload.task_starts_local ?? task.starts_local;
  const local = asks.date === null ? known : `${asks.date}T${known.slice(11)}`;
  return moved(heard, { ...task, starts_local: local }, heard.facts);
}

/** The one of the known times in that part of the day, or the usual hour of it. */
function takePart(when: When, known: readonly number[], part: Part | undefined): void {
  // "AM", said to an hour that was taken as late.
  const both = [...known, ...known.map((minute) => (minute + 720) % 1440).filter((minute) => minute >= 300)];
  if (when.minute === null && known.length > 0) when.minute = ofHalf(both, part) ?? known[0]!;
  if (part && when.minute !== null && when.other !== null) {
    when.minute = ofHalf([when.minute, when.other], part) ?? when.minute;
    when.other = null;
  }
  if (when.other !== null && known.length === 1) {
    const [was = 0] = known;
    if (Math.abs(when.other - was) < Math.abs(when.minute! - was)) when.minute = when.other;
    when.other = null;
  }
}

/** The one of them in that part of the day. */
export function ofHalf(minutes: readonly number[], part: Part | undefined): number | undefined {
  const isLate = /evening|night|afternoon|dinner|bedtime/.test(part ?? '');
  return part === undefined ? undefined : minutes.find((minute) => minute >= 720 === isLate);
}

function withMoment(act: Output, when: When, { input, facts }: Answer): Output {
  const { rrule, task_title: title } = act.payload;
  const at = (change: Partial<Output['payload']>): Output => ({
    ...act,
    payload: { ...act.payload, ...change },
  });
  if (when.inMinutes !== null) return at({ task_starts_in_minutes: when.inMinutes });
  const today = input.now_local.slice(0, 10);
  if (rrule !== null && when.minute !== null)
    return at({ task_starts_local: `${when.date ?? today}T${timeOf(when.minute)}` });
  const start = startOf(when, input.now_local);
  if (start === 'passed')
    return askFor(
      `That time has passed already. When should I remind you: ${title}?`,
      'time',
      act,
      keptOf(when),
    );
  if (start) return at({ task_starts_local: start.starts, assumed: start.assumed });
  // "By five", "between two and four": an end or a stretch is no moment.
  if (when.isImpossible || /\d/.test(when.vague ?? ''))
    return askFor(`At what time exactly should I remind you: ${title}?`, 'time', act, keptOf(when));
  const [part] = factsOf(facts, 'part');
  return at(chosenFor(when.date ?? (rrule === null ? null : today), part, input));
}

/** Asked for a time, they named a day or a part of it, or left it to the coach: an hour is chosen, and said. */
export function chosenFor(
  date: string | null,
  part: { value: PartValue; role: string } | undefined,
  { now_local: now }: Input,
) {
  const today = now.slice(0, 10);
  const time = timeOf(part ? usualTime(part.value, part.role) : 540);
  const isLate = (date ?? today) === today && time <= now.slice(11, 16);
  const on = isLate ? addDays(today, 1) : (date ?? (part ? today : addDays(today, 1)));
  return { task_starts_local: `${on}T${time}`, assumed: `You named no hour, so I took ${time}` };
}

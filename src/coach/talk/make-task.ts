// The task at its moment, or by its rule, made of a request; or the one question for what is missing.
import type { Fact } from '../../english/facts.ts';
import { addDays, timeOf } from '../../kernel/time.ts';
import { askFor, result, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { leadTime } from './lead.ts';
import type { Place } from './phrases.ts';
import { readRule } from './rule.ts';
import { titleOf } from './title.ts';
import { isOfTime, readWhen, startOf, type When } from './when.ts';

/** The title stays, and what is missing is asked. */
export function taskOf(heard: Heard, without: Place[]): Output {
  const { now_local: now } = heard.input;
  const facts = factsHeard(heard, without);
  const before = leadTime(heard);
  const when = before?.when ?? readWhen(heard, facts);
  const rule = readRule(facts, now.slice(0, 10));
  const used = new Set([...when.used, ...(rule && rule !== 'vague' ? rule.used : [])]);
  const after = startOfTitle(heard, without, used);
  const title = titleOf(heard, [...without, ...after, ...(before?.without ?? [])], used);
  const task = result({
    intent: 'NEW_TASK',
    payload: { task_title: title === '' ? null : title, duration_minutes: when.minutes },
  });
  const missed = facts.find((fact) => !used.has(fact) && isOfTime(fact));
  if (title === '')
    return askFor('What should I remind you of?', 'title', withStart(task, when, now), keptOf(when));
  if (when.isImpossible)
    return askFor(`There is no ${when.vague}. When should I remind you: ${title}?`, 'time', task);
  if (rule === 'vague')
    return askFor(`On which days exactly, and at what time: ${title}?`, 'time', task, keptOf(when));
  if (when.date !== null && when.date > addDays(now.slice(0, 10), 400))
    return askFor(`That would be on ${when.date}. When should I remind you: ${title}?`, 'time', task);
  if (rule) return recurring(heard, task, title, when, rule);
  if (missed) {
    const words = heard.text.slice(missed.from, missed.to);
    return askFor(`I could not place “${words}”. When exactly should I remind you: ${title}?`, 'time', task);
  }
  return once(heard, task, title, when);
}

function once(heard: Heard, task: Output, title: string, when: When): Output {
  const { now_local: now } = heard.input;
  if (when.inMinutes === null && (when.vague !== null || when.minute === null)) {
    const vague = when.vague === null ? '' : ` (${when.vague})`;
    const what = when.date === null ? 'When should I remind you' : 'At what time should I remind you';
    return askFor(`${what}: ${title}${vague}?`, 'time', task, keptOf(when));
  }
  const start = startOf(when, now);
  if (start === 'passed' && when.inMinutes === null)
    return askFor(`That time has passed already. When should I remind you: ${title}?`, 'time', task);
  return withStart(task, when, now);
}

function recurring(
  heard: Heard,
  task: Output,
  title: string,
  when: When,
  rule: { rrule: string; exdates: string[]; startOn: string | null },
): Output {
  const payload = { ...task.payload, rrule: rule.rrule, exdates: rule.exdates };
  const known = result({ intent: 'NEW_TASK', payload });
  const today = heard.input.now_local.slice(0, 10);
  if (when.minute === null || when.vague !== null)
    return askFor(`At what time of day: ${title}?`, 'time', known, { date: rule.startOn ?? today });
  const starts = `${rule.startOn ?? today}T${timeOf(when.minute)}`;
  const assumed =
    when.other === null ? null : `I took it as ${timeOf(when.minute)}, not ${timeOf(when.other)}`;
  return result({ intent: 'NEW_TASK', payload: { ...payload, task_starts_local: starts, assumed } });
}

/** The task at its time, as far as that is known. */
export function withStart(task: Output, when: When, now: string): Output {
  const start = when.inMinutes === null ? startOf(when, now) : null;
  const found = start === 'passed' ? null : start;
  return {
    ...task,
    payload: {
      ...task.payload,
      task_starts_in_minutes: when.inMinutes,
      task_starts_local: found?.starts ?? null,
      assumed: found?.assumed ?? null,
    },
  };
}

/** What an answer adds to. */
export const keptOf = ({ date, minute, other }: When): { date: string | null; times: string[] } => ({
  date,
  times: [minute, other].filter((one) => one !== null).map(timeOf),
});

/** What was told before the request was made is no part of it, but for when. */
function factsHeard({ facts, tokens }: Heard, [frame]: readonly Place[]): Fact[] {
  const start = frame ? tokens[frame.start]!.from : 0;
  return facts.filter(({ from, value: { kind } }) => from >= start || WHEN_KINDS.has(kind));
}
const WHEN_KINDS = new Set<Fact['value']['kind']>([
  'clock',
  'clock_range',
  'date',
  'dates',
  'offset',
  'part',
  'rhythm',
  'days',
]);

/** Where something follows the request, the title is there: what stands before it is left out. */
function startOfTitle({ tokens, facts }: Heard, [frame]: readonly Place[], used: ReadonlySet<Fact>): Place[] {
  if (!frame || frame.start === 0) return [];
  const isWord = ({ word, claimedBy }: Heard['tokens'][number]): boolean =>
    /\p{L}{2}/u.test(word) && !SMALL.has(word) && (claimedBy === null || !used.has(facts[claimedBy]!));
  return tokens.slice(frame.end).some(isWord) ? [{ start: 0, end: frame.start }] : [];
}
const SMALL = new Set('please thanks ok okay about it of that this to will you would can could'.split(' '));

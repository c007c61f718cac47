// One thing at one moment: the task, or the question for what is missing of it.
import type { Fact } from '../../english/facts.ts';
import { timeOf } from '../../kernel/time.ts';
import { askFor, type Output } from './answer.ts';
import { eventWords } from './event-words.ts';
import type { Heard } from './heard.ts';
import { joined } from './joined.ts';
import { startOf, type When } from './when.ts';

/** "Fast before the blood test": a reminder that comes sooner says before what. */
function withEvent(heard: Heard, task: Output, facts: readonly Fact[]): Output {
  const said = facts.find((fact) => eventWords(heard, fact) !== '' && fact.role === 'before');
  const words = said ? heard.text.slice(said.from, said.to) : '';
  if (words === '' || /^before (?:i|we)\b/i.test(words) || words.length > 40) return task;
  return { ...task, payload: { ...task.payload, task_title: `${task.payload.task_title} (${words})` } };
}

/** The task, or the question for its moment; `anchor`: a moment in words that no clock names. */
export function once(heard: Heard, bare: Output, said: When, anchor: string | null): Output {
  const { now_local: now } = heard.input;
  const when = beforeDeadline(said, now);
  const task = when === said ? bare : withEvent(heard, bare, [...said.used]);
  const title = task.payload.task_title ?? '';
  if (when.inMinutes === null && (when.vague !== null || when.minute === null)) {
    const open = when.vague ?? anchor;
    const what = when.date === null ? 'When should I remind you' : 'At what time should I remind you';
    return askFor(`${what}: ${title}${open === null ? '' : ` (${open})`}?`, 'time', task, keptOf(when));
  }
  const start = startOf(when, now);
  if (start === 'passed' && when.inMinutes === null)
    return askFor(`That time has passed already. When should I remind you: ${title}?`, 'time', task);
  return withStart(task, when, now);
}

/** Due by a time of day: the reminder stands an hour before, unless that has passed; `now` is null for a rule. */
export function beforeDeadline(when: When, now: string | null): When {
  if (when.due === null) return when;
  const ahead = /\bbefore (?:i|we) (?:leave|go|set)\b/i.test(when.vague ?? '') ? 10 : HOUR;
  const minute = when.due - ahead;
  const isBehind = now !== null && `${when.date ?? now.slice(0, 10)}T${timeOf(minute)}` <= now;
  if (minute < 0 || isBehind) return when;
  const assumed = `It is due by ${timeOf(when.due % 1440)}, so I put it ${ahead === HOUR ? 'an hour' : `${ahead} minutes`} before`;
  return { ...when, minute, other: null, vague: null, assumed };
}
const HOUR = 60;

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
      assumed: joined(when.assumed, found?.assumed ?? null, task.payload.assumed),
    },
  };
}

/** What an answer adds to. */
export const keptOf = ({ date, minute, other }: When): { date: string | null; times: string[] } => ({
  date,
  times: [minute, other].filter((one) => one !== null).map(timeOf),
});

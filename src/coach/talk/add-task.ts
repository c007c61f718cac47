// One thing to remember at one time: the task, or the question for its time, and the answer to that question.
import { momentAhead, readMoment, type Moment } from '../read-moment.ts';
import { readReminder } from '../read-reminder.ts';
import { plainWords } from '../words.ts';
import { ask, result } from './answer.ts';
import type { Input, Output } from './answer.ts';

/** NEW_TASK, a question for what is missing, or GOAL where it recurs; null where nothing is to be remembered. */
export function addTask(plain: string, input: Input): Output | null {
  const reminder = readReminder(plain, input.now_local);
  if (!reminder) return null;
  // "Remind me every day" is a habit: it gets a plan.
  if (reminder.recurring) return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  if (reminder.title === '') return ask('What should I remind you of, and when?');
  const starts = reminder.moment && startOf(reminder.moment, input.now_local);
  if (starts) return taskAt(reminder.title, starts, reminder.minutes);
  const day = reminder.moment?.date ? ' At what time?' : '';
  const passed = reminder.moment?.time ? ' That time has passed already.' : '';
  return ask(`${WHEN} ${reminder.request}?${passed || day}`, { task_title: reminder.title });
}

const WHEN = 'When should I remind you to';
/** Ours, or that of code where the time had passed before the words were read. */
const ASKED_WHEN = 'When should I remind you';

type Start = Partial<Pick<Output['payload'], 'task_starts_local' | 'task_starts_in_minutes'>>;

/** Null where the time is missing or has passed. */
function startOf(moment: Moment, nowLocal: string): Start | null {
  if (moment.inMinutes !== null) return { task_starts_in_minutes: moment.inMinutes };
  const task_starts_local = momentAhead(moment, nowLocal);
  return task_starts_local === null ? null : { task_starts_local };
}

function taskAt(title: string, starts: Start, minutes: number | null): Output {
  return result({
    intent: 'NEW_TASK',
    payload: { task_title: title, ...starts, duration_minutes: minutes },
  });
}

/** "tomorrow at 9" after our question about the time belongs to the reminder that was asked for before. */
export function answerReminderQuestion(plain: string, input: Input): Output | null {
  const asked = input.history.at(-1);
  const before = input.history.findLast(({ role }) => role === 'user');
  if (asked?.role !== 'assistant' || !asked.text.startsWith(ASKED_WHEN) || !before) return null;
  // Each by the clock of its own moment: "tomorrow" may have been said before midnight, and "at 9" after it.
  const reminder = readReminder(plainWords(before.text), before.said_local);
  const moment = readMoment(/^\d{1,2}(?::\d\d)?$/.test(plain) ? `at ${plain}` : plain, input.now_local);
  if (!reminder || !moment) return null;
  const day = reminder.moment?.date ?? null;
  const date = moment.date ?? (day !== null && day >= input.now_local.slice(0, 10) ? day : null);
  const time = moment.time ?? reminder.moment?.time ?? null;
  const starts = startOf({ ...moment, date, time }, input.now_local);
  return starts === null
    ? ask(`${WHEN} ${reminder.request}? Please name a day and a time.`)
    : taskAt(reminder.title, starts, reminder.minutes);
}

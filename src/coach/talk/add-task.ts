// One thing to remember at one time: the task, or the question for its time, and the answer to that question.
import { momentAhead, readMoment } from '../read-moment.ts';
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
  const starts = reminder.moment ? momentAhead(reminder.moment, input.now_local) : null;
  if (starts !== null) return taskAt(reminder.title, starts, reminder.minutes);
  const day = reminder.moment?.date ? ' At what time?' : '';
  const passed = reminder.moment?.time ? ' That time has passed already.' : '';
  return ask(`${WHEN} ${reminder.request}?${passed || day}`, { task_title: reminder.title });
}

const WHEN = 'When should I remind you to';

function taskAt(title: string, starts: string, minutes: number | null): Output {
  return result({
    intent: 'NEW_TASK',
    payload: { task_title: title, task_starts_local: starts, duration_minutes: minutes },
  });
}

/** "tomorrow at 9" after our question about the time belongs to the reminder that was asked for before. */
export function answerReminderQuestion(plain: string, input: Input): Output | null {
  const asked = input.history.at(-1);
  const before = input.history.findLast(({ role }) => role === 'user');
  if (asked?.role !== 'assistant' || !asked.text.startsWith(WHEN) || !before) return null;
  const reminder = readReminder(plainWords(before.text), input.now_local);
  const moment = readMoment(/^\d{1,2}(?::\d\d)?$/.test(plain) ? `at ${plain}` : plain, input.now_local);
  if (!reminder || !moment) return null;
  const date = moment.date ?? reminder.moment?.date ?? null;
  const starts = momentAhead(
    { ...moment, date, time: moment.time ?? reminder.moment?.time ?? null },
    input.now_local,
  );
  return starts === null
    ? ask(`${WHEN} ${reminder.request}? Please name a day and a time.`)
    : taskAt(reminder.title, starts, reminder.minutes);
}

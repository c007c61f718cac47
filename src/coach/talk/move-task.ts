// Another time for a task that stands in the calendar: which one is meant, and when it should be.
import { timeOf } from '../../kernel/time.ts';
import { matchTitles } from '../match-titles.ts';
import { readMoment } from '../read-moment.ts';
import { clock } from '../read-clock.ts';
import { ask, list, result, unique } from './answer.ts';
import type { Input, Output, UpcomingTask } from './answer.ts';

/** RESCHEDULE_TASK, or the question which task; null where nothing is to be moved or a goal is meant. */
export function moveTask(plain: string, text: string, input: Input): Output | null {
  if (!MOVE.test(text) || /\b(?:my|the) (?:\w+ ){0,2}(?:goal|plan)\b/.test(text)) return null;
  const rest = text.replace(MOVE, ' ');
  const from = /^(.*?)\b(?:to|until|till|for)\b(.*)$/.exec(rest);
  const matches = matchTitles(rest, input.upcoming_tasks);
  const { upcoming_tasks: tasks } = input;
  const pointed =
    matches.length === 0 && /\b(?:it|that|this|everything|the (?:next )?task|my next|next one)\b/.test(rest)
      ? tasks.slice(0, tasks.length === 1 || /next/.test(rest) ? 1 : 0)
      : matches;
  const sameDay = pointed.length === 0 ? onlyOneOn(tasks, text, input.now_local) : [];
  if (pointed.length === 0 && sameDay.length === 0) {
    const goals = matchTitles(rest, input.open_goals);
    if (goals.length > 0) return null;
    if (tasks.length === 0)
      return ask('I see no upcoming task that I could move. Which one do you mean, and to when?');
    return ask(`Which task should I move: ${list(unique(tasks.map(({ title }) => title)).slice(0, 5))}?`);
  }
  const meant = pointed.length > 0 ? pointed : sameDay;
  const titles = unique(meant.map(({ title }) => title));
  if (titles.length > 1) return ask(`Which task should I move: ${list(titles.slice(0, 5))}?`);
  const task =
    onNamedDay(meant, from?.[1] ?? '', input.now_local) ??
    meant.toSorted((a, b) => a.starts_local.localeCompare(b.starts_local))[0];
  if (!task) return null;
  return result({
    intent: 'RESCHEDULE_TASK',
    task_id: task.id,
    payload: newStart(plain, task.starts_local, input.now_local),
  });
}

const MOVE =
  /\b(?:re-?schedul\w*|mov(?:e|ing)|postpon\w*|push(?: back)?|shift|delay|put off|bring forward|swap|change the time of|can't (?:make|do|come to|attend|go to)(?: it to)?|won't (?:make|be able to do)(?: it to)?|not able to do|do .{2,30} (?:later|another (?:day|time)|tomorrow) instead|later today)\b/;

/** "I can't make it tonight" with one task today means that one. */
function onlyOneOn(tasks: UpcomingTask[], text: string, nowLocal: string): UpcomingTask[] {
  if (!/\b(?:can't|won't|not able)\b/.test(text)) return [];
  const day = /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/.test(text)
    ? nowLocal.slice(0, 10)
    : readMoment(text, nowLocal)?.date;
  const due = tasks.filter(
    ({ starts_local }) => day !== null && day !== undefined && starts_local.startsWith(day),
  );
  return due.length === 1 ? due : [];
}

function onNamedDay(tasks: UpcomingTask[], words: string, nowLocal: string): UpcomingTask | undefined {
  const day = readMoment(words.replace(/'s\b/g, ''), nowLocal)?.date;
  return day ? tasks.find(({ starts_local }) => starts_local.startsWith(day)) : undefined;
}

type Start = Partial<Pick<Output['payload'], 'task_starts_local' | 'task_starts_in_minutes'>>;

/** What was not said stays as it was; empty leaves the choice to the scheduler. */
function newStart(plain: string, startsLocal: string, nowLocal: string): Start {
  const by =
    /\b(?:by|back|for)? ?(\d+|an?) ?(hours?|minutes?|mins?|days?|weeks?)\b(?: (later|earlier))?/i.exec(plain);
  if (by && /\b(?:by|back|later|earlier|forward|postpone|delay)\b/i.test(plain)) {
    const unit = /^h/i.test(by[2] ?? '')
      ? 60
      : /^m/i.test(by[2] ?? '')
        ? 1
        : /^d/i.test(by[2] ?? '')
          ? 1440
          : 10_080;
    const sign = /\b(?:earlier|forward)\b/i.test(plain) ? -1 : 1;
    const at = Date.parse(`${startsLocal.slice(0, 16)}:00Z`) + sign * (Number(by[1]) || 1) * unit * 60_000;
    return Number.isNaN(at) ? {} : { task_starts_local: new Date(at).toISOString().slice(0, 16) };
  }
  if (/\b(?:can't|won't|not able)\b/i.test(plain) && !/\b(?:move|resched\w*|instead)\b/i.test(plain))
    return {};
  const bare = /\b(?:to|at) (\d{1,2})(?::(\d\d))?[.!]?$/i.exec(plain);
  const minutes = bare && clock(bare[1], bare[2], undefined, startsLocal.slice(11, 13) >= '12');
  const day = readMoment(plain, nowLocal)?.date ?? startsLocal.slice(0, 10);
  if (minutes !== null) return { task_starts_local: `${day}T${timeOf(minutes)}` };
  const target = /\b(?:to|until|till|for|on|at)\b(?!.*\b(?:to|until|till)\b)(.*)$/i.exec(plain);
  const moment = (target && readMoment(target[0], nowLocal)) ?? readMoment(plain, nowLocal);
  if (!moment) return {};
  if (moment.inMinutes !== null) return { task_starts_in_minutes: moment.inMinutes };
  // "To 7 pm" keeps the day; "to tomorrow" keeps the hour.
  const at = `${moment.date ?? startsLocal.slice(0, 10)}T${moment.time ?? startsLocal.slice(11, 16)}`;
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(at) ? { task_starts_local: at } : {};
}

/** Asks to move one of the upcoming tasks by its name. */
export function namesTask(text: string, input: Input): boolean {
  return MOVE.test(text) && matchTitles(text.replace(MOVE, ' '), input.upcoming_tasks).length > 0;
}

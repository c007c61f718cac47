// The coach's own questions, known by their words alone: what an answer to each completes.
import { readEnglish } from '../../english/read-english.ts';
import { capital } from '../capital.ts';
import { askFor, result, type Asks, type Input, type Output, type UpcomingTask } from './answer.ts';
import { match } from './match.ts';
import { standingAt } from './standing-at.ts';

type Missing = 'yes' | 'time';
type Intent = 'CANCEL_TASK' | 'RESCHEDULE_TASK' | 'COMPLETE' | 'NEW_TASK';

const FORMS: readonly [form: RegExp, missing: Missing, intent: Intent][] = [
  [/\bshall i (?:take|leave out) (.+?) (?:off your calendar|this once)\?/i, 'yes', 'CANCEL_TASK'],
  [/\bto when (?:exactly )?(?:should|shall) i move (.+?)\?/i, 'time', 'RESCHEDULE_TASK'],
  [/\bat what time exactly should (.+?) be\b.*\?/i, 'time', 'RESCHEDULE_TASK'],
  [/\bshall i (?:mark|count) (.+?) as (?:done|missed)\b.*\?/i, 'yes', 'COMPLETE'],
  [/\b(?:when|at what time)(?: (?:should|shall) i remind you)?: (.+?)\?/i, 'time', 'NEW_TASK'],
  // Without its day in brackets it is asked of days that are no longer known.
  [/\bat what time of day: (.+? \(.+\))\?/i, 'time', 'NEW_TASK'],
  [/\bon which days exactly(?:, and at what time)?: (.+?)\?/i, 'time', 'NEW_TASK'],
];

/** What it asks for; null where it is none of them, or of a task that stands nowhere. `read`: a message by itself. */
export function ownQuestion(text: string, input: Input, read: (input: Input) => Output): Asks | null {
  for (const [form, missing, intent] of FORMS) {
    const [, what = ''] = form.exec(text) ?? [];
    if (what === '') continue;
    if (intent === 'NEW_TASK') return ofNew(what, input, read);
    const task = taskIn(what, input);
    const status = intent !== 'COMPLETE' ? null : /\bas missed\b/.test(text) ? 'missed' : 'done';
    return task ? askFor('', missing, result({ intent, task_id: task.id, payload: { status } })).asks : null;
  }
  return null;
}

/** "Ring the vet (tomorrow)": the day that is known stands behind its title. What is wished for is no task. */
function ofNew(what: string, input: Input, read: (input: Input) => Output): Asks | null {
  const [, title = what, known = ''] = /^(.+?)(?: \((.+)\))?$/.exec(what) ?? [];
  const said = read({ ...input, message: title });
  if (said.intent === 'GOAL' && said.payload.decision === 'propose')
    return askFor('', 'wish', { ...said, payload: { ...said.payload, wish: title } }).asks;
  const task = result({ intent: 'NEW_TASK', payload: { task_title: capital(title) } });
  const [date = null] = timesIn(known, input).flatMap(({ value }) =>
    value.kind === 'date' ? [value.date] : [],
  );
  return askFor('', 'time', task, { date }).asks;
}

/** What words say of when. */
export const timesIn = (text: string, { now_local: now, zone }: Pick<Input, 'now_local' | 'zone'>) =>
  readEnglish(text, { now, zone }).facts.filter(({ value: { kind } }) =>
    /^(?:date|clock|days|dates|rhythm|part)$/.test(kind),
  );

/** The task that the words name; of several the one that stands when they say. */
export function taskIn(words: string, input: Input): UpcomingTask | undefined {
  const tasks = input.upcoming_tasks;
  const exact = tasks.filter(({ title }) => words.toLowerCase().includes(title.toLowerCase()));
  const named = exact.length > 0 ? exact : match(words.toLowerCase().split(/[^\p{L}\d']+/u), tasks);
  return standingAt(named, timesIn(words, input))[0] ?? named[0];
}

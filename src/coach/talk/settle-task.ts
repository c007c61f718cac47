// What became of a task: done, or missed.
import { ask, askFor, result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { phrases } from './phrases.ts';
import { askWhich, taskMeant } from './task-meant.ts';

const DONE = phrases(`
  ^ done|finished|completed|ticked  i am done  i did|finished|completed|managed|nailed|smashed|ticked my|the|it|that|this|all
  i just|already? did|finished|completed  i have just|already? done|finished|completed|been|run|called|taken|paid  all done
  mark|tick|check|set|log * as? done|complete|completed|finished|off  tick|check off  is|are done|finished|complete  done $
  i went for|to my|the  i took my|the
`);
const MISSED = phrases(`
  i missed|skipped  i forgot my|the|to|about  i did not do|go|make|manage|get|run  i have not done|been  mark|set|log * as? missed
  ^ missed|skipped my|the|today  did not happen  did not manage
`);
const MARK = phrases(`^ mark|tick|log|set`);
/** Told of more than one may settle. */
const STORY = phrases(
  `yesterday  last week|night|month|year  used to  ago  when i was  never  always  every  if  wish`,
);

/** COMPLETE, or the question which task; null where nothing is settled. */
export function settleTask(heard: Heard): Output | null {
  const status = MISSED(heard.words) ? 'missed' : DONE(heard.words) ? 'done' : null;
  if (status === null || heard.words.includes('?')) return null;
  if (MARK(heard.words) && STORY(heard.words))
    return ask(
      'I see only what began in the last twelve hours: mark older ones on the task itself. Is there one of today?',
    );
  if (STORY(heard.words)) return null;
  const { now_local: now, upcoming_tasks: tasks } = heard.input;
  const today = now.slice(0, 10);
  const at = heard.facts.filter(({ value: { kind } }) => kind === 'date' || kind === 'clock');
  const meant = taskMeant(heard, factsOf(at, 'date'), tasks);
  const act = result({ intent: 'COMPLETE', payload: { status } });
  if (meant && 'task' in meant) {
    const { task } = meant;
    if (task.starts_local.slice(0, 10) <= today) return { ...act, task_id: task.id };
    const day = task.starts_local.slice(0, 10);
    return askFor(`"${task.title}" stands on ${day}. Shall I mark it as ${status} already?`, 'yes', {
      ...act,
      task_id: task.id,
    });
  }
  if (meant) return askWhich(`Which one is ${status}`, meant.several, act);
  const isBare = heard.words.filter((word) => /\p{L}/u.test(word)).length <= 4;
  const begun = tasks.filter(({ starts_local: starts }) => starts <= now.slice(0, 16));
  const open =
    begun.length > 0 ? begun : tasks.filter(({ starts_local: starts }) => starts.startsWith(today));
  if (!isBare) return null;
  if (begun.length === 1) return { ...act, task_id: begun[0]!.id };
  if (open.length === 1)
    return askFor(`Do you mean "${open[0]!.title}"?`, 'yes', { ...act, task_id: open[0]!.id });
  return open.length > 0 ? askWhich(`Which one is ${status}`, open, act) : null;
}

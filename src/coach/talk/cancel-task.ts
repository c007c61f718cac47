// Taking one task off the calendar: it is named, and asked about, before it goes.
import { ask, askFor, result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { askWhich, named, taskMeant } from './task-meant.ts';

const CANCEL = phrases(`
  ^ cancel|delete|remove|scrap|drop|bin|ditch|erase|clear|unschedule|skip|kill|scratch|axe
  want|need|like|have to cancel|delete|remove|skip  get rid of  take * off  call off  can i skip|cancel|drop|delete  let us skip|cancel|drop
  do not remind me  stop reminding me to|about|of  no longer need  do not need  forget about my|the  leave out  i will skip
`);
/** Of more than one task. */
const ALL = phrases(`all  everything  every  each  sessions`);

/** The question that names the task, or which one; null where none is to go. */
export function cancelTask(heard: Heard): Output | null {
  if (!CANCEL(heard.words)) return null;
  const { upcoming_tasks: tasks, open_goals: goals } = heard.input;
  const named_ = match(heard.words, tasks);
  const at = heard.facts.filter(({ value: { kind } }) => kind === 'date' || kind === 'clock');
  const isSeveral =
    ALL(heard.words) ||
    heard.facts.some(({ value: { kind } }) => kind === 'rhythm' || kind === 'days' || kind === 'dates');
  if (isSeveral || (named_.length === 0 && at.length === 0)) return null;
  // "Drop my running goal" names what ends, not a session of it.
  if (/\b(?:goal|plan)\b/.test(heard.words.join(' ')) && match(heard.words, goals).length > 0) return null;
  const act = result({ intent: 'CANCEL_TASK' });
  const meant = taskMeant(heard, [...factsOf(at, 'date'), ...factsOf(at, 'clock')]);
  if (!meant) {
    const [date] = factsOf(at, 'date');
    // "Drop the Friday one", said of a plan that waits.
    const isOfPlan = goals.some(({ awaits_approval }) => awaits_approval);
    return date && tasks.length > 0 && !isOfPlan
      ? ask(`I see nothing on ${date.value.date} that I could take off. Which task do you mean?`)
      : null;
  }
  if ('several' in meant) return askWhich('Which task shall I take off', meant.several, act);
  return askFor(`Shall I take ${named(meant.task)} off your calendar?`, 'yes', {
    ...act,
    task_id: meant.task.id,
  });
}

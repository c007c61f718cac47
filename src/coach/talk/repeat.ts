// "Do that every Tuesday": a task that stands once comes again and again from now on, when that is agreed to.
import { actOf, askFor, result, type Output } from './answer.ts';
import { hear, type Heard } from './heard.ts';
import { match } from './match.ts';
import { newTask } from './new-task.ts';
import { phrases } from './phrases.ts';
import { named, spokenOf } from './task-meant.ts';

const IT = phrases(`do|make|repeat|have|set|put|want|need that|it|this`);

/** The question whether it shall; null where no rhythm is said of the one task that is meant. */
export function repeated({ words, facts, text, input }: Heard): Output | null {
  const { upcoming_tasks: tasks, open_goals: goals } = input;
  const isRhythm = facts.some(
    ({ value: { kind }, role, negated }) => kind === 'rhythm' && role === 'at' && !negated,
  );
  const spoken = spokenOf(input);
  const [task, ...more] = spoken.length > 0 ? spoken : tasks;
  const isOther = goals.some((goal) => goal.awaits_approval) || match(words, [...tasks, ...goals]).length > 0;
  if (!IT(words) || !isRhythm || !task || more.length > 0 || task.recurs || task.goal_id || isOther)
    return null;
  const when = facts.map(({ from, to }) => text.slice(from, to)).join(' ');
  const isTimed = facts.some(({ value: { kind } }) => kind === 'clock');
  const at = isTimed ? '' : ` at ${task.starts_local.slice(11, 16)}`;
  const said = newTask(hear(`remind me to ${task.title}, ${when}${at}`, input));
  if (said?.intent !== 'NEW_TASK' || said.payload.rrule === null) return null;
  const again = { ...said, payload: { ...said.payload, task_title: task.title } };
  return askFor(
    `Shall "${task.title}" come ${when}${at}, in place of ${named(task)} alone?`,
    'yes',
    result({ intent: 'CANCEL_TASK', task_id: task.id }),
    { also: [actOf(again)] },
  );
}

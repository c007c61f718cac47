// What is to be skipped, moved or put off stands somewhere: where nothing of that name does, that is said, and nothing
// new is made of it.
import { ask, askFor, result, unique, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { sidesOf } from './move-sides.ts';
import { moved } from './move-to.ts';
import { nameIn } from './name-in.ts';
import { phrases } from './phrases.ts';
import { askWhich, named } from './task-meant.ts';

const OPERATION = phrases(`
  ^ shift|postpone|reschedule|bump|snooze|prepone|defer  ^ move|push|swap|switch|bring|delay my|the|it|that|this|everything|all? * to|from|back|forward|earlier|later|for|until|till
  ^ skip|miss my|the|it|that|this  ^ skip * today|tonight|tomorrow|this|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays
`);

/** The question what is meant, with the nearest offered; null where it is no operation. */
export function notFound(heard: Heard): Output | null {
  const { words, facts } = heard;
  if (!OPERATION(words) || facts.some(({ value: { kind } }) => kind === 'rhythm' || kind === 'amount'))
    return null;
  return nearest(heard, words[0] === 'skip' ? 'CANCEL_TASK' : 'RESCHEDULE_TASK');
}

/** Nothing of that name stands: which of what does is meant. */
export function nearest(heard: Heard, intent: Output['intent']): Output {
  const { input } = heard;
  const name = nameIn(heard);
  const said = name === null ? 'no such task' : `nothing called “${name}”`;
  const [only, ...others] = input.upcoming_tasks;
  if (only && others.length === 0 && intent === 'RESCHEDULE_TASK') return onlyOne(heard, only, name);
  if (only)
    return askWhich(`I find ${said}. Which one do you mean`, input.upcoming_tasks, result({ intent }));
  const goals = unique(input.open_goals.map(({ title }) => title));
  const [goal, ...more] = input.open_goals;
  if (goal && more.length === 0)
    return askFor(
      `I find ${said} in the coming two weeks. Is it about "${goal.title}"?`,
      'yes',
      result({ intent: 'MODIFY_GOAL', goal_id: goal.id }),
    );
  const other = goals.length > 0 ? ` Your goals are ${goals.map((title) => `"${title}"`).join(', ')}.` : '';
  return ask(`I find ${said} in the coming two weeks, so I have changed nothing.${other} What is it called?`);
}

/** "Snooze until Friday" is the one task that stands; of another name it is asked. The moment that was said is kept. */
function onlyOne(heard: Heard, task: UpcomingTask, name: string | null): Output {
  const said = moved(heard, task, sidesOf(heard).to);
  if (name === null) return said;
  const where = `I find nothing called “${name}”.`;
  return said.intent === 'CLARIFY'
    ? { ...said, clarification_question: `${where} ${said.clarification_question}` }
    : askFor(`${where} Do you mean ${named(task)}?`, 'yes', said);
}

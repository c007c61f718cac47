// What was said before a question, or is said of it, read with the one task that is meant by now.
import type { Asks, Input, Output } from './answer.ts';

/** How a message by itself is read. */
type Read = (input: Input) => Output;

/** "Move it to Friday", "the gate": the first words are read once more, now that it is known which task they mean. */
export function readAgain(said: Output, input: Input, read: Read): Output | null {
  const before = input.history.findLast(({ role }) => role === 'user');
  const one = input.upcoming_tasks.filter(({ id }) => id === said.task_id);
  if (!before || one.length === 0 || said.intent !== 'RESCHEDULE_TASK') return null;
  const again = read({
    ...input,
    message: before.text,
    now_local: before.said_local,
    history: [],
    dialogue: null,
    upcoming_tasks: one,
  });
  return (again.asks?.act ?? again).task_id === said.task_id ? again : null;
}

/** "Skip it, but keep the rest": it is the task that was asked about. */
export function ofTheOne(input: Input, { act }: Asks, read: Read): Output | null {
  const [one] = input.upcoming_tasks.filter(({ id }) => id === act.task_id);
  const named = input.message.replace(/\b(?:it|that|this)\b/i, one?.title ?? '');
  if (!one || named === input.message) return null;
  const said = read({ ...input, message: named, upcoming_tasks: [one] });
  const isOfIt = said.task_id === act.task_id || said.asks?.act.task_id === act.task_id;
  return isOfIt ? said : null;
}

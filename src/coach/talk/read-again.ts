// What was said before a question, or is said of it, read with the one task that is meant by now.
import { actOf, type Asks, type Input, type Output } from './answer.ts';

/** How a message by itself is read. */
type Read = (input: Input) => Output;

/** "Move it to Friday", "the gate": the first words are read once more, now that it is known which tasks they mean. */
export function readAgain(said: Output, input: Input, read: Read): Output | null {
  const before = input.history.findLast(({ role }) => role === 'user');
  if (!before || said.intent !== 'RESCHEDULE_TASK' || said.payload.task_starts_local !== null) return null;
  const again = [said, ...said.also].flatMap(({ task_id: id }) => {
    const one = input.upcoming_tasks.filter((task) => task.id === id);
    const { text: message, said_local: now_local } = before;
    const alone = read({ ...input, message, now_local, history: [], dialogue: null, upcoming_tasks: one });
    return (alone.asks?.act ?? alone).task_id === id ? [alone] : [];
  });
  const [first, ...more] = again;
  if (!first || again.length <= said.also.length) return null;
  return { ...first, also: [...first.also, ...more.filter(({ intent }) => intent !== 'CLARIFY').map(actOf)] };
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

// What was said before a question, or is said of it, read with the one task that is meant by now.
import { actOf, result, type Asks, type Input, type Output } from './answer.ts';

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
    // Whether it is this one is answered by now.
    const isMeant = alone.asks?.missing === 'yes' && alone.asks.act.intent === 'RESCHEDULE_TASK';
    const whole = isMeant ? result(alone.asks!.act) : alone;
    return (whole.asks?.act ?? whole).task_id === id ? [whole] : [];
  });
  if (again.length <= said.also.length) return null;
  // What is whole is done; of the rest the first is asked about.
  const [first, ...more] = again.filter(({ intent }) => intent !== 'CLARIFY');
  const [open, ...later] = again.filter(({ intent }) => intent === 'CLARIFY');
  const titles = input.upcoming_tasks.filter(({ id }) => later.some(({ asks }) => asks?.act.task_id === id));
  const then = titles.map(({ title }) => ` Then tell me when: “${title}”.`).join('');
  const question = open && {
    clarification_question: `${open.clarification_question}${then}`,
    asks: open.asks,
  };
  if (!first) return open ? { ...open, ...question } : null;
  return { ...first, also: [...first.also, ...more.map(actOf)], ...question };
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

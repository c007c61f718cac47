// Several tasks of one request: what can be noted at once is; of the rest the first is asked about.
import { actOf, type Output } from './answer.ts';

/** One answer of them all; there is at least one. */
export function several(made: readonly Output[]): Output {
  const now = made.filter(({ intent }) => intent === 'NEW_TASK');
  const [open, ...rest] = made.filter(({ intent }) => intent !== 'NEW_TASK');
  const [first, ...more] = now;
  const also = rest.map(({ payload }) => `“${payload.task_title}”`).join(', ');
  const question =
    open && also !== ''
      ? `${open.clarification_question} Then tell me when: ${also}.`
      : (open?.clarification_question ?? null);
  if (!first) return { ...open!, clarification_question: question };
  return {
    ...first,
    also: more.map(actOf),
    ...(open && { clarification_question: question, asks: open.asks }),
  };
}

// Several tasks of one request: what can be noted at once is; of the rest the first is asked about.
import { actOf, result, type Output } from './answer.ts';
import { readBack } from './doubt.ts';

/** One answer of them all; there is at least one. */
export function several(all: readonly Output[]): Output {
  const made = withDoubts(once(all));
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

/** Where one of them is in doubt, what is whole waits for the same yes. */
function withDoubts(made: readonly Output[]): readonly Output[] {
  if (!made.some(isDoubt)) return made;
  const isWhole = (one: Output): boolean => one.intent === 'NEW_TASK' || isDoubt(one);
  const whole = made.filter(isWhole).map((one) => (one.asks ? result(one.asks.act) : one));
  return [readBack(whole), ...made.filter((one) => !isWhole(one))];
}

/** What was said twice is one task. */
const once = (made: readonly Output[]): Output[] => [
  ...new Map(made.map((one) => [JSON.stringify([one.intent, one.payload, one.asks]), one])).values(),
];
const isDoubt = ({ asks }: Output): boolean => asks?.missing === 'yes';

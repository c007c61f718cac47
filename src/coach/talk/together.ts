// Several requests of one message: all that can be done at once is done, and of the rest the first is asked about.
import { actOf, ask, askFor, result, type Output } from './answer.ts';

export const ASK_WORDS =
  'What would you like to do? You can tell me a goal, a task to remember, or ask how you are doing.';

/** A wish is handed on in all its words. */
export function wholeWish(said: Output): Output {
  const { decision } = said.payload;
  return said.intent === 'GOAL' && decision === 'propose'
    ? result({ ...said, payload: { ...said.payload, wish: null } })
    : said;
}

export interface Part {
  said: Output;
  text: string;
}

/** Every one that can be done at once is done; of the rest the first is asked about. */
export function together(told: Part[]): Output {
  const parts = told.filter((part, index) => !isOvertaken(part, told.slice(index + 1)));
  const isSame = parts.every(
    ({ said }) =>
      said.intent === parts[0]!.said.intent &&
      said.goal_id === parts[0]!.said.goal_id &&
      /GOAL/.test(said.intent),
  );
  if (isSame)
    return wholeWish(parts.find(({ said }) => said.payload.decision === 'revise')?.said ?? parts[0]!.said);
  const now = parts.filter(({ said }) => said.intent !== 'CLARIFY' && !isDrafted(said));
  const [later, ...unheard] = parts.filter(({ said }) => !now.some((one) => one.said === said));
  const [first, ...more] = now;
  if (!first) return later ? wholeWish(later.said) : ask(ASK_WORDS);
  const done: Output = {
    ...first.said,
    also: [...first.said.also, ...more.flatMap(({ said }) => [actOf(said), ...said.also])],
  };
  return later ? withQuestion(done, later, unheard) : done;
}

/** "Half an hour later? No wait, make it 14:00": of one task the last word counts, and a move settles what asks. */
function isOvertaken({ said }: Part, later: readonly Part[]): boolean {
  const id = said.task_id ?? said.asks?.act.task_id ?? null;
  const isOfOne = said.also.length + (said.asks?.also.length ?? 0) === 0;
  const isOpen = said.intent === 'RESCHEDULE_TASK' || said.asks?.act.intent === 'CANCEL_TASK';
  return (
    id !== null &&
    isOfOne &&
    isOpen &&
    later.some(({ said: { intent, task_id } }) => intent === 'RESCHEDULE_TASK' && task_id === id)
  );
}

/** Behind what was done stands one question; what else was said is not dropped without a word. */
function withQuestion(done: Output, { said, text }: Part, unheard: readonly Part[]): Output {
  const rest = unheard.map((one) => ` Then say “${one.text}” once more by itself.`).join('');
  if (said.intent === 'CLARIFY')
    return { ...done, clarification_question: `${said.clarification_question}${rest}`, asks: said.asks };
  if (said.payload.decision !== 'propose')
    return {
      ...done,
      clarification_question: `And the other: please say “${text}” once more by itself.${rest}`,
    };
  const question = askFor(`And the other: shall I make a plan for “${text}”?`, 'yes', {
    ...said,
    payload: { ...said.payload, wish: text },
  });
  return {
    ...done,
    clarification_question: `${question.clarification_question}${rest}`,
    asks: question.asks,
  };
}

/** Answered once a plan was drafted. */
const isDrafted = ({ intent, payload: { decision } }: Output): boolean =>
  intent === 'MODIFY_GOAL' || (intent === 'GOAL' && (decision === 'propose' || decision === 'revise'));

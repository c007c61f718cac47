// What is left when nothing is wanted that code could do: a kind word, or what is named, and a question that leads on.
import { ask, result, unique, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { waits } from './answer-plan.ts';
import { kindWords } from './kind-words.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { answerQuestion } from './plan-questions.ts';
import { asksAbout, askWhich, named } from './task-meant.ts';

const REPORT = phrases(
  `^ i|we did|had|was|were|went|ran|felt|saw|met|just|already|have|am|feel  ^ the|my|he|she|it|they|today|yesterday`,
);

/** Nothing of it was read. */
export const NOT_SURE =
  'I am not sure what you mean. Would you like to set a goal, be reminded of something at a certain time, move a task, or see how you are doing?';

/** Something was told, and nothing asked for. */
export const NOTED_NOTHING =
  'Thank you for telling me; I have changed nothing. Is there something that I should note, move, tick off or plan?';

/** Always CLARIFY. */
export function smallTalk(heard: Heard): Output {
  const { words, input } = heard;
  const waiting = input.open_goals.find(({ awaits_approval }) => awaits_approval);
  const kind = kindWords(heard);
  if (waiting) {
    const answer = answerQuestion(heard) ?? kind?.answer ?? '';
    return ask(`${answer} ${waits(waiting)}`.trim());
  }
  if (kind) return ask(`${kind.answer} ${kind.next}`.trim());
  if (/\bif (?:it|that|he|she|they|there|the|my)\b/i.test(heard.text))
    return ask(
      'I cannot see whether that happens, so I have changed nothing: tell me when it has. Or shall I note or move something now?',
    );
  return aboutNamed(heard) ?? ask(REPORT(words) ? NOTED_NOTHING : NOT_SURE);
}

/** What is to be done with the task or the goal that is named. */
function aboutNamed({ words, input }: Heard): Output | null {
  const tasks = match(words, input.upcoming_tasks);
  const [task] = tasks;
  if (task && unique(tasks.map(({ title }) => title)).length > 1)
    return askWhich('Which one do you mean', tasks, result({ intent: 'CLARIFY' }));
  if (task) return ask(`I have changed nothing. ${asksAbout(named(task))}`);
  const [goal, ...more] = match(words, input.open_goals);
  return goal && more.length === 0
    ? ask(
        `I have changed nothing. "${goal.title}": shall I say how it goes, change its plan, let it rest, or let it go?`,
      )
    : null;
}

// What is left when nothing is wanted that code could do: a kind word, or what is named, and a question that leads on.
import { ask, askFor, result, unique, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { waits } from './answer-plan.ts';
import { kindWords } from './kind-words.ts';
import { match } from './match.ts';
import { isPastVerb } from './past-verbs.ts';
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
  const told = ofToday(heard);
  if (told)
    return askFor(
      `${kind?.answer ?? 'Thank you for telling me.'} Shall I tick off ${named(told)} for it?`,
      'yes',
      result({ intent: 'COMPLETE', task_id: told.id, payload: { status: 'done' } }),
    );
  if (kind) return ask(`${kind.answer} ${kind.next}`.trim());
  if (/\bif (?:it|that|he|she|they|there|the|my)\b/i.test(heard.text))
    return ask(
      'I cannot see whether that happens, so I have changed nothing: tell me when it has. Or shall I note or move something now?',
    );
  return aboutNamed(heard) ?? ask(REPORT(words) ? NOTED_NOTHING : NOT_SURE);
}

/** "Walked to the shops and back": somebody did something, and one task of today has begun and is open. */
function ofToday({ words, input: { upcoming_tasks: tasks, now_local: now } }: Heard): UpcomingTask | null {
  const [task, ...more] = tasks.filter(
    ({ starts_local: starts }) => starts.startsWith(now.slice(0, 10)) && starts <= now,
  );
  return task && more.length === 0 && isPastVerb(words) && !words.includes('not') ? task : null;
}

/** What is to be done with the task or the goal that is named; null where none is. */
export function aboutNamed({ words, input }: Heard): Output | null {
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

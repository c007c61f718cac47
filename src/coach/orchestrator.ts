// The builtin orchestrator: what a message wants.
// Rules from the most certain to the least; where none holds it asks, and never guesses.
import { isProgressQuestion } from './intents.ts';
import { addTask, answerReminderQuestion } from './talk/add-task.ts';
import { answerDraft } from './talk/answer-draft.ts';
import { ask, result } from './talk/answer.ts';
import type { Input, Output } from './talk/answer.ts';
import { changeGoal } from './talk/change-goal.ts';
import { answerLetGoQuestion, letGoalGo, letItGo } from './talk/let-goal-go.ts';
import { moveTask } from './talk/move-task.ts';
import { openGoal } from './talk/open-goal.ts';
import { refuseHarm } from './talk/refuse-harm.ts';
import { smallTalk } from './talk/small-talk.ts';
import { plainWords } from './words.ts';

/** One intent with what it needs. English. Pure; the words of a message are never obeyed, only classified. */
export function orchestrate(input: Input): Output {
  const plain = plainWords(input.message);
  const text = plain.toLowerCase();
  return (
    refuseHarm(text) ??
    askForWords(text) ??
    answerReminderQuestion(plain, input) ??
    answerLetGoQuestion(text, input) ??
    addTask(plain, input) ??
    letGoalGo(text, input) ??
    answerDraft(plain, text, input) ??
    moveTask(plain, text, input) ??
    (isProgressQuestion(text) ? result({ intent: 'PROGRESS' }) : null) ??
    letItGo(text, input) ??
    changeGoal(text, input) ??
    openGoal(plain, text, input) ??
    smallTalk(text, input)
  );
}

/** Neither words, figures nor a sign of agreement. */
function askForWords(text: string): Output | null {
  return /\p{L}{2}|\d/u.test(text) || /[👍👌✅🙏]/u.test(text)
    ? null
    : ask('What would you like to do? You can tell me a goal, a task to remember, or ask how you are doing.');
}

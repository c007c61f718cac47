// What is left when nothing is wanted that code could do: a kind word, and always a question that leads on.
import { isReport } from '../intents.ts';
import { ask } from './answer.ts';
import type { Input, Output } from './answer.ts';

/** Always CLARIFY. */
export function smallTalk(text: string, input: Input): Output {
  const waiting = input.open_goals.find(({ awaits_approval }) => awaits_approval);
  if (waiting)
    return ask(
      `The plan for "${waiting.title}" is waiting for you: approve it, tell me what to change, or drop it?`,
    );
  if (/\b(?:thanks?|thank you|thx|cheers|great|nice|cool|perfect)\b/.test(text))
    return ask(
      'You are welcome. Is there anything else I can do: a new goal, a reminder, or a look at how you are doing?',
    );
  if (/^(?:hi|hello|hey|good (?:morning|evening|afternoon))\b/.test(text))
    return ask('Hello! What would you like to work towards, or what should I remind you of?');
  if (isReport(text))
    return ask(
      'Good to hear from you. Mark it on the task itself as done or missed so that it counts; is there something you would like to change or plan?',
    );
  return ask(
    'I am not sure what you mean. Would you like to set a goal, be reminded of something at a certain time, move a task, or see how you are doing?',
  );
}

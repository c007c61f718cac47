// What people ask about a plan that waits. Only what holds for every plan is said: its dates stand in the plan itself.
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const question = (table: string, answer: string) => ({ is: phrases(table), answer });

const QUESTIONS = [
  question(
    `what is|'s|are|does|do * draft|drafts|approve|approval|roadmap|session|sprint|revise|mean|means  what do you mean  do not|not understand|get`,
    'A draft is a plan that I only suggest: nothing stands in your calendar before you say yes to it.',
  ),
  question(
    `what if|happens * miss|skip|forget|fail|ill|sick|behind|late|away  what if i|it|we  what happens if  ok|okay|alright|fine|bad|matter if|when i|it|we  can i miss|skip`,
    'Nothing breaks: tell me that you missed it, and go on with the next one; if it happens often, we make the plan lighter.',
  ),
  question(
    `can|could i|we|it|you * later|afterwards|anytime  can it be changed  is it fixed|final|binding`,
    'Yes, also a plan that runs can be changed, paused or dropped at any time; just tell me.',
  ),
  question(
    `do|does|would|will|must|should * need|cost|buy|hurt|harm  do i have to  is|are * safe|healthy|dangerous|free  how much * cost  what do i need`,
    'What a plan needs beside time I do not know for you, and I give no medical advice; if you are unsure, ask somebody who knows your health or the thing itself.',
  ),
  question(
    `^ why  what is|'s the? point|purpose|use|reason  what is|'s * for  how come  who says|decided  what for`,
    'The days and hours come from your words, your usual hours and the free room in your calendar, and each session is one step towards the goal. What does not suit you can be different.',
  ),
  question(
    `how long|many|much|often|hard|soon  ^ when  what time  which day|days  ^ is|are|do|does|will|am|did|has|have  what * day|days|time|times|order|first|next|then|like`,
    'The plan above says it: its days, its hours, its lengths and its last day. Nothing else is planned.',
  ),
];

/** The answer, where the words are nothing but a question; null where they ask for a change or for what is planned. */
export function answerQuestion({ words, text }: Pick<Heard, 'words' | 'text'>): string | null {
  if (OTHERWISE(words) || !(text.includes('?') || ASKS(words))) return null;
  return QUESTIONS.find(({ is }) => is(words))?.answer ?? null;
}
const ASKS = phrases(
  `^ why|how|what|when|which|who|is|are|do|does|will|did|has|what's  ^ i? do not understand|get`,
);
/** Asked of the calendar, or to be done. */
const OTHERWISE = phrases(`
  do|have|am i have|got|on|up|free|doing  what is|'s|are on|up|next|due|left|planned|happening  how am|is|are|'s i|it|my|the|we * doing|going|getting|on  can|could we|you  what|how about  remind  i doing  how did|have  show|list  do i have anything  ^ do|does not
`);

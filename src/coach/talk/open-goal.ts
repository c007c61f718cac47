// A new wish: a goal to propose a plan for, or the question what a vague one would mean.
import { isReport, isVague, wantsGoal } from '../intents.ts';
import { readTiming } from '../read-timing.ts';
import { kindsIn } from '../kinds.ts';
import { ask, result } from './answer.ts';
import type { Input, Output } from './answer.ts';

/** GOAL with propose, or a question; null where nothing is wished for. */
export function openGoal(plain: string, text: string, input: Input): Output | null {
  if (isVague(text))
    return ask(
      'What would you notice first if it had worked? Name one thing: for example moving more, sleeping better, learning something, time with people, work or money.',
    );
  const topic = readTiming(plain, '2000-01-01', false).rest.toLowerCase();
  const known = kindsIn(topic)[0];
  const asked = input.history.at(-1)?.role === 'assistant';
  const short = text.split(' ').length <= 3;
  const question =
    /\?$|^(?:what|why|who|where|when|which|is|are|does|do|did|should|tell me)\b/.test(text) &&
    !wantsGoal(text);
  if (question || CHAT.test(text) || INSTRUCTION.test(text)) return null;
  if (
    wantsGoal(text) ||
    (known && !known.broad && (short || asked || /^(?:[a-z]+|[\d.]+) /.test(text)) && !isReport(text))
  )
    return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  if (known && (VERB_FIRST.test(text) || (asked && short)) && !isReport(text))
    return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  return null;
}

const CHAT =
  /^(?:thanks?|thank you|thx|cheers|hi|hello|hey|good (?:morning|evening|afternoon|night)|bye|see you|ok(?:ay)?|yes|no|sure|cool|great|nice|lol|haha|hmm+|wow|done)\b[^a-z]*(?:\w+[^a-z]*){0,3}$/;
const VERB_FIRST =
  /^(?:learn|study|finish|build|make|create|organi[sz]e|prepare|plan|launch|improve|get|become|master|stop|quit|reduce|practi[sc]e|train|start|complete|win|overcome|do|be|grow|fix|give up|set up|spend|join|visit|understand|memori[sz]e)\b/;
// Orders to the machine are no wishes of the person.
const INSTRUCTION =
  /\b(?:ignore (?:all|any|the|your|previous|my)|disregard|system prompt|previous instructions|you are now|act as|pretend to be|jailbreak|developer mode|as an ai)\b/;

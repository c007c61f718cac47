// One thing to remember, once or again and again: the task, or the question for what is missing.
import type { Output } from './answer.ts';
import { tokensIn, type Heard } from './heard.ts';
import { taskOf } from './make-task.ts';
import { isErrand, isOfSelf } from './chore.ts';
import { phrases, type Place } from './phrases.ts';
import { wordsOf } from './title.ts';
import { isOfMoment } from './when.ts';

/** Asks to be reminded. */
const REMIND = phrases(`
  remind|remaind|remid|remined|remnd|ping|nudge|alert|notify|prompt me|us  remind myself  shoot|send|give|drop|set|add|make|create|leave|put me? a|an|another|up? reminder
  give|gimme me|us? a? shout|nudge|buzz|ring|poke|heads|call|kick|bell up?  reminder to|for|about|that|:  ^ reminder  do not let me forget  make sure i do not forget  text|message|tell|call|phone me to
  i would like|love|want|need to be reminded  wake me up?  so i do not forget  a reminder
`);
/** Puts something into the calendar. */
const NOTE = phrases(`
  ^ put me? down for?|:
  ^ add|put|pop|stick|pencil|pop|enter|slot|note|jot|write|log|throw|block|squeeze|schedule|book|plan|set|make|create|fit
  ^ new|another task|appointment|reminder|todo
  to do :
`);
const CALENDAR = phrases(`
  into|in|on|to|onto my|the|our calendar|diary|list|agenda|schedule|planner|tasks  to my|the to - do list  as|for? a? task|todo|to - do $
  down $  me? in $  a? task|reminder|appointment called|named|for|:|to?  a|new|one? task :?  up a? slot?
`);
/** What has to be done, or is fixed: a task where it has a day or a time. */
const DUTY = phrases(`
  ^ i have|need|must|got|should|ought to?  ^ i have got  ^ i am meeting|seeing|having|due|picking|going|flying|leaving|visiting
  ^ we have|are|need  ^ there is  ^ got|need|have to?  ^ my
`);

/** A wish for a habit or a skill, with a time or without. */
const WANTS = phrases(
  `i want|wish|hope|aim|intend  i would|'d like|love  ^ want|would|wish|trying to|like|love  ^ been  every night  ^ my * ,  help me  ^ goal`,
);

/** Whether the words ask for it outright. */
export const asksToRemind = ({ words }: Heard): boolean => REMIND(words) !== null;

/** NEW_TASK or a question; null where nothing is to be remembered. `isSure`: it was asked for outright. */
export function newTask(heard: Heard): Output | null {
  const remind = REMIND(heard.words);
  const note = remind ? null : NOTE(heard.words);
  const places = [remind, note].filter((place): place is Place => place !== null);
  const calendar = CALENDAR(heard.words);
  if (calendar && (note || remind)) places.push(calendar);
  const without = places.map((place) => tokensIn(heard, place));
  if (remind) return taskOf(heard, without);
  const kinds = new Set(heard.facts.flatMap(({ value: { kind }, negated }) => (negated ? [] : [kind])));
  const isTimed = kinds.has('clock') || kinds.has('clock_range');
  const isDated = kinds.has('date') || kinds.has('offset');
  if (note && (calendar || isTimed || isDated)) return taskOf(heard, without);
  const words = wordsOf(heard, [], new Set(heard.facts.filter(isOfMoment)));
  if (WANTS(heard.words)) return null;
  const isRecurring = kinds.has('rhythm') || kinds.has('days') || kinds.has('dates');
  const isTask =
    isErrand(words, isTimed || isDated || isRecurring) ||
    (isTimed && !(isRecurring && isOfSelf(words))) ||
    (isDated && DUTY(heard.words));
  const task = isTask ? taskOf(heard, []) : null;
  // A time alone belongs to what was said beside it.
  return task?.asks?.missing === 'title' ? null : task;
}

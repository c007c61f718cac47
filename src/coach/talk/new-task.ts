// One thing to remember, once or again and again: the task, or the question for what is missing.
import type { Input, Output } from './answer.ts';
import { lastSaid } from './asked-before.ts';
import { doubted } from './doubt.ts';
import { tokensIn, type Heard } from './heard.ts';
import { isNameless, taskOf } from './make-task.ts';
import { withBareHours } from './bare-hours.ts';
import { isErrand, isOfSelf } from './chore.ts';
import { kindsIn } from '../kinds.ts';
import type { Fact, RhythmValue } from '../../english/facts.ts';
import { isPastVerb } from './past-verbs.ts';
import { piecesOf } from './pieces.ts';
import { phrases, type Place } from './phrases.ts';
import { wordsOf } from './title.ts';
import { isOfMoment, isPartOfTime } from './when.ts';

/** Asks to be reminded. */
const REMIND = phrases(`
  remind|remaind|remid|remined|remnd|rmnd|remaind|ping|nudge|alert|notify|prompt|warn|buzz me|us  remind myself  ^ remind to|about  shoot|send|give|drop|set|add|make|create|leave|put me? a|an|another|up? reminder
  give|gi|gimme me|us? a? shout|nudge|buzz|ring|poke|heads|call|kick|bell up?  reminder to|for|about|that|:  ^ reminder  do not let me forget  do not forget  make sure i do not forget  text|message|tell|call|phone me to  tell|text|message me monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|on|in|at
  i would like|love|want|need to be reminded  need|want reminding to|of|about|that  so i do not forget  a reminder  note to self :?  remember me to?  help me remember to?
  wake|alarm me up?  set|put|need an? alarm  i must|can not|mustn't not? forget to?  be sure to remind me  jog my memory  i keep|always|often|usually forgetting|forget to  ^ two|three|four|2|3|4|some|couple more? reminders|tasks|things|jobs :?
`);
/** Puts something into the calendar. */
const NOTE = phrases(`
  ^ put|pencil|stick|pop|jot|note|write me? down|in for? :?  ^ set up  ^ set|block something|some? time? aside? for? :?  ^ make|create an? entry|note for|of|:
  ^ add|pencil|enter|slot|jot|squeeze|schedule|set|create|fit|block up?
  ^ new|another task|appointment|reminder|todo  ^ note|nb :
  to do :
`);
const CALENDAR = phrases(`
  in|on|down for  into|in|on|to|onto my|the|our shopping|to? -? do? calendar|calender|diary|list|agenda|schedule|planner|tasks  to my|the to - do list  as|for? a? task|todo|to - do $
  down $  me? in $  a? task|reminder|appointment called|named  a? task|reminder for|to|:  a|new|one? task :?  up a slot
`);
/** What has to be done, or is fixed: a task where it has a day or a time. */
const DUTY = phrases(`
  ^ i have|need|must|got|should|ought to?  ^ i have got  ^ i am meeting|seeing|having|due|picking|going|flying|leaving|visiting
  ^ we have|are|need  ^ there is  ^ got|need|have to?  ^ my
`);

/** A wish for a habit or a skill, with a time or without. */
const WANTS = phrases(
  `i want|wish|hope|aim|intend  i would|'d like|love  ^ want|would|wish|trying to|like|love  ^ been  ^ my * ,  help me  ^ goal`,
);

/** "Put the dentist down", and not "put the bins out". */
function put(words: readonly string[]): Place | null {
  if (!/^(?:put|pop|stick|throw|chuck)$/.test(words[0] ?? '')) return null;
  const isIn = / (?:in|on|down) for(?: |$)/.test(` ${words.join(' ')} `) || CALENDAR(words) !== null;
  return !isIn && PARTICLE(words.slice(1, 8)) ? null : { start: 0, end: 1 };
}
const PARTICLE = phrases(`out|on|away|back|up|off|in|through|together|aside|down|to|into|under`);

/** Whether the words ask for it outright. */
export const asksToRemind = ({ words }: Heard): boolean => remindIn(words) !== null;

/** "Schedule the dentist for Monday at 9", and not "my schedule for Monday". */
export const asksToNote = ({ words, facts }: Heard): boolean =>
  SCHEDULE(words) !== null && facts.some(({ value: { kind } }) => kind === 'clock' || kind === 'clock_range');
const SCHEDULE = phrases(`^ schedule|book|pencil|diarise|diarize  ^ set up  ^ put me? down|in`);

/** "I do not need a reminder" asks for none. */
function remindIn(words: readonly string[]): Place | null {
  const place = NONE(words) ? null : REMIND(words);
  // "Tell me Friday at 5 to …": the day is not part of the asking.
  return place && TELL_WHEN.test(words[place.end - 1] ?? '') ? { ...place, end: place.end - 1 } : place;
}
const TELL_WHEN = /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|today|on|in|at)$/;

const NONE = phrases(
  `not|no|without need|want|require|remind me|a|any? reminder|reminders|reminding?  no reminder|reminders`,
);

/** "Down from 20": a result. */
const COMPARED = phrases(`^ down|up|better|worse|more|less|fewer from|than`);

interface Frames {
  remind: Place | null;
  note: Place | null;
  calendar: Place | null;
  /** All of them, in tokens of the whole request. */
  without: Place[];
}

/** The words that ask for a reminder, or for a place in the calendar. */
export function framesOf(heard: Heard): Frames {
  const remind = remindIn(heard.words);
  const note = remind ? null : (NOTE(heard.words) ?? put(heard.words));
  const calendar = note || remind ? CALENDAR(heard.words) : null;
  const places = [remind, note, calendar].filter((place): place is Place => place !== null);
  return { remind, note, calendar, without: places.map((place) => tokensIn(heard, place)) };
}

/** NEW_TASK or a question; null where nothing is to be remembered. `isSure`: it was asked for outright. */
export function newTask(said: Heard): Output | null {
  const heard = withBareHours(said);
  const { remind, note, calendar, without } = framesOf(heard);
  if (remind) return taskOf(heard, without);
  if (FAREWELL(heard.words) ?? COMPARED(heard.words)) return null;
  const kinds = new Set(heard.facts.flatMap(({ value: { kind }, negated }) => (negated ? [] : [kind])));
  const isTimed = kinds.has('clock') || kinds.has('clock_range');
  const isDated = kinds.has('date') || kinds.has('offset') || isTonight(heard);
  if (note && (calendar || isTimed || isDated)) return taskOf(heard, without);
  // "Ate three biscuits today" is told.
  if (WANTS(heard.words) || (!isTimed && isPastVerb(heard.words))) return null;
  const read = isTask(heard, kinds) ? taskOf(heard, []) : null;
  const task = read && (isAskedElse(heard.input) || isLoose(heard, read)) ? doubted(read) : read;
  // A time alone belongs to what was said beside it.
  return task?.asks?.missing === 'title' ? null : task;
}

/** Beside what is told, nothing that asks to be reminded, and not all that came of it is an errand. */
function isLoose(heard: Heard, task: Output): boolean {
  const pieces = piecesOf(heard, []).filter(({ sort }) => sort !== 'time');
  const isTold = pieces.length > 1 && pieces.some(({ sort }) => sort === 'told');
  if (DUTY(heard.words) || !isTold) return false;
  const titles = [task, ...task.also].map(({ payload }) => payload.task_title ?? '');
  return titles.some((title) => !isErrand(title.toLowerCase().split(/[^\p{L}\d']+/u), true));
}

/** Something was asked, and these words were no answer to it: they may have been meant for one. */
function isAskedElse(input: Input): boolean {
  const [, asked = ''] = /([^.!?]*)\?[^?]*$/.exec(lastSaid(input) ?? '') ?? [];
  return asked !== '' && !/\b(?:else|anything|something|what (?:would|can|shall|do) )/i.test(asked);
}

/** Whether a request that does not say so is one all the same: by its words, and by the times in them. */
function isTask(heard: Heard, kinds: ReadonlySet<Fact['value']['kind']>): boolean {
  const words = wordsOf(heard, new Set(heard.facts.filter(isOfMoment)));
  const isDated = kinds.has('date') || kinds.has('offset') || isTonight(heard);
  const isTimed = kinds.has('clock') || kinds.has('clock_range') || (isDated && kinds.has('part'));
  const isRecurring = kinds.has('rhythm') || kinds.has('days') || kinds.has('dates');
  if (PAST(words)) return false;
  if (isErrand(words, isTimed || isDated || isRecurring)) return true;
  if (isOfSelf(words)) return isTimed && !isRecurring;
  if (isTimed || (isDated && DUTY(heard.words))) return true;
  // "Pe kit every Tuesday": a thing with days of its own, of no kind that one gets better at.
  const isShort = words.length > 0 && words.length <= 8 && !TALK(heard.words);
  const isOfDays =
    heard.facts.some(({ value }) => value.kind === 'rhythm' && isFixed(value)) ||
    (kinds.has('rhythm') && heard.facts.some((fact) => isPartOfTime(fact, heard.text, heard.facts)));
  return isShort && kindsIn(words.join(' ')).every(({ broad }) => broad) && (isOfDays || isDated);
}

/** A part of a day that is named with its day. */
const isTonight = ({ facts, input }: Heard): boolean =>
  facts.some(
    ({ value, negated }) =>
      value.kind === 'part' && value.date !== null && !negated && value.date >= input.now_local.slice(0, 10),
  );

/** "Night night, talk tomorrow": nothing is to be remembered. */
const FAREWELL = phrases(`
  ^ night|nite|nighty night|nite  ^ good night  ^ goodnight|bye|goodbye|ttyl
  ^ see|talk|speak|chat to|with? you|u|ya? later|tomorrow|soon|then .|!? $
`);
const PAST = phrases(
  `^ i|we|he|she|they? just|already? had|got|went|did|was|were|saw|felt|took|met|came|left|forgot|missed|slept|woke|wrote|ran|paid|called|spoke|talked|done`,
);
const isFixed = ({ days, monthDays, nth, interval, least }: RhythmValue): boolean =>
  days.length + monthDays.length + nth.length > 0 || (interval > 1 && least === 1);
const TALK = phrases(
  `^ i|he|she|it|they|we|you|that|this|no|not|what|how|is|are|do|can|could|should|yes|ok|cba  can|could i|we|you  needs to be  is|was|were|has|had|did|does|are  ?  !`,
);

/** It only says when, or asks for a reminder of what was said before. */
export function isBareRequest(heard: Heard): boolean {
  const { remind, without } = framesOf(heard);
  return (remind !== null || heard.facts.some(isOfMoment)) && isNameless(heard, without);
}

/** An errand with a time of its own. */
export const isErrandHeard = (said: Heard): boolean => {
  const heard = withBareHours(said);
  const words = wordsOf(heard, new Set(heard.facts.filter(isOfMoment)));
  return !WANTS(heard.words) && isErrand(words, heard.facts.some(isOfMoment));
};

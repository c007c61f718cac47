// Whether a message opens a goal: several sentences of which the first names it and the others say when, how much and
// what not. Signs are counted over all of them, so that hours or a date alone make no task of a goal.
import type { Fact } from '../../english/facts.ts';
import { addDays } from '../../kernel/time.ts';
import type { Input } from './answer.ts';
import { cannotDo } from './cannot.ts';
import { decide } from './decide.ts';
import { hear, type Heard } from './heard.ts';
import { isHearsay } from './hearsay.ts';
import { asksToRemind, isErrandHeard } from './new-task.ts';
import { phrases } from './phrases.ts';
import { repeated } from './repeat.ts';
import { settleTask } from './settle-task.ts';
import { isTalk, isWishAt, VERB } from './wish.ts';

/** The requests that make the goal as one text, null where they are the whole message; what is asked for beside it. */
export interface Opened {
  wish: string | null;
  others: string[];
}

/** Introduces a wish and says nothing of it. */
const INTRO = phrases(`
  ^ ok|okay|so|right|hey|and|also|well|hello|hi? a|another|new|next one|goal|thing|plan|idea|resolution? here|for|me|you? .|:|,|!|-? $
  ^ good morning|afternoon|evening|day .|,|!? $  ^ hello|hi|hey|hiya|please .|,|!? $
`);
/** Somebody who knows has advised it. */
const ADVICE = phrases(
  `^ my|the|our physio|physiotherapist|doctor|gp|dr|nurse|midwife|trainer|coach|teacher|tutor|therapist|dietitian|consultant|dentist|surgeon says|said|told|wants|recommended|recommends|suggested|suggests|advised|prescribed|reckons|has|gave`,
);
/** "No takeaways", "less sugar": a habit by its opposite. */
const LESS = phrases(`^ no|less|fewer|more|zero  ^ not more`);
/** Nobody is reminded of it once. */
const SKILL = phrases(
  `^ learn|master|memorise|memorize|improve|quit|revise  ^ take up  ^ get back? into|fit|fitter|better|stronger  ^ build up to  ^ give up  ^ cut down|back`,
);
/** Done until it is done; without an end in sight it may be a chore. */
const EFFORT = phrases(
  `^ put|do|organise|organize|sort|clean|clear|go|work|get|write|call|phone|ring|visit|meet|pay|set|make|give|keep|start|stop|swap|switch`,
);
const DUTY = phrases(
  `^ i|we? also|really|still|just? have|need|must|should|got|gotta|ought to?  ^ i have got to  ^ got to`,
);
/** Written into the calendar. */
const NOTE = phrases(
  `^ put|add|pop|stick|pencil|note|jot|write|book|schedule|slot|enter|log me? down|in|into|on|onto|:`,
);
/** A request of its own, whatever stands beside it. */
const OWN = phrases(`
  ^ cancel|delete|move|reschedule|postpone|skip|shift|mark|abandon|approve|undo|pause|list|show  ^ let * go  ^ what 's|is|are|do
  ^ how am|are i|we  ^ i just|have? did|done|finished|completed  ^ tick off  ^ stop reminding|calling|texting
`);
const FREE = phrases(`
  i|we can|could only|just|maybe? do|manage|study|practise|practice|train|run|work|spare|put|give  can|could only? do|spare|manage|put  i|we am|are free  got|have * free
  have|got time|an hour  is|are best|fine|good|ok  works for me  plan around  would|will do  days|hours|evenings|mornings only  i know nothing  have|got * left  left to  from scratch  barely|hardly  so far
`);

/** Null where nothing says that it is one. */
export function openedGoal(requests: readonly string[], input: Input): Opened | null {
  if (input.open_goals.some(({ awaits_approval }) => awaits_approval)) return null;
  const heard = requests.map((text) => hear(text, input));
  const first = heard.findIndex(({ all, facts }) => INTRO(all) === null || facts.length > 0);
  if (first < 0 || !mayOpen(heard[first]!)) return null;
  const own = heard.slice(first + 1).filter(isOwn);
  const parts = heard.slice(first).filter((one) => !own.includes(one));
  const wish = parts.map(({ text }) => text).join('. ');
  if (!isGoal(heard[first]!, hear(wish, input))) return null;
  const isWhole = first === 0 && own.length === 0;
  return { wish: isWhole ? null : wish, others: own.map(({ text }) => text) };
}

function mayOpen(heard: Heard): boolean {
  const { words } = heard;
  if (asksToRemind(heard) || isTalk(heard) || OWN(words) || NOTE(words)) return false;
  const { open_goals: goals, upcoming_tasks: tasks } = heard.input;
  if (goals.length > 0 && decide(heard) !== null) return false;
  if (tasks.length > 0 && (settleTask(heard) ?? repeated(heard) ?? cannotDo(heard)) !== null) return false;
  return ADVICE(words) !== null || !isHearsay(heard);
}

function isOwn(heard: Heard): boolean {
  if (OWN(heard.words)) return true;
  // "Remind me noon and 6" says when, and of nothing else.
  const said = heard.words.filter((word, index) => /\p{L}{2}/u.test(word) && isFree(heard, index));
  return (
    asksToRemind(heard) &&
    said.some((word) => !/^(?:remind|me|and|at|it|that|this|to|of|please|ping|nudge|about)$/.test(word))
  );
}
const isFree = ({ tokens, lead }: Heard, index: number): boolean => tokens[lead + index]!.claimedBy === null;

/** How much speaks for a goal rather than a task. */
function isGoal(opening: Heard, whole: Heard): boolean {
  const { words } = opening;
  const wished = isWishAt(words) || ADVICE(words) !== null;
  const isDuty = DUTY(words) !== null;
  const isLess = LESS(words) !== null && /^\p{L}{3}/u.test(words[1] ?? '');
  const isVerb = isLess || SKILL(words) !== null || (VERB(words) !== null && EFFORT(words) === null);
  const isEffort = EFFORT(words) !== null || isDuty;
  const base = wished && !isDuty ? 2 : isVerb ? 2 : isEffort ? 1 : hasLength(whole) ? 0 : -1;
  if (base < 0) return false;
  const horizon = hasHorizon(whole);
  const signs = signsOf(whole) + (horizon ? 1 : 0) + (isRate(whole) ? 1 : 0);
  const isLearnt = SKILL(words) !== null && /[,;.!?] \p{L}/u.test(whole.text);
  if (isLearnt) return true;
  if (isAppointment(whole) && !horizon && !isRate(whole)) return false;
  // An errand needs more to be work of weeks, and what is learnt less.
  const needed = (horizon || wished ? 3 : 4) + (isErrandHeard(opening) && !FREE(whole.words) ? 2 : 0);
  return base + signs >= needed;
}

/** "Five a day", "15 minutes a day": a habit by its measure. */
const isRate = ({ facts }: Heard): boolean =>
  facts.some(({ value }) => (value.kind === 'amount' || value.kind === 'length') && value.per !== null);
const hasLength = ({ facts }: Heard): boolean => facts.some(({ value }) => value.kind === 'length');

/** An end some way off: a deadline, a stretch of weeks. */
function hasHorizon({ facts, input: { now_local: now } }: Heard): boolean {
  const near = addDays(now.slice(0, 10), 6);
  return facts.some(({ role, negated, value }) => {
    if (negated || role === 'except') return false;
    if (value.kind === 'span') return true;
    if (value.kind === 'offset') return value.date !== null && value.date > near;
    if (value.kind === 'dates') return value.to !== null && value.to > near && role !== 'from';
    return value.kind === 'date' && value.date > near && role !== 'from';
  });
}

/** Of how many sorts there is something: amounts, rhythms, lengths, what is left out, limits, free time. */
function signsOf({ facts, words }: Heard): number {
  const is = (test: (fact: Fact) => boolean): number => (facts.some(test) ? 1 : 0);
  return (
    is(({ value }) => value.kind === 'amount') +
    is(({ value }) => value.kind === 'rhythm' || value.kind === 'days') +
    is(({ value }) => value.kind === 'length') +
    is(({ role, negated }) => role === 'except' || negated) +
    is(({ bound }) => bound !== null) +
    (FREE(words) ? 2 : 0)
  );
}

/** One hour, with a day or again and again, and nothing to work on. */
const isAppointment = ({ facts }: Heard): boolean =>
  facts.some(
    ({ value, role }) => (value.kind === 'clock' && role === 'at') || value.kind === 'clock_range',
  ) && !facts.some(({ value }) => value.kind === 'amount');

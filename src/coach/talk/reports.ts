// What a request tells of tasks, clause by clause: what became of which, or of what it only points at.
import { ORDINALS } from '../../english/words.ts';
import type { UpcomingTask } from './answer.ts';
import { clausesOf } from './clauses.ts';
import { hear, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { standingAt } from './standing-at.ts';
import { isNameOnly, isNamePaid, namesIn } from './tasks-told.ts';
import { isFirm, toldIn, type Told } from './told.ts';

const TOO = phrases(`too  also  as well  the same  ditto`);
/** Of another day, and nothing else. */
const NOT_THEN = phrases(`^ but? not|nor|except|bar`);
/** "Missed it innit": what is said behind it names nothing. */
const IT = phrases(
  `^ i|we? just|only? missed|skipped|did|done|forgot|finished it|that|this  ^ done|finished|sorted for|with? today|tonight|now  ^ nowt|nothing done|doing|doin today|tonight`,
);

/** One clause that tells what became of something. `names`: tasks that it names; empty where it only points. */
export interface Report {
  told: Told;
  heard: Heard;
  names: UpcomingTask[];
  /** It names what stands nowhere. */
  isUnknown?: boolean;
  /** Not told outright. */
  isAsked?: boolean;
}

/** What each clause of the request tells, in their order. */
export function reportsOf(heard: Heard): Report[] {
  const found: Report[] = [];
  for (const whole of clausesOf(heard)) {
    const [clause = whole, unlike] = partsOf(whole);
    const last = found.at(-1);
    const others = last && onOtherDay(clause, last);
    if (others && others.length > 0) {
      found.push({ told: 'missed', heard: clause, names: others });
      continue;
    }
    const told =
      toldIn(clause) ??
      (last && (TOO(clause.words) || isNameOnly(clause)) ? last.told : null) ??
      (isNamePaid(clause) ? 'done' : null);
    if (told === null) {
      const off = namesOff(clause);
      if (off.length > 0) found.push({ told: 'missed', heard: clause, names: off, isAsked: true });
      continue;
    }
    const named = namesIn(clause);
    const placed = placedIn(clause);
    const names = named.length === 0 && placed.length > 1 ? placed : named;
    const report = { told, heard: clause, names };
    // "All done except the bank": the others are meant, and which they are is asked.
    if (names.length > 0 || isPointing(clause) || unlike) found.push(...times(clause, report));
    else if (isFirm(clause)) found.push({ ...report, isUnknown: true });
    if (unlike) found.push({ told: 'missed', heard: unlike, names: namesIn(unlike), isAsked: true });
  }
  return found;
}

/** "… but not last night", "not yesterday either": of what was told of, that of the day that is named. */
function onOtherDay(clause: Heard, { names }: Report): UpcomingTask[] {
  const { upcoming_tasks: tasks, now_local: now } = clause.input;
  if (!NOT_THEN(clause.words) || !isPointing(clause)) return [];
  const dated = clause.facts.filter(({ value: { kind } }) => kind === 'date' || kind === 'part');
  const past = tasks.filter(({ starts_local: starts }) => starts <= now);
  const own = names.length > 0 ? past.filter((one) => names.some(({ title }) => title === one.title)) : past;
  return dated.length > 0 ? standingAt(own, dated) : [];
}

/** "… so no exercise": of today, where it has begun; what is to come is left out by other words. */
function namesOff(clause: Heard): UpcomingTask[] {
  const [first, ...rest] = clause.words;
  const { now_local: now } = clause.input;
  const names = rest.length > 0 ? namesIn(clause) : [];
  const isAll = rest.every((word) => match([word], names).length > 0);
  const today = names.filter(({ starts_local: starts }) => starts.startsWith(now.slice(0, 10)));
  return first === 'no' && isAll && today.every(({ starts_local: starts }) => starts <= now) ? today : [];
}

export const PLACED = phrases(`first|last two|three|four|2|3|4  first|last|second|third|fourth one`);
const COUNTS = ['zero', 'one', 'two', 'three', 'four'];

/** "The first two", "the last one": of what has begun and is open, in its order. */
export function placedIn({ words, input: { upcoming_tasks: tasks, now_local: now } }: Heard): UpcomingTask[] {
  const place = PLACED(words);
  if (!place) return [];
  const [nth = '', many = ''] = words.slice(place.start, place.end);
  const count = Number(many) || COUNTS.indexOf(many);
  const open = tasks.filter(({ starts_local: starts }) => starts <= now);
  const from = nth === 'last' ? open.length - count : ORDINALS.get(nth)! - 1;
  return from < 0 ? [] : open.slice(from, from + count);
}

const OTHER_THAN = new Set(['not', 'except', 'besides', 'bar', 'but']);

/** "Did bio, not maths", "all but the bank": of what follows the "not" it is asked. */
function partsOf(clause: Heard): Heard[] {
  const cut = clause.all.findIndex((word, index) => index > 1 && OTHER_THAN.has(word));
  const before = clause.all[cut - 1] ?? '';
  const token = clause.tokens[cut];
  if (!token || AUXILIARY.has(before)) return [clause];
  const rest = hear(clause.text.slice(token.to), clause.input);
  const kept = hear(clause.text.slice(0, token.from), clause.input);
  return match(rest.words, clause.input.upcoming_tasks).length > 0 ? [kept, rest] : [clause];
}
const AUXILIARY = new Set(
  'do did does have has had was were is are am could can will would if or and but why'.split(' '),
);

/** "Done done". */
const times = ({ words }: Heard, report: Report): Report[] =>
  report.names.length > 0
    ? [report]
    : Array.from({ length: Math.max(1, words.filter((word) => word === 'done').length) }, () => report);

/** "Done", "I did it", "finally finished it, took ages": says of what only by pointing. */
function isPointing({ words, facts, tokens, lead }: Heard): boolean {
  if (IT(words)) return true;
  const left = words.filter(
    (word, index) =>
      /\p{L}{2}/u.test(word) && !EMPTY.has(word) && !facts[tokens[lead + index]!.claimedBy ?? -1],
  );
  return left.length === 0;
}
const EMPTY = new Set(
  `done did do does not never finished finish completed complete sorted nailed smashed crushed aced all it that this them both everything any none no
  i we have has had am is are was been just already finally again too also as well got get to ed the one ones first last off mark tick check yes yep now
  missed skipped forgot overslept make made manage managed lot half nearly almost partly mostly today tonight yesterday morning
  whoops oops sorry sry lol haha yay woo phew ok okay thanks happened happen through round around of oh my bad thing task session
  either neither last night innit lah lad mate man bro lol whatever
  still in end time out there some most bits part kinda sort only really actually so`.split(/\s+/),
);

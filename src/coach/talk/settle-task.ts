// What became of tasks: done, or missed; one of them, or each in turn.
import { addDays } from '../../kernel/time.ts';
import { actOf, askFor, result, type Act, type Output, type UpcomingTask } from './answer.ts';
import { clausesOf } from './clauses.ts';
import { factsOf, hear, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { standingAt } from './standing-at.ts';
import { askWhich, named, spokenOf } from './task-meant.ts';
import { isFirm, toldIn, type Told } from './told.ts';

const TOO = phrases(`too  also  as well  the same  ditto`);
const ALL = phrases(`all|both|everything  all of them  the lot  both of them  every one  them all`);

/** One clause that tells what became of something. `names`: tasks that it names; empty where it only points. */
interface Report {
  told: Told;
  heard: Heard;
  names: UpcomingTask[];
  /** It names what stands nowhere. */
  isUnknown?: boolean;
  /** Not told outright. */
  isAsked?: boolean;
}

/** COMPLETE for each task that is told of, or the question which one; null where nothing is settled. */
export function settleTask(heard: Heard): Output | null {
  if (heard.all.includes('?')) return null;
  const reports = reportsOf(heard);
  if (reports.length === 0) return null;
  const naming = reports.filter(({ names }) => names.length > 0);
  const open = begunOf(heard).filter((task) => !naming.some(({ names }) => names.includes(task)));
  const settled = [...naming.map((report) => settledOf(report)), ...bare(reports, open, heard)];
  const acts = settled.filter((one) => one.intent === 'COMPLETE');
  const [question] = settled.filter((one) => one.intent === 'CLARIFY');
  const [first, ...more] = acts;
  if (!first) return question ?? null;
  const also: Act[] = more.map(actOf);
  return question
    ? { ...first, also, clarification_question: question.clarification_question, asks: question.asks }
    : { ...first, also };
}

function reportsOf(heard: Heard): Report[] {
  const found: Report[] = [];
  for (const whole of clausesOf(heard)) {
    const [clause = whole, unlike] = partsOf(whole);
    const told = toldIn(clause) ?? (found.length > 0 && TOO(clause.words) ? found.at(-1)!.told : null);
    if (told === null) continue;
    const names = namesIn(clause);
    const report = { told, heard: clause, names };
    if (names.length > 0 || isPointing(clause)) found.push(...times(clause, report));
    else if (isFirm(clause)) found.push({ ...report, isUnknown: true });
    if (unlike && names.length > 0)
      found.push({ told: 'missed', heard: unlike, names: namesIn(unlike), isAsked: true });
  }
  return found;
}

/** "Did bio, not maths": of what follows the "not" it is asked. */
function partsOf(clause: Heard): Heard[] {
  const cut = clause.all.indexOf('not', 2);
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

/** The tasks that it names and that could be told of: what has begun before what is to come. */
function namesIn(clause: Heard): UpcomingTask[] {
  const { upcoming_tasks: tasks, now_local: now } = clause.input;
  const isToday = ({ starts_local: starts }: UpcomingTask): boolean =>
    starts.slice(0, 10) <= now.slice(0, 10);
  const at = clause.facts.filter(({ value: { kind } }) => /^(?:date|dates|days|part|clock)$/.test(kind));
  const all = match(clause.words, tasks);
  if (all.length === 0) return [];
  const here = match(clause.words, tasks.filter(isToday));
  const found = here.some((task) => all.includes(task)) ? here : all;
  const dated = standingAt(
    found,
    at.filter(({ value: { kind } }) => kind !== 'clock'),
  );
  return dated.length > 0 ? dated : found;
}

/** "Done", "I did it", "finally finished it, took ages": says of what only by pointing. */
function isPointing({ words, facts, tokens, lead }: Heard): boolean {
  const left = words.filter(
    (word, index) =>
      /\p{L}{2}/u.test(word) && !EMPTY.has(word) && !facts[tokens[lead + index]!.claimedBy ?? -1],
  );
  return left.length === 0;
}
const EMPTY = new Set(
  `done did do does not never finished finish completed complete sorted nailed smashed crushed aced all it that this them both everything
  i we have has had am is are was been just already finally again too also as well got get to ed the one ones first last off mark tick check yes yep now
  missed skipped forgot overslept make made manage managed lot half nearly almost partly mostly today tonight yesterday morning
  whoops oops sorry sry lol haha yay woo phew ok okay thanks happened happen through round around of oh my bad thing task session
  still in end time out there some most bits part kinda sort only really actually so`.split(/\s+/),
);

/** Of one title the one that began last; of several titles it has to be asked. */
function settledOf({ told, names, heard, isAsked }: Report): Output {
  const { now_local: now } = heard.input;
  const titles = new Set(names.map(({ title }) => title));
  const act = actFor(told);
  if (titles.size > 1) return askWhich(`Which one is ${saidAs(told)}`, names, act);
  const begun = names.filter(({ starts_local: starts }) => starts.slice(0, 16) <= soon(now));
  const task = begun.at(-1) ?? names[0]!;
  if (isAsked) return askFor(`Shall I mark "${task.title}" as missed?`, 'yes', { ...act, task_id: task.id });
  return settle(task, told, heard);
}

function settle(task: UpcomingTask, told: Told, { input, facts }: Heard): Output {
  const act = { ...actFor(told), task_id: task.id };
  const day = task.starts_local.slice(0, 10);
  if (day > input.now_local.slice(0, 10))
    return askFor(
      `"${task.title}" stands on ${day}. Shall I mark it as ${saidAs(told)} already?`,
      'yes',
      act,
    );
  const said = factsOf(facts, 'date')[0]?.value.date;
  if (said !== undefined && said < day)
    return askFor(`I see nothing of that name on ${said}. Do you mean ${named(task)}?`, 'yes', act);
  if (told === 'partly') return askFor(`Shall I count "${task.title}" as done all the same?`, 'yes', act);
  return act;
}

/** Clauses that only point, against what has begun: each in its turn, all of them, or the one that was spoken of. */
function bare(reports: readonly Report[], open: UpcomingTask[], heard: Heard): Output[] {
  const pointing = reports.filter(({ names }) => names.length === 0);
  const [first] = pointing;
  if (!first) return [];
  const isAll =
    !first.isUnknown && pointing.length === 1 && ALL(first.heard.words) !== null && open.length > 0;
  if (isAll) return open.map((task) => settle(task, first.told, heard));
  if (pointing.length === open.length && !first.isUnknown)
    return pointing.map((report, index) => settle(open[index]!, report.told, heard));
  const act = actFor(first.told);
  if (first.isUnknown) return unknown(first, open, act);
  const spoken = spokenOf(heard.input).filter(
    (task) => task.starts_local.slice(0, 16) <= soon(heard.input.now_local),
  );
  if (pointing.length === 1 && spoken.length === 1) return [settle(spoken[0]!, first.told, heard)];
  if (pointing.length === 1 && pointing.length < reports.length) return [];
  if (open.length > 0) return [askWhich(`Which one is ${saidAs(first.told)}`, open, act)];
  const today = heard.input.now_local.slice(0, 10);
  const later = heard.input.upcoming_tasks.filter(({ starts_local: starts }) => starts.startsWith(today));
  if (later.length === 1)
    return [askFor(`Do you mean "${later[0]!.title}"?`, 'yes', { ...act, task_id: later[0]!.id })];
  return later.length > 0 ? [askWhich(`Which one is ${saidAs(first.told)}`, later, act)] : [];
}

/** Something of that sort, and no task has its name: the nearest are offered. */
function unknown({ told }: Report, open: readonly UpcomingTask[], act: Output): Output[] {
  const [only, ...more] = open;
  if (!only) return [];
  return more.length === 0
    ? [
        askFor(`I find no task of that name. Do you mean "${only.title}"?`, 'yes', {
          ...act,
          task_id: only.id,
        }),
      ]
    : [askWhich(`I find no task of that name. Which one is ${saidAs(told)}`, open, act)];
}

const actFor = (told: Told): Output =>
  result({ intent: 'COMPLETE', payload: { status: told === 'missed' ? 'missed' : 'done' } });
const saidAs = (told: Told): string => (told === 'missed' ? 'missed' : 'done');

const begunOf = ({ input }: Heard): UpcomingTask[] =>
  input.upcoming_tasks.filter(
    ({ starts_local: starts }) => starts.slice(0, 16) <= input.now_local.slice(0, 16),
  );

/** Within the half hour: people are early. */
const soon = (now: string): string => {
  const minutes = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16)) + 30;
  const date = minutes >= 1440 ? addDays(now.slice(0, 10), 1) : now.slice(0, 10);
  const rest = minutes % 1440;
  return `${date}T${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
};

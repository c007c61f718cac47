// What became of tasks: done, or missed; one of them, or each in turn.
import { addDays } from '../../kernel/time.ts';
import { actOf, askFor, result, type Act, type Output, type UpcomingTask } from './answer.ts';
import { clausesOf } from './clauses.ts';
import { factsOf, hear, type Heard } from './heard.ts';
import { match } from './match.ts';
import { AWAY, sidesOf } from './move-sides.ts';
import { moved } from './move-to.ts';
import { phrases } from './phrases.ts';
import { PLACED, placedIn, reportsOf, type Report } from './reports.ts';
import { namesIn, onDaysPast } from './tasks-told.ts';
import { askWhich, named, spokenOf } from './task-meant.ts';
import { toldIn, type Told } from './told.ts';

const ALL = phrases(`all|both|everything  the lot  every one  any|none of them|it|am`);

/** "Can't make it tonight, push to Thursday": nothing is missed yet. */
const ORDERED = phrases(`push|move|shift|bump|reschedule|postpone to|it|till|until|for`);

/** COMPLETE for each task that is told of, or the question which one; null where nothing is settled. */
export function settleTask(told: Heard): Output | null {
  const heard = withMissed(told);
  if (heard.all.includes('?') || (AWAY(heard.words) && ORDERED(heard.words))) return null;
  const but = allBut(heard);
  if (but) return but;
  const reports = reportsOf(heard);
  if (reports.length === 0) return null;
  const naming = reports.filter(({ names }) => names.length > 0);
  const open = begunOf(heard).filter((task) => !naming.some(({ names }) => names.includes(task)));
  const settled = [
    ...naming.flatMap((report) => onEachDay(report) ?? [settledOf(report)]),
    ...bare(reports, open, heard),
  ];
  const isFirst = ({ task_id: id }: Output, index: number): boolean =>
    settled.findIndex(({ task_id: other }) => other === id) === index;
  const acts = settled
    .filter((one, index) => one.intent === 'COMPLETE' && isFirst(one, index))
    .map((act) => noted(act, heard));
  acts.push(...putOff(heard, acts));
  const [question] = settled.filter((one) => one.intent === 'CLARIFY');
  const [first, ...more] = acts;
  if (!first) return question ?? null;
  const also: Act[] = more.map(actOf);
  return question
    ? { ...first, also, clarification_question: question.clarification_question, asks: question.asks }
    : { ...first, also };
}

/** "… and the last one tomorrow at seven": what a report puts off, where it says when. */
function putOff(heard: Heard, settled: readonly Output[]): Output[] {
  return clausesOf(heard).flatMap((clause) => {
    const named = namesIn(clause);
    const [task, ...more] = (named.length > 0 ? named : placedIn(clause)).filter(
      ({ id }) => !settled.some(({ task_id }) => task_id === id),
    );
    const isTimed = clause.facts.some(({ value: { kind } }) => kind === 'clock' || kind === 'offset');
    if (!task || more.length > 0 || !isTimed || toldIn(clause) !== null) return [];
    const said = moved(clause, task, sidesOf(clause).to);
    return said.intent === 'RESCHEDULE_TASK' ? [said] : [];
  });
}

const BUT =
  /^(.*\b(?:all|everything|both|every one|the lot)\b.*?)\b(?:but|bar|except(?:ing)?(?: for)?|apart from|aside from|besides|other than)\b(.*)$/is;

/** "All done but the bank": what has begun today is done, and what is left out stays as it is. */
function allBut(heard: Heard): Output | null {
  const [, all = '', but = ''] = BUT.exec(heard.text) ?? [];
  const told = toldIn(hear(all, heard.input));
  const kept = match(hear(but, heard.input).words, heard.input.upcoming_tasks);
  if (told === null || kept.length === 0) return null;
  const [today, titles] = [heard.input.now_local.slice(0, 10), new Set(kept.map(({ title }) => title))];
  const meant = begunOf(heard).filter(
    ({ starts_local: starts, title }) => starts.startsWith(today) && !titles.has(title),
  );
  const [first, ...more] = meant.map((task) => ({ ...actFor(told), task_id: task.id }));
  return first ? { ...first, also: more.map(actOf) } : null;
}

/** Figures of how it went are kept nowhere, and that is said. */
function noted(act: Output, { facts, text }: Heard): Output {
  const figures = facts.filter(({ value: { kind } }) => kind === 'length' || kind === 'amount');
  if (act.payload.status !== 'done' || figures.length === 0) return act;
  const said = figures.map(({ from, to }) => `“${text.slice(from, to)}”`).join(', ');
  return { ...act, payload: { ...act.payload, assumed: `I keep no figures such as ${said} with it.` } };
}

/** "The gym on Monday and on Tuesday", "the first two": each of them; null where the words name at most one. */
function onEachDay({ told, names, heard, isAsked }: Report): Output[] | null {
  const days = new Set([
    ...factsOf(heard.facts, 'date').map(({ value }) => value.date),
    ...factsOf(heard.facts, 'days').flatMap(({ value }) => value.days),
  ]);
  const isPlaced = PLACED(heard.words) !== null;
  const meant = isPlaced ? names : onDaysPast(names, heard);
  if (isAsked || (!isPlaced && (days.size < 2 || meant.length !== days.size))) return null;
  return meant.map((task) => ({ ...actFor(told), task_id: task.id }));
}

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
  const only = open.at(-1);
  if (!only) return [];
  return open.every(({ title }) => title === only.title)
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

/** A late word counts: what its reminder gave up may be told of as well. */
function withMissed({ input, ...heard }: Heard): Heard {
  const { missed_tasks: missed = [], upcoming_tasks: upcoming } = input;
  return { ...heard, input: { ...input, upcoming_tasks: [...missed, ...upcoming] } };
}

/** What has begun and waits for its word; where nothing does, what was given up without one. */
function begunOf({ input }: Heard): UpcomingTask[] {
  const { missed_tasks: missed = [], upcoming_tasks: upcoming, now_local: now } = input;
  const begun = upcoming.filter(({ starts_local: starts }) => starts.slice(0, 16) <= now.slice(0, 16));
  const waiting = begun.filter(({ id }) => missed.every((one) => one.id !== id));
  return waiting.length > 0 ? waiting : begun;
}

/** Within the half hour: people are early. */
const soon = (now: string): string => {
  const minutes = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16)) + 30;
  const date = minutes >= 1440 ? addDays(now.slice(0, 10), 1) : now.slice(0, 10);
  const rest = minutes % 1440;
  return `${date}T${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
};

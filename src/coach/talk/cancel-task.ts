// Taking tasks off the calendar: they are named, and asked about, before they go.
import type { Fact } from '../../english/facts.ts';
import { addDays } from '../../kernel/time.ts';
import { actOf, ask, askFor, result, unique, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { newTask } from './new-task.ts';
import { phrases } from './phrases.ts';
import { standingAt } from './standing-at.ts';
import { nameIn } from './name-in.ts';
import { nearest } from './not-found.ts';
import { askWhich, named, spokenOf, taskMeant } from './task-meant.ts';

const CANCEL = phrases(`
  ^ also|just? cancel|delete|remove|scrap|drop|bin|ditch|erase|clear|unschedule|skip|kill|scratch|axe|lose|nix  also|then cancel|skip|drop|off
  want|need|like|have|going|gonna to? cancel|delete|remove|skip  get rid of  take * off  call off  i|we|you|to|so|and|, skip|cancel|drop|delete|scrap|kill|ditch  let us skip|cancel|drop
  do not remind me  stop reminding me to|about|of  no longer need  not need  forget about my|the  leave out  i will skip  is|are|'s|has|have|been cancelled|canceled|off  called off  not happening|on
  stop|end|finish it|that|them|the|my * for|altogether|after|from|completely|now  taken|took me off
`);
const PLAIN = phrases(`^ cancel|delete|remove|scrap|unschedule|skip|kill|scratch|axe|call`);
/** Only of what stands in the calendar. */
const NO = phrases(
  `^ no|not doing  no * the day  no * this|next|today|tonight|tomorrow|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday|days`,
);
const NO_THEN = phrases(
  `no * that|those day|days|night|nights|evening|evenings|morning|mornings|afternoon|afternoons`,
);
/** All of what stands on the days that were said before. */
const THOSE = phrases(
  `that|those day|days|night|nights|evening|evenings|morning|mornings|afternoon|afternoons`,
);
/** Of all that follow. */
const SERIES = phrases(
  `all * from|of  every|each  altogether  for good  for ever|forever  completely  any more|longer  permanently  series  taken|took me off  as of`,
);
/** "The bins reminder": the whole of it. */
const REMINDER = phrases(`the|my|that|those|this * reminder|reminders`);
const UNREMIND = phrases(`do not remind me  stop reminding me`);
/** “And all that” is nothing of its own. */
const ALL = /\b(?:everything|both|them|all(?! (?:that|this)\b(?! (?:follow|come|is|stand))))\b/;
const KINDS = new Set<Fact['value']['kind']>(['date', 'dates', 'days', 'clock', 'part']);

/** The question that names the tasks, or which one; null where none is to go. */
export function cancelTask(heard: Heard): Output | null {
  const place =
    CANCEL(heard.words) ??
    (match(heard.words, heard.input.upcoming_tasks).length > 0
      ? (NO(heard.words) ?? NO_THEN(heard.words))
      : null);
  if (!place) return null;
  const { upcoming_tasks: tasks, open_goals: goals } = heard.input;
  const all = heard.facts.filter(({ value: { kind } }) => KINDS.has(kind));
  // "Back Saturday night, so kill Thursday's workout": what is told before it is no part of it.
  const start = heard.tokens[heard.lead + place.start]?.from ?? 0;
  // "Skip Monday's session, there is a shift": nor is what is told behind it.
  const [words, end] = clauseFrom(heard, place.start);
  const behind = all.filter(({ from }) => from >= start && from < end);
  const at = behind.length > 0 && !THOSE(heard.words) ? behind : all;
  // "All three: the vet, the bank and the barber": each name by itself, however long.
  const each = words.join(' ').split(ALL.test(words.join(' ')) ? / (?:,|:|and|&) / : /$/);
  const own = unique(each.flatMap((one) => match(one.split(' '), tasks).map(({ id }) => id)));
  const naming = own.length > 0 ? tasks.filter(({ id }) => own.includes(id)) : match(heard.words, tasks);
  const isOfPlan = goals.some(({ awaits_approval }) => awaits_approval);
  // "Drop my running goal" names what ends, not a session of it.
  const isThing = heard.words.includes('thing') && match(heard.words, goals).length > 0;
  const isGoal = isThing || /\b(?:goals?|plans?)\b/.test(heard.words.join(' '));
  if (
    isGoal ||
    (isOfPlan && naming.length === 0) ||
    heard.facts.some(({ value: { kind } }) => kind === 'rhythm')
  )
    return null;
  const pointed =
    naming.length === 0 && /\b(?:it|that|them)\b/.test(heard.words.join(' '))
      ? spokenOf(heard.input)
      : naming;
  if (SERIES(heard.words)) return pointed.length > 0 ? ended(heard, pointed) : null;
  const [first] = pointed;
  const isOne = pointed.every(({ title }) => title === first?.title);
  const isEnd =
    UNREMIND(heard.words) !== null ||
    (REMINDER(heard.words) !== null && at.length === 0) ||
    (ALL.test(words.join(' ')) && at.length === 0);
  if (first && isOne && isEnd && (first.recurs ?? pointed.length > 1)) return ended(heard, pointed);
  if (naming.length === 0 && PLAIN(heard.words) && nameIn(heard, words) !== null) return noneMeant(heard, at);
  const several = severalMeant(heard, naming, at);
  if (several) return several;
  const act = result({ intent: 'CANCEL_TASK' });
  const meant = taskMeant(heard, at);
  if (!meant) return noneMeant(heard, at);
  if ('several' in meant) return askWhich('Which task shall I take off', meant.several, act);
  return askFor(`Shall I take ${named(meant.task)} off your calendar?`, 'yes', {
    ...act,
    task_id: meant.task.id,
  });
}

/** The words of what is asked for, and where it ends. */
function clauseFrom({ words, tokens, lead, input }: Heard, start: number): [string[], number] {
  const isOther = (at: number): boolean =>
    tokens[lead + at]?.claimedBy === null &&
    match(words.slice(at, at + 4), input.upcoming_tasks).length === 0;
  const end = words.findIndex(
    (word, at) => at > start + 1 && (word === 'but' || (word === ',' && isOther(at + 1))),
  );
  return end < 0 ? [words, Infinity] : [words.slice(0, end), tokens[lead + end]!.from];
}

/** "Kill Thursday and Saturday's workouts", "no yoga this week": one yes for all of them. */
function severalMeant(
  { words, input }: Heard,
  naming: readonly UpcomingTask[],
  at: readonly Fact[],
): Output | null {
  const isWide = at.some(
    ({ value }) => value.kind === 'dates' || (value.kind === 'days' && value.days.length > 1),
  );
  const isTwo = at.filter(({ value: { kind } }) => kind === 'date').length > 1;
  const isAll = ALL.test(words.join(' '));
  const isEach = THOSE(words) !== null && at.length > 0;
  if (!isWide && !isTwo && !isEach && !(isAll && at.length + naming.length > 0)) return null;
  const found = standingAt(naming.length > 0 ? naming : input.upcoming_tasks, at).filter(
    ({ starts_local: starts }) => starts > input.now_local,
  );
  const days = at.filter(({ value: { kind } }) => kind === 'days');
  const wanted =
    days.length === 1 && !isAll && !at.some(({ value: { kind } }) => kind === 'dates')
      ? firstOfEachDay(found)
      : found;
  if (wanted.length === 0) return ask('I see nothing there that I could take off. Which task do you mean?');
  if (wanted.length > 12)
    return ask(`That is ${wanted.length} tasks. Shall I pause them instead? Then say from when until when.`);
  const acts = wanted.map(({ id }) => result({ intent: 'CANCEL_TASK', task_id: id }));
  const list = wanted.map(named).join(', ');
  const what = wanted.length === 1 ? list : `these off: ${list}`;
  const question = wanted.length === 1 ? `Shall I take ${what} off your calendar?` : `Shall I take ${what}?`;
  return askFor(question, 'yes', acts[0]!, { also: acts.slice(1).map(actOf) });
}

/** Of each weekday the next. */
const firstOfEachDay = (tasks: readonly UpcomingTask[]): UpcomingTask[] => {
  const seen = new Set<string>();
  return tasks.filter(({ title, starts_local: starts }) => {
    const key = `${title} ${new Date(`${starts.slice(0, 10)}T00:00:00Z`).getUTCDay()}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
};

/** All that follow of a rule, from today or from the day that was said. */
function ended({ facts, input }: Heard, naming: readonly UpcomingTask[]): Output | null {
  if (unique(naming.map(({ title }) => title)).length > 1)
    return askWhich(
      'Which one shall I end for good',
      naming,
      result({ intent: 'CANCEL_TASK', payload: { scope: 'following' } }),
    );
  const [task] = naming;
  if (!task || task.recurs === false) return null;
  const date = facts
    .flatMap(({ value, role }) =>
      value.kind === 'date' ? [role === 'after' ? addDays(value.date, 1) : value.date] : [],
    )
    .at(0);
  const from = date !== undefined && date > input.now_local.slice(0, 10) ? date : null;
  const act = result({
    intent: 'CANCEL_TASK',
    task_id: task.id,
    payload: { scope: 'following', list_from: from },
  });
  const when = from === null ? 'from now on' : `from ${from} on`;
  return askFor(`Shall I end "${task.title}" for good, ${when}? All that follow go.`, 'yes', act);
}

/** Nothing has that name: the nearest are offered, or it is a thing to be reminded of. */
function noneMeant(heard: Heard, at: readonly Fact[]): Output | null {
  const { upcoming_tasks: tasks, open_goals: goals } = heard.input;
  if (!PLAIN(heard.words) || tasks.length === 0 || match(heard.words, goals).length > 0) return null;
  const spoken = spokenOf(heard.input);
  if (/\b(?:it|that|this|one|them)\b/.test(heard.words.join(' ')))
    return askWhich(
      'Which task shall I take off',
      spoken.length > 0 ? spoken : tasks,
      result({ intent: 'CANCEL_TASK' }),
    );
  const task = /^(?:cancel|delete|remove|scrap|call)$/.test(heard.words[0] ?? '') ? newTask(heard) : null;
  if (task && at.length > 0)
    return askFor(
      `I see no such thing in your calendar. Shall I remind you of it: ${task.payload.task_title ?? heard.text}?`,
      task.asks ? 'time' : 'yes',
      task.asks ? result({ ...task.asks.act }) : task,
    );
  return nearest(heard, 'CANCEL_TASK');
}

// What words alone cannot do to tasks that stand: another name, two that change places. That is said, with what can be.
import { ask, askFor, list, result, unique, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { named } from './task-meant.ts';

const RENAME = phrases(
  `^ rename|retitle|relabel  ^ change|edit|fix|correct the? name|title|wording|spelling of|on|for`,
);
const CARRY = phrases(`carry|roll|bring over|forward|across what|whatever|everything|anything|all|the|it`);
const SWAP = phrases(`^ swap|switch|exchange`);

/** The question what to do instead; null where nothing of the kind is asked for. */
export function cannotDo(heard: Heard): Output | null {
  const { words, facts, input } = heard;
  const { upcoming_tasks: tasks, open_goals: goals } = input;
  if (RENAME(words)) {
    const [name = ''] = heard.text.toLowerCase().split(/ to | into /);
    const called = name.split(/[^\p{L}\d]+/u);
    const [[task], [goal]] = [match(called, tasks), match(called, goals)];
    const title = (task ?? goal)?.title;
    const kept = `Names I cannot change by words${title ? `: "${title}" keeps its own` : ''}.`;
    if (!task) return ask(`${kept} ${ELSE}`);
    return askFor(`${kept} ${ELSE}`, 'time', moveOf(task));
  }
  const open = tasks.filter(({ starts_local: starts }) => starts <= input.now_local);
  const [earliest] = CARRY(words) ? open : [];
  if (earliest)
    return askFor(
      `Open from before: ${list(open.map(({ title }) => title))}. I move them one by one: to when ${named(earliest)}?`,
      'time',
      moveOf(earliest),
    );
  const cut = words.findIndex((word) => /^(?:and|with|for)$/.test(word));
  if (!SWAP(words) || cut < 0 || !facts.every(isOfDay)) return null;
  const [one, other] = [match(words.slice(0, cut), tasks), match(words.slice(cut), tasks)];
  const [first, second] = [one[0], other[0]];
  const isTwo = [one, other].every((side) => unique(side.map(({ title }) => title)).length === 1);
  if (!first || !second || !isTwo || first.title === second.title) return null;
  return askFor(
    `Two tasks cannot change places at once. To which free time shall I move ${named(first)}? Then ${named(second)} can have its place.`,
    'time',
    moveOf(first),
  );
}

const isOfDay = ({ value: { kind } }: Heard['facts'][number]): boolean => kind === 'days' || kind === 'date';
const ELSE = 'Is there something else that I should change in it?';
const moveOf = ({ id }: UpcomingTask): Output => result({ intent: 'RESCHEDULE_TASK', task_id: id });

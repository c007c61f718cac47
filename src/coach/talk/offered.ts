// Which of what was offered an answer picks: by its place, a word of it, its time, or how often it comes.
import { readValue } from '../../english/read-value.ts';
import { ORDINALS } from '../../english/words.ts';
import { timeOf } from '../../kernel/time.ts';
import type { Act, Asks } from './answer.ts';
import { factsOf, hear, type Heard } from './heard.ts';
import { match } from './match.ts';

/** "No, the vet one", "the vet, not the dentist": without what is refused. */
export const affirmed = (words: readonly string[]): string[] => {
  const not = words.indexOf('not');
  return not > 0 ? words.slice(0, not) : [...words];
};

const PLACES = new Map([...ORDINALS, ['former', 1], ['top', 1], ['latter', -1], ['bottom', -1]]);

/** "This one", of "this Friday" and "next Friday": the only one that has a word of it, or comes as often. */
export const byWord = (
  { words, facts, input }: Heard,
  choices: Asks['choices'],
): Asks['choices'][number] | undefined => {
  const [often] = factsOf(facts, 'rhythm').map(({ value: { interval, per } }) => `${interval} ${per}`);
  if (facts.length > 0 && often === undefined) return undefined;
  const found = choices.filter(({ title }) => {
    const option = hear(title, input);
    return often === undefined
      ? option.all.some((word) => words.includes(word) && !NO_NAME.has(word))
      : factsOf(option.facts, 'rhythm').some(
          ({ value: { interval, per } }) => `${interval} ${per}` === often,
        );
  });
  return found.length === 1 ? found[0] : undefined;
};
const NO_NAME = new Set('the a an one i it at on in to of and or is please thanks not no'.split(' '));

/** "The second one", "2", "last". */
export function byPlace(
  { text, words, input }: Heard,
  choices: Asks['choices'],
): Asks['choices'][number] | undefined {
  const found = readValue(text, 'ordinal', { now: input.now_local, zone: input.zone });
  const said = found?.value.kind === 'ordinal' ? found.value.nth : undefined;
  const word = words[0] === 'the' ? words[1] : words[0];
  const nth = said ?? PLACES.get(word ?? '');
  return nth === undefined ? undefined : choices.at(nth > 0 ? nth - 1 : nth);
}

/** "The one at five", "Thursday's": the only one of them that stands then. */
export function byTime(
  { facts, input }: Heard,
  choices: Asks['choices'],
): Asks['choices'][number] | undefined {
  const at = facts.flatMap(({ value, alternatives }) => [value, ...alternatives]);
  const isThen = (local: string): boolean =>
    at.some(
      (value) =>
        (value.kind === 'date' && local.startsWith(value.date)) ||
        (value.kind === 'clock' && local.endsWith(timeOf(value.minute))),
    );
  const found = choices.filter(({ id }) =>
    input.upcoming_tasks.some((task) => task.id === id && isThen(task.starts_local)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** "Only the last one": of what one yes would settle, that alone; empty where the words leave out none. */
export function onlySome(heard: Heard, acts: readonly Act[]): Act[] {
  if (!heard.all.some((word) => word === 'only' || word === 'just')) return [];
  const tasks = heard.input.upcoming_tasks.filter(({ id }) => acts.some(({ task_id }) => task_id === id));
  const named = match(affirmed(heard.words), tasks);
  const one = byPlace(heard, tasks) ?? byTime(heard, tasks);
  const meant = named.length > 0 && named.length < tasks.length ? named : one ? [one] : [];
  return acts.filter(({ task_id }) => meant.some(({ id }) => id === task_id));
}

const BEFORE_NAME = new Set('the my this that our on for with'.split(' '));

/** "No, only the Spanish one": the name itself, its place or its time stands behind the word, and no story. */
export function isOnlyThat({ all, tokens, input }: Heard): boolean {
  const at = all.findLastIndex((word) => word === 'only' || word === 'just');
  if (at < 0 || /^(?:i|we)$/.test(all[at - 1] ?? '')) return false;
  const next = all.findIndex((word, index) => index > at && !BEFORE_NAME.has(word));
  const word = all[next] ?? '';
  return (
    word === 'one' ||
    PLACES.has(word) ||
    (tokens[next]?.claimedBy ?? null) !== null ||
    match(all.slice(next, next + 2), [...input.upcoming_tasks, ...input.open_goals]).length > 0
  );
}

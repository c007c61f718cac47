// The net under a message: its clauses for which nothing was done, so that none is dropped without a word.
import { isCarried } from './carried.ts';
import { clausesIn } from './message-clauses.ts';
import type { Act, Input, Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { isHearsay } from './hearsay.ts';
import { match, stemsOf } from './match.ts';
import { asksToRemind, isBareRequest, isErrandHeard } from './new-task.ts';
import { phrases } from './phrases.ts';
import { isFirm, toldIn } from './told.ts';

/** Asks for something, whatever it names. */
const ASKS = phrases(`
  ^ not? make|move|push|shift|bump|change|swap|switch|scrap|skip|cancel|delete|drop|bin|ditch|remove|put|bring|postpone|delay|reschedule|mark|tick|pause|stop|start|add|book|schedule|set|give|tell|show|list|send|undo|forget
  can|could|would|will you  let us  can wait  from now on  ^ instead  instead $  ^ do not  ^ not|no the|my  ^ what|when|which|where|how is|are|do|did|many|about  ^ what 's  ^ i|we want|need|have|must|should|would to|like
`);
/** It tells of a person or a thing, and asks for nothing. */
const TOLD = phrases(`
  ^ i|he|she|it|they|we|you|who|which|that|this|there am|is|are|'s|was|were|has|have|had|did|do|does|got|get|gets|will|ca|can|could|would|felt|feel|just|already|only|still|never|forgot|need|needs|want|wants|think|thought|know|hope|promise
  ^ the|my|his|her|our|their _ is|are|'s|was|were|has|have|had|got|gets|does|did|will|can
  ^ too|so|very|feeling|sorry|thanks|thank|please|otherwise|hope|hopefully|honestly|as usual|always
  ^ _ is|are|was|were|hurts|aches|has|got|gets|ends|starts|begins|finishes|opens|closes  ^ good|fine|great|nice|well
`);

/** A clause that nothing was done about; neighbours stand together. */
export interface Untold {
  text: string;
}

/** `read`: what a clause by itself would be. Empty where a plan takes the message whole, or nothing was done. */
export function untoldOf(
  message: string,
  said: Output,
  input: Input,
  read: (text: string) => Output,
): Untold[] {
  const acts = [said, ...said.also, ...(said.asks ? [said.asks.act, ...said.asks.also] : [])];
  const isNothing = said.intent === 'CLARIFY' && said.asks === null;
  if (isNothing || acts.some(takesAll)) return [];
  const clauses = clausesIn(message, input);
  if (clauses.length < 2) return [];
  const covered = coveredBy(said, acts, input);
  const found: { from: number; to: number }[] = [];
  for (const [index, { heard, from, to, isReason }] of clauses.entries()) {
    if (isReason || (index === 0 && covered.length === 0)) continue;
    const alone = read(heard.text);
    const isDone = isBare(heard)
      ? isCarried(heard, said, acts) && !isOther(heard, alone, acts)
      : isCovered(heard, covered) || !isRequest(heard, input, covered);
    if (isDone || isAlike(alone, said, acts)) continue;
    const last = found.at(-1);
    if (last && !/[\p{L}\d]{4}/u.test(message.slice(last.to, from))) last.to = to;
    else found.push({ from, to });
  }
  return found.map((one) => ({ text: message.slice(one.from, one.to) }));
}

/** Without titles of their own. */
const WORDLESS = new Set<Act['intent']>(['UNDO', 'PAUSE', 'RESUME', 'LIST', 'PROGRESS', 'SETTING']);

/** What was not done is said, and goes on by itself. */
export const sayUntold = (untold: readonly Untold[]): string =>
  `I did nothing about ${untold.map(({ text }) => `“${text}”`).join(' and ')}: please say that once more by itself.`;

/** A plan of all words says by itself what it does not follow. */
const takesAll = ({ intent, payload: { decision, wish } }: Act): boolean =>
  intent === 'MODIFY_GOAL' ||
  (intent === 'GOAL' && (decision === 'propose' || decision === 'revise') && wish === null);

const titleOf = (rows: readonly { id: string; title: string }[], id: string | null): string =>
  rows.find((row) => row.id === id)?.title ?? '';

/** All names of what was done, and what is said of it already. */
function coveredBy(
  said: Output,
  acts: readonly Act[],
  { upcoming_tasks: tasks, open_goals: goals }: Input,
): string[] {
  const names = acts.flatMap(
    ({ task_id, goal_id, payload: { task_title, wish, assumed, list_only, list_without } }) => [
      titleOf(tasks, task_id),
      titleOf(goals, goal_id),
      ...[task_title, wish, assumed, list_only, list_without].map((one) => one ?? ''),
    ],
  );
  return [
    ...names,
    said.clarification_question ?? '',
    ...(said.asks?.choices.map(({ title }) => title) ?? []),
  ].filter((one) => one !== '');
}

const isIn = (one: string, other: string): boolean => one.toLowerCase().includes(other.toLowerCase());

/** One of its own words is in what was done. */
function isCovered({ tokens, all, text }: Heard, covered: readonly string[]): boolean {
  const own = tokens.flatMap(({ claimedBy, word }, index) =>
    claimedBy === null ? [all[index] ?? word] : [],
  );
  const isOf = (words: readonly string[]): boolean =>
    match(
      words,
      covered.map((title) => ({ title })),
    ).length > 0;
  return (
    isOf(own) || covered.some((one) => isIn(one, text) || (one.length * 2 >= text.length && isIn(text, one)))
  );
}

/** It names a task or a goal that nothing was done about, asks for something, or tells what became of something. */
function isRequest(
  heard: Heard,
  { upcoming_tasks: tasks, open_goals: goals }: Input,
  covered: readonly string[],
): boolean {
  const { words, facts } = heard;
  const own = words.filter((word) => /\p{L}{2}/u.test(word));
  if (own.length === 0) return false;
  const names = match(words, [...tasks, ...goals]);
  if (names.some(({ title }) => !covered.includes(title))) return !isHearsay(heard);
  if (asksToRemind(heard) || isErrandHeard(heard)) return true;
  if (isHearsay(heard) || TOLD(words)) return false;
  const isTimed = factsOf(facts, 'clock').length + factsOf(facts, 'rhythm').length > 0;
  return ASKS(words) !== null || isTimed || (isFirm(heard) && toldIn(heard) !== null);
}

const EMPTY = new Set(
  `it that this them one ones both all a an my is are was be did not no yes same please thanks also too then now or at
  on in by to of from with i you we so as let forget bug wake nudge ping alert notify beep buzz alarm half good fine
  everyone exceptions last first next second enough done did do finished missed forgot skipped altogether undo revert drop scrap bin cancel remove delete kindly completely instead like say ok okay before after`.split(
    /\s+/,
  ),
);

/** It only points: no word of it says what. */
const isBare = (heard: Heard): boolean =>
  isBareRequest(heard) ||
  heard.words.every(
    (word, index) =>
      EMPTY.has(word) ||
      stemsOf(word).length === 0 ||
      (heard.tokens[heard.lead + index]?.claimedBy ?? null) !== null,
  );

/** "Skip Monday's session": by itself it would be an act of another sort, and points at nothing that was said. */
function isOther(heard: Heard, alone: Output, acts: readonly Act[]): boolean {
  if (isBareRequest(heard)) return false;
  const { words } = heard;
  const { intent } = alone.asks?.act ?? alone;
  const isAct =
    intent !== 'CLARIFY' && intent !== 'GOAL' && intent !== 'MODIFY_GOAL' && intent !== 'NEW_TASK';
  return isAct && !words.some((word) => POINTS.has(word)) && !acts.some((act) => act.intent === intent);
}
const POINTS = new Set('it that this them one ones both all'.split(' '));

/** The clause alone would be what is done or asked for already, and names nothing else. */
function isAlike(alone: Output, said: Output, acts: readonly Act[]): boolean {
  const intent = (alone.asks?.act ?? alone).intent;
  // The very acts that the clause by itself would be.
  const asked = alone.asks?.missing === 'yes' ? [alone.asks.act, ...alone.asks.also] : [];
  const own = alone.intent === 'CLARIFY' ? asked : [alone, ...alone.also];
  const isSame = (one: Act): boolean =>
    acts.some(
      (act) => act.intent === one.intent && act.task_id === one.task_id && act.goal_id === one.goal_id,
    );
  const isOfTasks =
    own.length > 0 && own.every((one) => (one.task_id ?? one.goal_id) !== null && isSame(one));
  if (isOfTasks) return true;
  const isWordless = WORDLESS.has(intent) || said.asks?.missing === 'task' || said.asks?.missing === 'goal';
  return isWordless && acts.some((act) => act.intent === intent);
}

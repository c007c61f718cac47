// What the person wants, as facts: the words of the goal and of every later change; the later word wins.
import type { AgentInput } from '../agents.ts';
import type { Reading } from '../english/facts.ts';
import { shortDate } from '../kernel/time.ts';
import { readDays } from './days-meant.ts';
import { NO_HOURS, type Goal, type Taking } from './goal.ts';
import { groupsIn } from './group-days.ts';
import { unreadIn } from './find-unread.ts';
import { kindFor } from './kind-for.ts';
import { mendWords } from './mend-words.ts';
import { phraseGoal } from './phrase-goal.ts';
import { weekly } from './said-around.ts';
import { takeMoney, takePayday } from './take-money.ts';
import { reviseGoal, takeSigns, type Revised } from './revise-goal.ts';
import { splitWishes, withoutOrders } from './split-wishes.ts';
import { takeBusy } from './take-busy.ts';
import { takeFacts } from './take-facts.ts';
import { takeEvenings, takeFirstDay, takeGroups, takeRate, takeSleep } from './take-together.ts';
import { isResult } from './event-hours.ts';

type Words = Pick<AgentInput<'scheduler'>, 'goal_text' | 'goal_said_on' | 'revisions' | 'today' | 'zone'>;

/** A goal as it stands, and what the last of the later words did to it. */
export interface Understood {
  goal: Goal;
  /** Null where nothing was asked to change. */
  last: Revised | null;
}

/** Each message by the day on which it was said, as it all stands on `today`. English. Pure. */
export function readGoal({ goal_text, goal_said_on, revisions, today, zone }: Words): Understood {
  let goal = readWish(goal_text, { now: `${goal_said_on}T10:00`, zone });
  let last: Revised | null = null;
  for (const { text, said_on } of revisions) {
    last = reviseGoal(goal, text, { now: `${said_on}T10:00`, zone });
    goal = last.goal;
  }
  return { goal: asOf(goal, today), last };
}

/** What was to begin begins now; an end stays where it is, and one that has passed is asked for again. */
function asOf(goal: Goal, today: string): Goal {
  const startOn = goal.startOn !== null && goal.startOn < today ? null : goal.startOn;
  if (goal.endsOn === null || goal.endsOn > today) return { ...goal, startOn };
  const note = `${shortDate(goal.endsOn)}, by which it should be done, has passed by now: tell me another day.`;
  return { ...goal, startOn, endsOn: null, spanDays: null, notes: [note, ...goal.notes] };
}

/** Said on the day of `said.now`. */
export function readWish(text: string, said: { now: string; zone: string }): Goal {
  const { wish, left: order } = withoutOrders(mendWords(text));
  const { first, other } = splitWishes(wish);
  const reading = readDays(first, said);
  const left = withoutTimes(reading);
  const topic = left.toLowerCase().replaceAll('|', ' ');
  const { phrase, wish: wished } = phraseGoal(left);
  const kind = kindFor(first, topic, wished);
  const goal: Goal = { ...structuredClone(EMPTY), kind, topic, phrase, hours: NO_HOURS };
  takeSigns(goal, first);
  const { reading: open, unused } = takeBusy(goal, kind.counts === 'abstain' ? withoutNo(reading) : reading);
  const rest = kind.counts === 'money' ? takePayday(goal, open) : open;
  const taking: Taking = { goal, reading: rest, today: said.now.slice(0, 10), isRevision: false, unused };
  takeFacts(taking);
  if (goal.days.length > 0) goal.onDaysOff = false;
  if (goal.days.length > 0 && ONE_MORE.test(first)) goal.rhythm ??= weekly(goal.days.length + 1);
  takeEvenings(goal, rest);
  takeRate(taking);
  if (kind.counts === 'money') takeMoney(goal, rest, left);
  takeFirstDay(taking);
  if (kind.key === 'sleep') takeSleep(goal, first);
  // Help in a danger has its own rhythm, whatever was wished.
  if (kind.first && kind.counts === 'people')
    Object.assign(goal, { phrase: '', rhythm: null, days: [], perDay: 1, endsOn: null, spanDays: null });
  goal.groups = groupsIn({ ...taking, unused: [] });
  if (goal.groups.length > 0) takeGroups(goal);
  Object.assign(goal, unreadIn({ ...taking, reading }, `${wished} ${goal.phrase}`));
  if (goal.load === 0 && goal.minutes === null && CAREFUL.test(first)) goal.load = -1;
  const second =
    other === ''
      ? []
      : [`One thing at a time: this plan is for the first wish; send me “${other}” as a goal of its own.`];
  const orders = order === '' ? [] : [`I left “${order}” aside: that is nothing I can do.`];
  goal.notes = [...goal.notes, ...second, ...orders];
  return goal;
}

/** "No takeaways Monday to Friday": the "no" says what is done without, and the days are those of the goal. */
const withoutNo = (reading: Reading): Reading => ({
  ...reading,
  facts: reading.facts.map((fact) => ({ ...fact, negated: false })),
});

const EMPTY: Omit<Goal, 'kind' | 'topic' | 'phrase' | 'hours'> = {
  purpose: '',
  amounts: [],
  has: null,
  rhythm: null,
  perDay: 1,
  times: [],
  days: [],
  notDays: [],
  datesOff: [],
  busy: [],
  cap: null,
  groups: [],
  minutes: null,
  weekMinutes: null,
  startOn: null,
  endsOn: null,
  spanDays: null,
  onDaysOff: false,
  restWeek: false,
  load: 0,
  unread: [],
  unknowable: [],
  aside: [],
  notes: [],
};

/** "Mondays at 8 and one more evening": the coach chooses it. */
const ONE_MORE =
  /\b(?:and|plus) (?:(?:one|an?) (?:more|other|extra)|another) (?:\S+ )?(?:day|morning|afternoon|evening|night)\b/i;

const CAREFUL =
  /\b(?:surgery|operation|heart attack|stroke|chemo\w*|injur\w*|(?:bad|sore|weak) (?:knees?|back|hips?|shoulders?))\b/i;

/** The text with "|" for everything that was read of time; amounts stay, they belong to the goal. */
function withoutTimes({ text, facts }: Reading): string {
  let rest = '';
  let at = 0;
  for (const { from, to, value } of facts) {
    const isLimit =
      value.kind === 'length' &&
      value.per !== null &&
      /\b(?:cut|limit|reduce|keep|bring|halve)\b[^,.;]*$/i.test(text.slice(0, from));
    const isTime =
      !['amount', 'number', 'ordinal', 'lead'].includes(value.kind) && !isLimit && !isName(text, from, to);
    if (!isTime) continue;
    rest += `${text.slice(at, from)}|`;
    at = to;
  }
  return rest + text.slice(at);
}

/** "Dry January", "a 3-year-old": what it is, and not when. */
const isName = (text: string, from: number, to: number): boolean =>
  /\b(?:dry|sober|damp) $/i.test(text.slice(0, from)) ||
  isResult(text, { from }) ||
  /^[ -]?olds?\b/i.test(text.slice(to)) ||
  /\b(?:date|movie|game|quiz|family) $/i.test(text.slice(0, from)) ||
  /^ (?:routine|person|pages|owl)\b/i.test(text.slice(to));
